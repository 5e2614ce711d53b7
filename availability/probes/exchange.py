"""One exchange with one component, of bounded size; whoever calls it bounds its time."""

import asyncio
import ssl
from datetime import UTC, datetime
from typing import Any

import httpx

from availability.models import Probe
from availability.probes.destinations import CannotAsk, Port, addresses_of, port_of
from availability.probes.targets import Target

MOST_BYTES = 1_000_000
MOST_REDIRECTS = 5
DEFAULT_PORTS = {"http": 80, "https": 443}
HEADERS = {"User-Agent": "iStockist availability probe", "Accept-Encoding": "identity"}
# Reading is bounded from outside, as a whole.
NO_TIMEOUT = httpx.Timeout(None)

Certificate = datetime | None


class Unexpected(Exception):
    """An answer other than the expected one, as the short code of a failure."""


async def exchange(target: Target, tls: ssl.SSLContext) -> Certificate:
    """Until when the certificate is valid that was seen, if one was; raises what went wrong."""
    if target.kind == Probe.Kind.HTTP:
        return await _http(target, tls)
    return await _connect(target, tls if target.kind == Probe.Kind.TLS else None)


async def _http(target: Target, tls: ssl.SSLContext) -> Certificate:
    url = httpx.URL(target.address)
    async with httpx.AsyncClient(verify=tls, trust_env=False, timeout=NO_TIMEOUT) as client:
        for _ in range(MOST_REDIRECTS + 1):
            response = await _answer(client, url)
            try:
                if response.has_redirect_location and response.status_code != target.status:
                    url = url.join(response.headers["Location"])
                    continue
                certificate = _certificate_of(response.extensions["network_stream"])
                await _judge(target, response)
                return certificate
            finally:
                await response.aclose()
    raise Unexpected("too many redirects")


async def _answer(client: httpx.AsyncClient, url: httpx.URL) -> httpx.Response:
    """The head of the answer, from the first address of the host that accepts a connection."""
    if url.scheme not in DEFAULT_PORTS or not url.host:
        raise CannotAsk("not a web address")
    host = url.raw_host.decode("ascii")
    found = await addresses_of(Port(host, url.port or DEFAULT_PORTS[url.scheme]))
    for place, address in enumerate(found):
        request = client.build_request(
            "GET",
            url.copy_with(host=address),
            headers={**HEADERS, "Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": host},
        )
        try:
            return await client.send(request, stream=True)
        except httpx.ConnectError:
            if place == len(found) - 1:
                raise
    raise CannotAsk("name not found")


async def _judge(target: Target, response: httpx.Response) -> None:
    """The body is read to its end, as it came: what never ends is no answer."""
    if response.status_code != target.status:
        raise Unexpected(f"status {response.status_code}")
    body = bytearray()
    async for part in response.aiter_raw():
        body += part
        if len(body) > MOST_BYTES:
            raise Unexpected("answer too long")
    if target.text and target.text.encode() not in body:
        raise Unexpected("text not found")


async def _connect(target: Target, tls: ssl.SSLContext | None) -> Certificate:
    port = port_of(target.address)
    found = await addresses_of(port)
    for place, address in enumerate(found):
        given: dict[str, Any] = {"ssl": tls, "server_hostname": port.host} if tls else {}
        try:
            _, writer = await asyncio.open_connection(address, port.number, **given)
        except ssl.SSLError:
            raise
        except OSError:
            if place == len(found) - 1:
                raise
            continue
        try:
            return _certificate_of(writer)
        finally:
            writer.transport.abort()
    raise CannotAsk("name not found")


def _certificate_of(connection: Any) -> Certificate:
    """`connection`: a stream of asyncio or of httpx; None without TLS."""
    session = connection.get_extra_info("ssl_object")
    if session is None:
        return None
    ends = ssl.cert_time_to_seconds(session.getpeercert()["notAfter"])
    return datetime.fromtimestamp(ends, UTC)
