"""All targets of a round at the same time, each within its own time, whatever the others do.

The time of a target is one deadline for the whole exchange: the name, the connection, TLS,
redirects, head and body. What has not ended by then is cancelled, which closes its connection.
Should even that hang, the round's thread is left behind and the round goes on without it.
"""

import asyncio
import logging
import ssl
import time
from collections.abc import Callable, Sequence
from threading import Thread

import httpx

from availability.probes.destinations import CannotAsk
from availability.probes.exchange import Unexpected, exchange
from availability.probes.targets import Result, Target

log = logging.getLogger(__name__)

# How much longer than the longest target a round may take.
GRACE = 2.0
LONGEST_CODE = 40


def ask_all(targets: Sequence[Target]) -> list[Result]:
    """The results in the order of the targets; after the longest time and GRACE at the latest."""
    results: dict[Target, Result] = {}
    thread = Thread(
        target=lambda: asyncio.run(_ask_all(targets, results.__setitem__)),
        name="probe round",
        daemon=True,
    )
    thread.start()
    thread.join(max((each.timeout for each in targets), default=0) + GRACE)
    return [results.get(each, Result(None, "timeout")) for each in targets]


def measure(target: Target) -> Result:
    return ask_all([target])[0]


async def _ask_all(targets: Sequence[Target], keep: Callable[[Target, Result], None]) -> None:
    tls = ssl.create_default_context()

    async def ask(target: Target) -> None:
        keep(target, await _ask(target, tls))

    await asyncio.gather(*(ask(each) for each in targets))


async def _ask(target: Target, tls: ssl.SSLContext) -> Result:
    began = time.monotonic()
    try:
        async with asyncio.timeout(target.timeout):
            certificate = await exchange(target, tls)
    except Unexpected as error:
        return Result(_milliseconds_since(began), str(error)[:LONGEST_CODE])
    except Exception as error:
        return Result(None, _code_of(error)[:LONGEST_CODE])
    return Result(_milliseconds_since(began), certificate_ends_at=certificate)


def _milliseconds_since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _code_of(error: Exception) -> str:
    """A few words for whoever looks for the fault."""
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, CannotAsk):
        return str(error)
    tls = _cause_of(error, ssl.SSLError)
    if isinstance(tls, ssl.SSLCertVerificationError):
        return tls.verify_message or "certificate not valid"
    if tls is not None:
        return "no TLS"
    if isinstance(error, httpx.ConnectError | OSError):
        return "no connection"
    if isinstance(error, httpx.HTTPError | httpx.InvalidURL | ValueError):
        return type(error).__name__
    log.error("A probe failed in an unknown way", exc_info=error)
    return type(error).__name__


def _cause_of(error: BaseException | None, kind: type[BaseException]) -> BaseException | None:
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error
