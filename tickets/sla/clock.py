"""Calendar arithmetic in support time: how much has counted, and when a limit is used up."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, tzinfo
from types import MappingProxyType

from tickets.sla.ticket_clock import (
    CLOSED,
    MAINTENANCE,
    PAUSED,
    Clock,
    InterruptedClock,
    Period,
    separated,
)
from tickets.sla.timetable import Timetable
from tickets.sla.week import (
    DAY,
    HOLIDAY,
    MIDNIGHT,
    OUTSIDE_HOURS,
    SECOND,
    SUPPORT_HOURS,
    WEEKEND,
    Holiday,
    Hours,
    Segment,
    Week,
    Window,
    instant,
    refuse_reversed,
    whole_seconds,
)

__all__ = [
    "CLOSED",
    "ELAPSED",
    "HOLIDAY",
    "MAINTENANCE",
    "OUTSIDE_HOURS",
    "PAUSED",
    "SUPPORT_HOURS",
    "WEEKEND",
    "Calendar",
    "Clock",
    "Holiday",
    "Hours",
    "Period",
    "Segment",
    "Window",
]

ELAPSED = "elapsed"  # every second counts (K4)

NO_HOLIDAYS: Mapping[date, Holiday] = MappingProxyType({})


class Calendar:
    """Support hours that all tickets share; a `Clock`. It covers 400 years around any question.

    `after` and `between` are written for speed: an instant in UTC is not converted, seconds are
    not counted by a call, and only a failed look-up makes the table grow.
    """

    def __init__(
        self,
        zone: tzinfo,
        windows: Iterable[Window],
        holidays: Mapping[date, Holiday] = NO_HOLIDAYS,
    ) -> None:
        self._timetable = Timetable(Week(zone, windows, holidays, SUPPORT_HOURS))

    @classmethod
    def always(cls) -> "Calendar":
        """The calendar on which every second counts (K4)."""
        every_day = [Window(weekday, MIDNIGHT, MIDNIGHT) for weekday in range(7)]
        calendar = cls(UTC, every_day)
        calendar._timetable = Timetable(Week(UTC, every_day, NO_HOLIDAYS, ELAPSED))
        return calendar

    @property
    def week(self) -> Week:
        return self._timetable.week

    @property
    def zone(self) -> tzinfo:
        return self._timetable.week.zone

    def after(self, start: datetime, seconds: int) -> datetime:
        """The earliest instant at which so many seconds have counted: closing time rather than
        the next opening (K4). Raises ValueError or OverflowError if they never will have.
        """
        if start.tzinfo is not UTC or start.microsecond:
            start = instant(start)
        if seconds <= 0:
            return _at_once(start, seconds)
        table = self._timetable.table
        try:
            window = table.opened[start.toordinal()]
        except KeyError:
            self._timetable.cover(start.year, start.year)
            return self.after(start, seconds)
        opens = table.opens
        while opens[window + 1] <= start:
            window += 1
        closing = table.closes[window]
        used = (closing if start > closing else start) - table.anchor[window]
        used += SECOND * seconds
        filled = table.filled
        try:
            window += (seconds - 1) // table.longest  # the one looked for, or before it
            while filled[window] < used:
                window += 1
        except IndexError:
            self._timetable.cover_filling(start.year, table, whole_seconds(used - filled[-1]))
            return self.after(start, seconds)
        return table.anchor[window] + used

    def between(self, start: datetime, end: datetime) -> int:
        """Seconds that count in [start, end)."""
        if start.tzinfo is not UTC or start.microsecond:
            start = instant(start)
        if end.tzinfo is not UTC or end.microsecond:
            end = instant(end)
        if start > end:
            refuse_reversed(start, end)
        table = self._timetable.table
        try:
            first, last = table.opened[start.toordinal()], table.opened[end.toordinal()]
        except KeyError:
            self._timetable.cover(start.year, end.year)
            return self.between(start, end)
        opens, closes, anchor = table.opens, table.closes, table.anchor
        while opens[first + 1] <= start:
            first += 1
        while opens[last + 1] <= end:
            last += 1
        begin, stop = closes[first], closes[last]
        used = (stop if end > stop else end) - anchor[last]
        used -= (begin if start > begin else start) - anchor[first]
        return used.days * 86_400 + used.seconds

    def segments(self, start: datetime, end: datetime) -> tuple[Segment, ...]:
        """Covers [start, end) without gaps; no two neighbours are alike but for their bounds."""
        start, end = instant(start), instant(end)
        refuse_reversed(start, end)
        if start == end:
            return ()
        while not ((table := self._timetable.table).first <= start and end <= table.last):
            self._timetable.cover(start.year, end.year)
        starts = table.starts
        found = table.segments[bisect_right(starts, start) - 1 : bisect_left(starts, end)]
        if len(found) == 1:
            return (found[0].with_bounds(start, end),)
        found[0] = found[0].with_bounds(start, found[0].end)
        found[-1] = found[-1].with_bounds(found[-1].start, end)
        return tuple(found)

    def is_open(self, at: datetime) -> bool:
        at = instant(at)
        table, window = self._timetable.window(at)
        return at < table.closes[window]

    def opening_after(self, at: datetime) -> datetime:
        """The next opening, or the instant itself while support is open."""
        self._timetable.refuse_an_empty_week()
        at = instant(at)
        while True:
            table, window = self._timetable.window(at)
            if at < table.closes[window]:
                return at
            if window + 2 < len(table.opens):
                return table.opens[window + 1]
            self._timetable.cover(at.year, table.last.year)

    def closing_after(self, at: datetime) -> datetime:
        """The end of the present window or, out of hours, of the next; none runs past midnight."""
        opening = self.opening_after(at)
        while True:
            table, window = self._timetable.window(opening)
            if table.closes[window] < table.last:
                return table.closes[window]
            self._timetable.cover(opening.year, table.last.year)

    def closing_on_support_date(self, day: date, count: int) -> datetime:
        """When support closes on the count-th date with support hours after the day (E2)."""
        if count < 1:
            raise ValueError(f"Support dates are counted from 1, not from {count}.")
        for _ in range(count):
            opening = self.opening_after(self._end_of(day))
            day = opening.astimezone(self.zone).date()
        table, window = self._timetable.window(self._end_of(day) - SECOND)
        return self.closing_after(table.opens[window])

    def excluding(self, periods: Iterable[Period]) -> Clock:
        """This calendar for one ticket: the union of the periods does not count."""
        interruptions = separated(periods)
        return InterruptedClock(self, interruptions) if interruptions else self

    def _end_of(self, day: date) -> datetime:
        return datetime.combine(day + DAY, MIDNIGHT, self.zone).astimezone(UTC)


def _at_once(start: datetime, seconds: int) -> datetime:
    if seconds < 0:
        raise ValueError(f"The clock only runs forward, not by {seconds} seconds.")
    return start
