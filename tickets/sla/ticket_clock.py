"""The clock of one ticket: a calendar less the time that does not count for that ticket."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple, Protocol

from tickets.sla.week import Segment, instant, merged, refuse_reversed

PAUSED = "paused"  # K10
MAINTENANCE = "maintenance"  # K11
CLOSED = "closed"  # K13


class Period(NamedTuple):
    """Time that does not count for one ticket, half open. Periods may overlap."""

    start: datetime
    end: datetime
    reason: str
    detail: str = ""


class Clock(Protocol):
    """Takes aware instants, cuts them to the whole second (K4) and answers in UTC."""

    def after(self, start: datetime, seconds: int) -> datetime: ...

    def between(self, start: datetime, end: datetime) -> int: ...

    def segments(self, start: datetime, end: datetime) -> tuple[Segment, ...]: ...


class InterruptedClock:
    """A clock that stands still in some segments, which are sorted and do not overlap."""

    def __init__(self, clock: Clock, interruptions: Sequence[Segment]) -> None:
        self._clock = clock
        self._interruptions = interruptions

    def after(self, start: datetime, seconds: int) -> datetime:
        start = instant(start)
        if seconds <= 0:
            return self._clock.after(start, seconds)
        for interruption in self._interruptions:
            if interruption.end <= start:
                continue
            counted = self._clock.between(start, max(start, interruption.start))
            if counted >= seconds:
                break
            start, seconds = interruption.end, seconds - counted
        return self._clock.after(start, seconds)

    def between(self, start: datetime, end: datetime) -> int:
        start, end = instant(start), instant(end)
        counted = self._clock.between(start, end)
        for interruption in self._interruptions:
            if interruption.start < end and interruption.end > start:
                counted -= self._clock.between(
                    max(interruption.start, start), min(interruption.end, end)
                )
        return counted

    def segments(self, start: datetime, end: datetime) -> tuple[Segment, ...]:
        """An interruption keeps its own reason throughout, in and out of support hours."""
        start, end = instant(start), instant(end)
        refuse_reversed(start, end)
        segments: list[Segment] = []
        for interruption in self._interruptions:
            if interruption.start < end and interruption.end > start:
                begin, stop = max(interruption.start, start), min(interruption.end, end)
                if start < begin:
                    _extend(segments, self._clock.segments(start, begin))
                _extend(segments, (interruption.with_bounds(begin, stop),))
                start = stop
        _extend(segments, self._clock.segments(start, end))
        return tuple(segments)


def _extend(segments: list[Segment], more: Sequence[Segment]) -> None:
    """Adds segments that begin where the others end, joining the two that meet if they agree."""
    if segments and more and segments[-1].agrees_with(more[0]):
        segments[-1] = segments[-1].with_bounds(segments[-1].start, more[0].end)
        more = more[1:]
    segments += more


def separated(periods: Iterable[Period]) -> list[Segment]:
    """The periods as sorted segments without overlaps.

    Time that two periods share takes its reason from the one listed first.
    """
    uncounted = []
    for period in periods:
        start, end = instant(period.start), instant(period.end)
        refuse_reversed(start, end)
        if start < end:
            uncounted.append(
                Segment(
                    start=start, end=end, counted=False, reason=period.reason, detail=period.detail
                )
            )
    return _without_overlaps(uncounted) if len(uncounted) > 1 else uncounted


def _without_overlaps(uncounted: Sequence[Segment]) -> list[Segment]:
    bounds = sorted({bound for segment in uncounted for bound in (segment.start, segment.end)})
    separate = []
    for start, end in pairwise(bounds):
        owner = next((each for each in uncounted if each.start <= start < each.end), None)
        if owner:
            separate.append(owner.with_bounds(start, end))
    return merged(separate)
