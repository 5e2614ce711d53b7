"""A week of support hours in a time zone, laid out as segments in UTC."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import partial
from typing import NamedTuple

SUPPORT_HOURS = "support hours"
OUTSIDE_HOURS = "outside hours"
WEEKEND = "weekend"
HOLIDAY = "holiday"

MIDNIGHT = time(0)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
NOTHING = timedelta(0)
SATURDAY = 5
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Window(NamedTuple):
    """Support hours of one weekday on the wall clock, half open (K2).

    A closing time of 00:00 is the end of the day.
    """

    weekday: int  # 0 is Monday
    opens: time
    closes: time


class Hours(NamedTuple):
    """Support hours on one date, as in a `Window`."""

    opens: time
    closes: time


class Holiday(NamedTuple):
    """A date with support hours of its own, in place of the week's; closed all day without (K3)."""

    name: str
    hours: tuple[Hours, ...] = ()


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


# Times since midnight between which support is open, sorted and apart from each other.
Openings = tuple[tuple[timedelta, timedelta], ...]


class Week:
    """Support hours by weekday, and the dates that have others or none."""

    def __init__(
        self,
        zone: tzinfo,
        windows: Iterable[Window],
        holidays: Mapping[date, Holiday],
        counted_reason: str,
    ) -> None:
        self.zone = zone
        self.hours = _openings_by_weekday(windows)
        self.holidays = dict(holidays)
        self._holiday_hours = _openings_by_date(holidays)
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
        """One local day, as if the offset from UTC did not change during it.

        A weekend without hours stays one on a holiday too, unless that has hours of its own.
        """
        hours = self.hours[day.weekday()]
        reason, detail, name = OUTSIDE_HOURS, "", ""
        own = self._holiday_hours.get(day)
        if own is not None and (own or hours or day.weekday() < SATURDAY):
            hours, reason, detail = own, HOLIDAY, self.holidays[day].name
            name = detail
        elif not hours and day.weekday() >= SATURDAY:
            reason = WEEKEND
        closed = partial(Segment, counted=False, reason=reason, detail=detail)
        counted = partial(Segment, counted=True, reason=self.counted_reason, detail=name)
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


def _openings_by_date(holidays: Mapping[date, Holiday]) -> dict[date, Openings]:
    for day in holidays:
        if isinstance(day, datetime):
            raise ValueError(f"The holiday {day.isoformat()} must be a date, not an instant.")
    return {
        day: openings(f"{day:%d %B %Y}", sorted(holiday.hours)) for day, holiday in holidays.items()
    }


def _openings_by_weekday(windows: Iterable[Window]) -> tuple[Openings, ...]:
    hours: list[list[Hours]] = [[] for _ in WEEKDAYS]
    for window in sorted(windows):
        if window.weekday not in range(7):
            raise ValueError(f"A weekday runs from 0 (Monday) to 6, not {window.weekday}.")
        hours[window.weekday].append(Hours(window.opens, window.closes))
    return tuple(openings(name, of_day) for name, of_day in zip(WEEKDAYS, hours, strict=True))


def openings(day: str, hours: Iterable[Hours]) -> Openings:
    """The hours, which are sorted, as times since midnight.

    Raises ValueError, naming the day, where two overlap or one ends before it begins.
    """
    found: list[tuple[timedelta, timedelta]] = []
    for each in hours:
        opens, closes = _bounds(day, each)
        if found and found[-1][1] > opens:
            raise ValueError(f"Two windows on {day} overlap.")
        found.append((opens, closes))
    return tuple(found)


def _bounds(day: str, hours: Hours) -> tuple[timedelta, timedelta]:
    for moment in hours:
        if moment.tzinfo is not None or (moment.microsecond and moment != time.max):
            raise ValueError(f"{moment} must be whole seconds on the wall clock, without a zone.")
    opens = _since_midnight(hours.opens)
    closes = DAY if hours.closes in (MIDNIGHT, time.max) else _since_midnight(hours.closes)
    if closes <= opens:
        raise ValueError(
            f"The window on {day} closes at {hours.closes}, not after it opens at {hours.opens}."
        )
    return opens, closes


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
