"""Support hours compiled to sorted instants in UTC, a year at a time as they are asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from operator import sub
from threading import Lock

from tickets.sla.week import DAY, Segment, Stretch, Week, merged, whole_seconds

LONGEST = 400  # years in one table: some 75 MB, compiled in about a second
_compiling = Lock()


@dataclass(frozen=True, slots=True)
class Table:
    """Windows of [first, last) in UTC; an empty window at each end spares the edges a rule.

    The time counted until an instant in window i is `min(instant, closes[i]) - anchor[i]`.
    """

    first: datetime
    last: datetime
    opens: list[datetime]
    closes: list[datetime]
    filled: list[timedelta]  # counted until the window closes
    anchor: list[datetime]  # its opening less the time counted until then
    longest: int  # seconds of the longest window
    opened: dict[int, int]  # ordinal of a UTC day -> last window opened by its midnight
    tiles: list[Segment]
    turns: list[datetime]  # starts of the tiles

    @classmethod
    def of(cls, week: Week, first: datetime, last: datetime) -> "Table":
        stretches = list(week.stretches(first, last))
        windows = list(_windows(stretches))
        opens = [first, *(window.start for window in windows), last]
        closes = [first, *(window.end for window in windows), last]
        lengths = list(map(sub, closes, opens))
        filled = list(accumulate(lengths))
        tiles = merged(segment for _, segment in stretches)
        return cls(
            first=first,
            last=last,
            opens=opens,
            closes=closes,
            filled=filled,
            anchor=list(map(sub, closes, filled)),
            longest=whole_seconds(max(lengths)) or 1,
            opened=_opened_by_day(first, last, opens),
            tiles=tiles,
            turns=[tile.start for tile in tiles],
        )


def _windows(stretches: Iterable[Stretch]) -> Iterator[Segment]:
    """Counted stretches; those of one day that touch are one window."""
    previous: Stretch | None = None
    for stretch in stretches:
        if not stretch.segment.counted:
            continue
        day, segment = stretch
        if previous and previous.day == day and previous.segment.end == segment.start:
            segment = Segment(previous.segment.start, *segment[1:])
        elif previous:
            yield previous.segment
        previous = Stretch(day, segment)
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


NOT_COMPILED = Table(_new_year(9999), _new_year(1), [], [], [], [], 1, {}, [], [])


class Timetable:
    """The table of a week. A reader keeps the one it took: growing replaces, never changes."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self.table = NOT_COMPILED

    def cover(self, low: int, high: int) -> None:
        """Makes the table reach over both years and the year before and after them."""
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
        """Makes the table reach from the year over so many counted seconds more than `table`."""
        self.refuse_an_empty_week()
        self.cover(low, table.last.year + missing // (52 * self.week.seconds))

    def window(self, at: datetime) -> tuple[Table, int]:
        """The last window that opened at or before the instant, in the table that has it."""
        while (window := (table := self.table).opened.get(at.toordinal())) is None:
            self.cover(at.year, at.year)
        while table.opens[window + 1] <= at:
            window += 1
        return table, window

    def refuse_an_empty_week(self) -> None:
        if not self.week.seconds:
            raise ValueError("The calendar has no support hours, so no time will ever count.")
