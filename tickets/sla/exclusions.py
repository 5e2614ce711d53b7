"""The clock of one ticket: a calendar less the time that does not count for that ticket."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple, Protocol

from tickets.sla.week import Segment, instant, merged, refuse_reversed

PAUSED = "paused"  # K10
MAINTENANCE = "maintenance"  # K11
CLOSED = "closed"  # K13


class Period(NamedTuple):
    """Time of one ticket that does not count, half open."""

    start: datetime
    end: datetime
    reason: str
    detail: str = ""


class Clock(Protocol):
    """Takes aware instants, cuts them to the whole second (K4) and answers in UTC."""

    def after(self, start: datetime, seconds: int) -> datetime: ...

    def between(self, start: datetime, end: datetime) -> int: ...

    def segments(self, start: datetime, end: datetime) -> tuple[Segment, ...]: ...


class Interrupted:
    """A clock that stands still in the periods, which are sorted and do not overlap."""

    def __init__(self, clock: Clock, periods: Sequence[Segment]) -> None:
        self._clock = clock
        self._periods = periods

    def after(self, start: datetime, seconds: int) -> datetime:
        start = instant(start)
        if seconds <= 0:
            return self._clock.after(start, seconds)
        for period in self._periods:
            if period.end <= start:
                continue
            counted = self._clock.between(start, max(start, period.start))
            if counted >= seconds:
                break
            start, seconds = period.end, seconds - counted
        return self._clock.after(start, seconds)

    def between(self, start: datetime, end: datetime) -> int:
        start, end = instant(start), instant(end)
        counted = self._clock.between(start, end)
        return counted - sum(
            self._clock.between(period.start, period.end) for period in self._within(start, end)
        )

    def segments(self, start: datetime, end: datetime) -> tuple[Segment, ...]:
        """All of a period bears its reason, also the hours in it that would not have counted."""
        start, end = instant(start), instant(end)
        refuse_reversed(start, end)
        tiles: list[Segment] = []
        for period in self._within(start, end):
            _join(tiles, self._clock.segments(start, period.start))
            _join(tiles, (period,))
            start = period.end
        _join(tiles, self._clock.segments(start, end))
        return tuple(tiles)

    def _within(self, start: datetime, end: datetime) -> Iterator[Segment]:
        for period in self._periods:
            if period.start < end and period.end > start:
                yield Segment(max(period.start, start), min(period.end, end), *period[2:])


def _join(tiles: list[Segment], more: Sequence[Segment]) -> None:
    """Adds tiles that begin where the others end: those that meet become one if they agree."""
    if tiles and more and tiles[-1][2:] == more[0][2:]:
        tiles[-1] = Segment(tiles[-1].start, *more[0][1:])
        more = more[1:]
    tiles += more


def union(periods: Iterable[Period]) -> list[Segment]:
    """Sorted and without overlaps; what two periods share belongs to the one listed first."""
    listed = []
    for period in periods:
        start, end = instant(period.start), instant(period.end)
        refuse_reversed(start, end)
        listed.append(Segment(start, end, False, period.reason, period.detail))
    edges = sorted({edge for period in listed for edge in period[:2]})
    pieces = []
    for start, end in pairwise(edges):
        owner = next((p for p in listed if p.start <= start < p.end), None)
        if owner:
            pieces.append(Segment(start, end, *owner[2:]))
    return merged(pieces)
