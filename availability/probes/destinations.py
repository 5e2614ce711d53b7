"""Which hosts may be asked, and where they really are: the address that was checked is the one
that is connected to, so a name that leads elsewhere a moment later leads nowhere."""

import asyncio
import socket
from contextlib import suppress
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from istockist_sla.core.lib.addresses import is_public

# Of a name with many addresses so many are tried.
MOST_ADDRESSES = 4


class CannotAsk(Exception):
    """Why a host is not asked at all, as the short code of a failure."""


class Port(NamedTuple):
    host: str
    number: int


def port_of(address: str) -> Port:
    """Of `host:443` or `[2001:db8::7]:443`; ValueError where it is none."""
    try:
        parts = urlsplit(f"//{address}")
        host, number = parts.hostname, parts.port
    except ValueError:
        host = number = None
    if not host or not number or parts.netloc != address or "@" in address:
        raise ValueError("Write a host and a port, like db.example.com:5432.")
    return Port(host, number)


async def addresses_of(port: Port) -> list[str]:
    """Where a host is; raises CannotAsk for one that is nowhere, or in a private network."""
    found = await _looked_up(port)
    if isinstance(found, Exception):
        raise CannotAsk("name not found") from found
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    private = not all(is_public(each) for each in addresses)
    if private and not settings.PROBE_PRIVATE_ADDRESSES:
        raise CannotAsk("private address")
    return addresses[:MOST_ADDRESSES]


async def _looked_up(port: Port) -> Any:
    """In a thread of its own: a resolver that hangs can only be left behind."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Any] = loop.create_future()

    def look() -> None:
        found: Any
        try:
            found = socket.getaddrinfo(*port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError, OverflowError) as error:
            found = error
        with suppress(RuntimeError):  # The round is over, and its loop is closed.
            loop.call_soon_threadsafe(_settle, answer, found)

    Thread(target=look, name=f"look up {port.host}", daemon=True).start()
    return await answer


def _settle(answer: "asyncio.Future[Any]", found: Any) -> None:
    if not answer.done():
        answer.set_result(found)
