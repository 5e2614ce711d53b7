"""A week of support hours in a time zone, laid out as stretches of time in UTC."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
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
    """Half open (K2), on the wall clock; 00:00 as closing time is the end of the day."""

    weekday: int  # 0 is Monday
    opens: time
    closes: time


class Segment(NamedTuple):
    start: datetime
    end: datetime
    counted: bool
    reason: str
    detail: str = ""

    @property
    def seconds(self) -> int:
        return whole_seconds(self.end - self.start)


class Stretch(NamedTuple):
    """A segment of one local day."""

    day: date
    segment: Segment


def whole_seconds(length: timedelta) -> int:
    return length.days * 86_400 + length.seconds


def instant(at: datetime) -> datetime:
    """The instant in UTC, cut to the whole second (K4); what is so already is given back."""
    if at.tzinfo is UTC and not at.microsecond:
        return at
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no time zone: the clock takes aware instants only.")
    return at.astimezone(UTC).replace(microsecond=0)


def refuse_reversed(start: datetime, end: datetime) -> None:
    if start > end:
        raise ValueError(f"{start.isoformat()} is later than {end.isoformat()}.")


def merged(segments: Iterable[Segment]) -> list[Segment]:
    """Neighbours that touch and agree in all but their bounds become one."""
    kept: list[Segment] = []
    for segment in segments:
        if kept and kept[-1].end == segment.start and kept[-1][2:] == segment[2:]:
            segment = Segment(kept.pop().start, *segment[1:])
        kept.append(segment)
    return kept


class Week:
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
        self.seconds = sum(whole_seconds(b - a) for day in self.hours for a, b in day)

    def stretches(self, first: datetime, last: datetime) -> Iterator[Stretch]:
        """Tiles [first, last) in order, cut at every local midnight and change of offset."""
        for begin, end, offset in self._spans(first, last):
            day = (begin + offset).date()
            midnight = datetime.combine(day, MIDNIGHT, UTC) - offset
            while midnight < end:
                for tile in self._tiles(day, midnight):
                    start, stop = max(tile.start, begin), min(tile.end, end)
                    if start < stop:
                        yield Stretch(day, Segment(start, stop, *tile[2:]))
                day += DAY
                midnight += DAY

    def _tiles(self, day: date, midnight: datetime) -> Iterator[Segment]:
        """One local day, as if its first offset from UTC held all day."""
        hours = self.hours[day.weekday()]
        reason, detail = OUTSIDE_HOURS, ""
        if not hours and day.weekday() >= 5:
            reason = WEEKEND
        elif day in self.closed_days:
            hours, reason, detail = (), HOLIDAY, self.closed_days[day]
        passed = NOTHING
        for opens, closes in hours:
            yield Segment(midnight + passed, midnight + opens, False, reason, detail)
            yield Segment(midnight + opens, midnight + closes, True, self.counted_reason)
            passed = closes
        yield Segment(midnight + passed, midnight + DAY, False, reason, detail)

    def _spans(
        self, first: datetime, last: datetime
    ) -> Iterator[tuple[datetime, datetime, timedelta]]:
        """Cuts [first, last) where the zone's offset changes: gaps and folds need no rule then."""
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
    """For each weekday its windows as time since midnight."""
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
