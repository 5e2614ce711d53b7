"""When the tickets of a month were opened: by weekday and hour, against the opening hours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from istockist_sla.core.lib.heatmap import HOURS, Opening
from istockist_sla.core.lib.text import DAYS
from tickets.reports.monthly import MonthFigures
from tickets.reports.span_counts import opened_counts
from tickets.sla.clock import Calendar

HOUR = 3600


@dataclass(slots=True)
class HourOfWeek:
    """One hour of one weekday over the whole month, as far as Support was open in it."""

    weekday: int
    hour: int
    tickets: int = 0
    seconds: int = 0
    open_seconds: int = 0

    @property
    def opening(self) -> Opening:
        if not self.open_seconds:
            return Opening.CLOSED
        return Opening.OPEN if self.open_seconds == self.seconds else Opening.PARTLY

    @property
    def name(self) -> str:
        return f"{DAYS[self.weekday]} {self.hour:02d}:00"


@dataclass(frozen=True, kw_only=True)
class Load:
    """`week` has Monday first, each day with its 24 hours in `zone`."""

    zone: tzinfo
    week: Sequence[Sequence[HourOfWeek]]
    opened: int
    opened_in_hours: int

    @property
    def outside_hours(self) -> int:
        return self.opened - self.opened_in_hours

    @property
    def busiest(self) -> HourOfWeek | None:
        """The first of the hours with the most tickets; None in a month without any."""
        hours = (hour for day in self.week for hour in day)
        most = max(hours, key=lambda hour: hour.tickets)
        return most if most.tickets else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one hour of the wall clock in which Support is open throughout, or closed."""

    start: datetime
    end: datetime
    is_open: bool
    weekday: int = field(kw_only=True)
    hour: int = field(kw_only=True)


def load(figures: MonthFigures) -> Load:
    """By the calendar of the month's terms, its holidays and half days included (K1, K3)."""
    calendar = figures.terms.calendar
    parts = list(pieces(calendar, figures.start, figures.end))
    counts = opened_counts([(piece.start, piece.end) for piece in parts], figures.client)
    week = [[HourOfWeek(weekday, hour) for hour in range(HOURS)] for weekday in range(7)]
    opened_in_hours = 0
    for piece, count in zip(parts, counts, strict=True):
        hour = week[piece.weekday][piece.hour]
        seconds = (piece.end - piece.start) // timedelta(seconds=1)
        hour.tickets += count
        hour.seconds += seconds
        if piece.is_open:
            hour.open_seconds += seconds
            opened_in_hours += count
    return Load(zone=calendar.zone, week=week, opened=sum(counts), opened_in_hours=opened_in_hours)


def pieces(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Piece]:
    """The month, cut at each hour of the wall clock, each opening and each closing."""
    for segment in calendar.segments(start, end):
        at = segment.start
        while at < segment.end:
            local = at.astimezone(calendar.zone)
            rest = timedelta(seconds=HOUR - local.minute * 60 - local.second)
            until = min(at + rest, segment.end)
            yield Piece(at, until, segment.counted, weekday=local.weekday(), hour=local.hour)
            at = until
