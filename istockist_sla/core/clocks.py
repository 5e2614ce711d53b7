"""Instants on a page: GMT first, and beside it the clock that its reader has chosen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from zoneinfo import ZoneInfo

from istockist_sla.core.lib import text

# Asked only where a page shows an instant; letters and commands have no reader and stay Irish.
_zone_of_reader: ContextVar[Callable[[], ZoneInfo]] = ContextVar(
    "zone_of_reader", default=lambda: text.IRELAND
)


@contextmanager
def read_in(zone_of_reader: Callable[[], ZoneInfo]) -> Iterator[None]:
    """Within this context instants are written for a reader in that zone."""
    token = _zone_of_reader.set(zone_of_reader)
    try:
        yield
    finally:
        _zone_of_reader.reset(token)


def zone() -> ZoneInfo:
    return _zone_of_reader.get()()


def instant(at: datetime, now: datetime | None = None) -> str:
    """`17:00 GMT · 18:00 Irish time`, with its day unless that is the day of `now` in GMT."""
    return text.instant(at, now, zone())


def instant_long(at: datetime) -> str:
    """`Tuesday 9 June 2026, 14:05 GMT · 15:05 Irish time`."""
    return text.instant_long(at, zone())


def local_time(at: datetime) -> str:
    """`18:00 Irish time`; empty while the reader's clock shows GMT."""
    reader = zone()
    return text.time_in_zone(at, reader) if at.astimezone(reader).utcoffset() else ""
