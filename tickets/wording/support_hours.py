"""When Support is open: now, and in a week (K2)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from istockist_sla.core.lib import text
from tickets.sla.clock import Calendar

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# Opening and closing of each window of a day, since midnight.
DayHours = Sequence[tuple[timedelta, timedelta]]


class SupportHours(NamedTuple):
    """Whether Support is open, and the instant at which that changes, so many seconds away."""

    open: bool
    until: datetime
    seconds: int


def support_hours(calendar: Calendar, at: datetime) -> SupportHours:
    is_open = calendar.is_open(at)
    until = calendar.closing_after(at) if is_open else calendar.opening_after(at)
    return SupportHours(open=is_open, until=until, seconds=int((until - at).total_seconds()))


def weekly_hours(week: Sequence[DayHours]) -> str:
    """`Monday to Friday, 09:00–17:00`; empty where Support never opens."""
    return "; ".join(f"{_days(days)}, {_windows(week[days[0]])}" for days in _alike(week))


def weekly_hours_in_zone(calendar: Calendar) -> str:
    """`Monday to Friday, 09:00–17:00 GMT (10:00–18:00 Irish time in summer)`."""
    week, zone = calendar.week.hours, str(calendar.zone)
    written = weekly_hours(week)
    if not written:
        return ""
    if zone == "Europe/Dublin":
        return f"{written} Irish time"
    if zone != "UTC":
        return f"{written} ({zone})"
    alike = _alike(week)
    if len(alike) > 1:
        return f"{written} GMT (one hour later by Irish time in summer)"
    in_summer = _windows(week[alike[0][0]], shift=HOUR)
    return f"{written} GMT ({in_summer} Irish time in summer)"


def _alike(week: Sequence[DayHours]) -> list[list[int]]:
    """Weekdays that follow each other and have the same hours."""
    groups: list[list[int]] = []
    for day, hours in enumerate(week):
        if not hours:
            continue
        if groups and groups[-1][-1] == day - 1 and week[day - 1] == hours:
            groups[-1].append(day)
        else:
            groups.append([day])
    return groups


def _days(days: Sequence[int]) -> str:
    first, last = text.DAYS[days[0]], text.DAYS[days[-1]]
    if len(days) == 1:
        return first
    return f"{first} {'and' if len(days) == 2 else 'to'} {last}"


def _windows(hours: DayHours, shift: timedelta = timedelta(0)) -> str:
    """Opening hours on a clock that is ahead by `shift`."""
    return " and ".join(
        f"{_clock(opens + shift)}–{_clock(closes + shift)}" for opens, closes in hours
    )


def _clock(since_midnight: timedelta) -> str:
    """Midnight at the end of the day is 24:00."""
    if since_midnight > DAY:
        since_midnight -= DAY
    minutes = since_midnight // timedelta(minutes=1)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
