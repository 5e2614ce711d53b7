"""Support hours compiled to sorted instants in UTC, year by year as they are needed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from operator import sub
from threading import Lock

from tickets.sla.week import DAY, DaySegment, Segment, Week, merged, whole_seconds

LONGEST = 400  # years in one table: about 75 MB, compiled in about a second
_compiling = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The windows within [first, last) in UTC, as parallel lists.

    An empty window at each end saves special cases there. The time counted until an instant in
    window i is `min(instant, closes[i]) - anchor[i]`.
    """

    first: datetime
    last: datetime
    opens: list[datetime]
    closes: list[datetime]
    filled: list[timedelta]  # counted until the window closes
    anchor: list[datetime]  # its opening less the time counted until then
    longest: int  # seconds of the longest window
    opened: dict[int, int]  # ordinal of a UTC day -> the last window opened by its midnight
    segments: list[Segment]
    starts: list[datetime]  # of the segments

    @classmethod
    def of(cls, week: Week, first: datetime, last: datetime) -> "Table":
        day_segments = list(week.day_segments(first, last))
        windows = list(_windows(day_segments))
        opens = [first, *(window.start for window in windows), last]
        closes = [first, *(window.end for window in windows), last]
        lengths = list(map(sub, closes, opens))
        filled = list(accumulate(lengths))
        segments = merged(each.segment for each in day_segments)
        return cls(
            first=first,
            last=last,
            opens=opens,
            closes=closes,
            filled=filled,
            anchor=list(map(sub, closes, filled)),
            longest=whole_seconds(max(lengths)) or 1,
            opened=_opened_by_day(first, last, opens),
            segments=segments,
            starts=[segment.start for segment in segments],
        )


def _windows(day_segments: Iterable[DaySegment]) -> Iterator[Segment]:
    """Counted segments; those of one day that touch are one window."""
    previous: DaySegment | None = None
    for day, segment in day_segments:
        if not segment.counted:
            continue
        if previous and previous.day == day and previous.segment.end == segment.start:
            segment = segment.with_bounds(previous.segment.start, segment.end)
        elif previous:
            yield previous.segment
        previous = DaySegment(day, segment)
    if previous:
        yield previous.segment


def _opened_by_day(first: datetime, last: datetime, opens: list[datetime]) -> dict[int, int]:
    opened = {}
    window = 0
    midnight = first
    while midnight < last:
        while opens[window + 1] <= midnight:
            window += 1
        opened[midnight.toordinal()] = window
        midnight += DAY
    return opened


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)


NOT_COMPILED = Table(
    first=_new_year(9999),
    last=_new_year(1),
    opens=[],
    closes=[],
    filled=[],
    anchor=[],
    longest=1,
    opened={},
    segments=[],
    starts=[],
)


class Timetable:
    """The table of a week. It grows by being replaced, so a reader may keep the one it holds."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self.table = NOT_COMPILED

    def cover(self, low: int, high: int) -> None:
        """Makes the table cover both years, the year before and the year after."""
        first, last = low - 1, high + 2
        if first < 2 or last > 9998:
            raise OverflowError("The clock reaches from year 3 to year 9996.")
        if last - first > LONGEST:
            raise OverflowError(f"The clock spans at most {LONGEST} years at once.")
        with _compiling:
            table = self.table
            joined = min(first, table.first.year), max(last, table.last.year)
            if joined == (table.first.year, table.last.year):
                return
            if joined[1] - joined[0] <= LONGEST:
                first, last = joined
            self.table = Table.of(self.week, _new_year(first), _new_year(last))

    def cover_filling(self, low: int, table: Table, missing: int) -> None:
        """Makes the table cover from the year so many counted seconds more than `table` does."""
        self.refuse_an_empty_week()
        self.cover(low, table.last.year + missing // (52 * self.week.seconds))

    def window(self, at: datetime) -> tuple[Table, int]:
        """A table that covers the instant, and the last window opened at or before it."""
        while (window := (table := self.table).opened.get(at.toordinal())) is None:
            self.cover(at.year, at.year)
        while table.opens[window + 1] <= at:
            window += 1
        return table, window

    def refuse_an_empty_week(self) -> None:
        if not self.week.seconds:
            raise ValueError("The calendar has no support hours, so no time will ever count.")
