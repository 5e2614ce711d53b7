"""A week of support hours in a time zone, laid out as segments in UTC."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

SUPPORT_HOURS = "support hours"
OUTSIDE_HOURS = "outside hours"
WEEKEND = "weekend"
HOLIDAY = "holiday"

MIDNIGHT = time(0)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
NOTHING = timedelta(0)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Window(NamedTuple):
    """Support hours of one weekday on the wall clock, half open (K2).

    A closing time of 00:00 is the end of the day.
    """

    weekday: int  # 0 is Monday
    opens: time
    closes: time


class Segment(NamedTuple):
    """Part of a timeline in UTC, half open: it counts as a whole or not at all, for one reason."""

    start: datetime
    end: datetime
    counted: bool
    reason: str
    detail: str = ""

    @property
    def seconds(self) -> int:
        return whole_seconds(self.end - self.start)

    def with_bounds(self, start: datetime, end: datetime) -> "Segment":
        """The same segment with other bounds."""
        return Segment(start, end, *self[2:])

    def agrees_with(self, other: "Segment") -> bool:
        """Whether both differ in nothing but their bounds."""
        return self[2:] == other[2:]


class DaySegment(NamedTuple):
    """A segment that lies within one date of the calendar's zone."""

    day: date
    segment: Segment


def whole_seconds(length: timedelta) -> int:
    """A length of time in seconds; a fraction of a second is dropped."""
    return length.days * 86_400 + length.seconds


def instant(at: datetime) -> datetime:
    """The instant in UTC, cut to the whole second (K4); unchanged if it already is."""
    if at.tzinfo is UTC and not at.microsecond:
        return at
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no time zone: the clock takes aware instants only.")
    return at.astimezone(UTC).replace(microsecond=0)


def refuse_reversed(start: datetime, end: datetime) -> None:
    if start > end:
        raise ValueError(f"{start.isoformat()} is later than {end.isoformat()}.")


def merged(segments: Iterable[Segment]) -> list[Segment]:
    """Neighbours that touch and agree become one."""
    kept: list[Segment] = []
    for segment in segments:
        if kept and kept[-1].end == segment.start and kept[-1].agrees_with(segment):
            segment = segment.with_bounds(kept.pop().start, segment.end)
        kept.append(segment)
    return kept


class Week:
    """Support hours by weekday, and the dates on which there are none."""

    def __init__(
        self,
        zone: str,
        windows: Iterable[Window],
        closed_days: Mapping[date, str],
        counted_reason: str,
    ) -> None:
        self.zone = _zone(zone)
        self.hours = _hours_by_weekday(windows)
        self.closed_days = _checked_days(closed_days)
        self.counted_reason = counted_reason
        self.seconds = sum(
            whole_seconds(closes - opens) for day in self.hours for opens, closes in day
        )

    def day_segments(self, first: datetime, last: datetime) -> Iterator[DaySegment]:
        """Covers [first, last) in order, cut at every local midnight and change of offset."""
        for begin, end, offset in self._between_clock_changes(first, last):
            day = (begin + offset).date()
            midnight = datetime.combine(day, MIDNIGHT, UTC) - offset
            while midnight < end:
                for segment in self._segments_of(day, midnight):
                    start, stop = max(segment.start, begin), min(segment.end, end)
                    if start < stop:
                        yield DaySegment(day, segment.with_bounds(start, stop))
                day += DAY
                midnight += DAY

    def _segments_of(self, day: date, midnight: datetime) -> Iterator[Segment]:
        """One local day, as if the offset from UTC did not change during it."""
        hours = self.hours[day.weekday()]
        reason, detail = OUTSIDE_HOURS, ""
        if not hours and day.weekday() >= 5:
            reason = WEEKEND
        elif day in self.closed_days:
            hours, reason, detail = (), HOLIDAY, self.closed_days[day]
        closed = partial(Segment, counted=False, reason=reason, detail=detail)
        counted = partial(Segment, counted=True, reason=self.counted_reason)
        passed = NOTHING
        for opens, closes in hours:
            yield closed(start=midnight + passed, end=midnight + opens)
            yield counted(start=midnight + opens, end=midnight + closes)
            passed = closes
        yield closed(start=midnight + passed, end=midnight + DAY)

    def _between_clock_changes(
        self, first: datetime, last: datetime
    ) -> Iterator[tuple[datetime, datetime, timedelta]]:
        """Cuts [first, last) where the zone's offset from UTC changes.

        So an hour that is skipped or repeated needs no rule of its own.
        """
        begin = known = first
        offset = self._offset(first)
        while known < last:
            ahead = min(known + DAY, last)
            if self._offset(ahead) == offset:
                known = ahead
                continue
            known = self._change(known, ahead, offset)
            yield begin, known, offset
            begin, offset = known, self._offset(known)
        yield begin, last, offset

    def _offset(self, at: datetime) -> timedelta:
        return at.astimezone(self.zone).utcoffset() or NOTHING

    def _change(self, before: datetime, after: datetime, offset: timedelta) -> datetime:
        """The first second after `before` at which `offset` no longer holds."""
        while after - before > SECOND:
            middle = before + (after - before) // 2
            middle = middle.replace(microsecond=0)
            if self._offset(middle) == offset:
                before = middle
            else:
                after = middle
        return after


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is not the name of a time zone.") from None


def _checked_days(closed_days: Mapping[date, str]) -> dict[date, str]:
    for day in closed_days:
        if isinstance(day, datetime):
            raise ValueError(f"The closed day {day.isoformat()} must be a date, not an instant.")
    return dict(closed_days)


def _hours_by_weekday(
    windows: Iterable[Window],
) -> tuple[tuple[tuple[timedelta, timedelta], ...], ...]:
    """The windows of each weekday as times since midnight."""
    week: list[list[tuple[timedelta, timedelta]]] = [[] for _ in WEEKDAYS]
    for window in sorted(windows):
        opens, closes = _bounds(window)
        day = week[window.weekday]
        if day and day[-1][1] > opens:
            raise ValueError(f"Two windows on {WEEKDAYS[window.weekday]} overlap.")
        day.append((opens, closes))
    return tuple(tuple(day) for day in week)


def _bounds(window: Window) -> tuple[timedelta, timedelta]:
    if window.weekday not in range(7):
        raise ValueError(f"A weekday runs from 0 (Monday) to 6, not {window.weekday}.")
    for moment in (window.opens, window.closes):
        if moment.tzinfo is not None or (moment.microsecond and moment != time.max):
            raise ValueError(f"{moment} must be whole seconds on the wall clock, without a zone.")
    opens = _since_midnight(window.opens)
    closes = DAY if window.closes in (MIDNIGHT, time.max) else _since_midnight(window.closes)
    if closes <= opens:
        raise ValueError(
            f"The window on {WEEKDAYS[window.weekday]} closes at {window.closes},"
            f" not after it opens at {window.opens}."
        )
    return opens, closes


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
