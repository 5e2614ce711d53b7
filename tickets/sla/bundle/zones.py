"""Time zones as tables of offsets: their names and rules are asked once, when a document is made,
so that whoever reads it needs no database of zones, and no change of the rules moves it. PURE."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from tickets.sla.bundle.values import Part, written_or_null

# No ticket is older than the agreement; two years after the month no clock of it is due.
EARLIEST, YEARS_AFTER = 2019, 2
ONE_DAY, ONE_SECOND = timedelta(days=1), timedelta(seconds=1)


class OffsetChange(NamedTuple):
    """Seconds ahead of UTC from an instant on; the first of a table holds since ever."""

    since: datetime | None
    seconds: int


class Offsets(tzinfo):
    """A zone of which nothing is known but its table."""

    def __init__(self, name: str, changes: tuple[OffsetChange, ...]) -> None:
        self.name, self.changes = name, changes
        self._offsets = [timedelta(seconds=each.seconds) for each in changes]
        self._since = [each.since for each in changes if each.since is not None]
        around = list(zip(self._since, self._offsets, self._offsets[1:], strict=False))
        # On the wall clock an offset ends at the later of both readings of its end, or where the
        # wall shows a time for the second time, at the earlier one.
        self._last = [_wall(at, max(before, after)) for at, before, after in around]
        self._first = [_wall(at, min(before, after)) for at, before, after in around]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Offsets):
            return NotImplemented
        return (self.name, self.changes) == (other.name, other.changes)

    def __hash__(self) -> int:
        return hash((self.name, self.changes))

    def __repr__(self) -> str:
        return self.name

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        if at is None:
            return None
        ends = self._first if at.fold else self._last
        return self._offsets[bisect_right(ends, at.replace(tzinfo=None, fold=0))]

    def dst(self, at: datetime | None) -> timedelta | None:
        return None

    def tzname(self, at: datetime | None) -> str:
        return self.name

    def fromutc(self, at: datetime) -> datetime:
        instant_in_utc = at.replace(tzinfo=UTC)
        place = bisect_right(self._since, instant_in_utc)
        offset = self._offsets[place]
        repeated = place > 0 and (
            instant_in_utc - self._since[place - 1] < self._offsets[place - 1] - offset
        )
        return (at + offset).replace(fold=int(repeated))


def _wall(at: datetime, offset: timedelta) -> datetime:
    return at.replace(tzinfo=None) + offset


@lru_cache
def offsets_of(zone: tzinfo, year: int) -> Offsets:
    """The zone's table for a month of this year."""
    at = datetime(EARLIEST, 1, 1, tzinfo=UTC)
    end = datetime(year + YEARS_AFTER + 1, 1, 1, tzinfo=UTC)
    changes = [OffsetChange(None, _seconds_ahead(zone, at))]
    while at < end:
        ahead = at + ONE_DAY
        if _seconds_ahead(zone, ahead) != changes[-1].seconds:
            since = _first_other(zone, at, ahead, changes[-1].seconds)
            changes.append(OffsetChange(since, _seconds_ahead(zone, since)))
            ahead = since
        at = ahead
    return Offsets(str(zone), tuple(changes))


def _seconds_ahead(zone: tzinfo, at: datetime) -> int:
    offset = at.astimezone(zone).utcoffset() or timedelta(0)
    return offset.days * 86_400 + offset.seconds


def _first_other(zone: tzinfo, before: datetime, after: datetime, seconds: int) -> datetime:
    while after - before > ONE_SECOND:
        middle = (before + (after - before) // 2).replace(microsecond=0)
        if _seconds_ahead(zone, middle) == seconds:
            before = middle
        else:
            after = middle
    return after


def zone_document(zone: Offsets) -> dict[str, Any]:
    offsets = [[written_or_null(each.since), each.seconds] for each in zone.changes]
    return {"zone": zone.name, "offsets": offsets}


def read_zone(part: Part) -> Offsets:
    """Raises Malformed unless the changes follow each other from the first on."""
    found = part.fields("zone", "offsets")
    changes = found["offsets"].each(_read_change)
    since = [each.since for each in changes]
    if not changes or since[0] is not None or None in since[1:]:
        found["offsets"].refuse("a table of offsets")
    if [at for at in since if at] != sorted({at for at in since if at}):
        found["offsets"].refuse("in the order of time")
    return Offsets(found["zone"].zone_name(), changes)


def _read_change(part: Part) -> OffsetChange:
    since, seconds = part.tuple_of(2)
    if abs(seconds.whole()) >= 86_400:
        seconds.refuse("an offset")
    return OffsetChange(since.maybe(Part.at), seconds.whole())
