"""Template filters for the way times, amounts and names are written; loaded by `ui`."""

from datetime import UTC, date, datetime
from typing import Any

from django import template

from istockist_sla.core import clocks
from istockist_sla.core.lib import spans, text

register = template.Library()


@register.simple_tag(takes_context=True)
def instant(context: template.Context, at: datetime) -> str:
    """GMT first, the reader's clock second; the day only when it is not that of `now`."""
    return clocks.instant(at, context.get("now"))


@register.filter
def gmt(at: datetime, now: datetime | None = None) -> str:
    """The same as a filter; without `now` the day is always written."""
    return clocks.instant(at, now)


@register.filter
def gmt_long(at: datetime) -> str:
    """With weekday, day, month and year."""
    return clocks.instant_long(at)


@register.filter
def gmt_time(at: datetime) -> str:
    """`17:00 GMT`, without its day."""
    return text.time_gmt(at)


@register.filter
def local_time(at: datetime) -> str:
    """`18:00 Irish time`, without its day; empty while the reader’s clock shows GMT."""
    return clocks.local_time(at)


@register.filter
def gmt_both(at: datetime) -> str:
    """`17:00 GMT / 18:00 Irish time`, without its day: the opening hours of today."""
    local = clocks.local_time(at)
    return f"{text.time_gmt(at)} / {local}" if local else text.time_gmt(at)


@register.filter
def gmt_clock(at: datetime, now: datetime | None = None) -> str:
    """GMT alone, for tables: `15:22 GMT`, `Wed 09:24 GMT`."""
    return text.clock_gmt(at, now)


@register.filter
def window_gmt(start: datetime, end: datetime) -> str:
    """`Sunday 10 May, 05:00–07:00 GMT`, where the year is known."""
    return spans.window(start, end, UTC, start)


@register.filter
def day_gmt(at: datetime, now: datetime | None = None) -> str:
    """`Wed 10 June`, with its year when that is not this one."""
    return text.short_day(at.astimezone(UTC).date(), now)


@register.filter
def duration(seconds: float) -> str:
    """`2 h 14 min`."""
    return text.duration(seconds)


@register.filter
def duration_exact(seconds: float) -> str:
    """`0 h 22 min 33 s`."""
    return text.duration_exact(seconds)


@register.filter
def stopwatch(seconds: float) -> str:
    """`1:39:52`."""
    return text.stopwatch(seconds)


@register.filter
def percent(numerator: int, denominator: int) -> str:
    """`{{ met|percent:n }}`, rounded down to two decimals."""
    return text.percent(numerator, denominator)


@register.filter
def met_of(numerator: int, denominator: int) -> str:
    """`48 of 49` or `no cases`."""
    return text.met_of(numerator, denominator)


@register.filter
def month_name(first: date) -> str:
    """`May 2026`."""
    return text.month_name(first)


@register.filter
def initials(name: Any) -> str:
    """The letters of an avatar."""
    return text.initials(str(name))
