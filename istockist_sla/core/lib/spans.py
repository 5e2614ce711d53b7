"""Stretches of time on the clock of a zone, so that no two of them read alike."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from istockist_sla.core.lib.text import DAYS, GMT, MONTHS, NBSP, zone_name

MINUTE, SECOND = "%H:%M", "%H:%M:%S"


class Clocks(NamedTuple):
    """Both bounds as a clock shows them; the zone is empty where each bears its own offset."""

    start: str
    end: str
    zone: str


def clocks(start: datetime, end: datetime, zone: tzinfo, form: str = MINUTE) -> Clocks:
    """`05:00`, `07:00`, `Irish time`; where the zone's clocks change between the bounds, or show
    one of them twice, `01:30 IST (UTC+1)`, `01:30 GMT (UTC+0)`."""
    if str(zone) == GMT or zone is UTC:
        return Clocks(f"{start.astimezone(UTC):{form}}", f"{end.astimezone(UTC):{form}}", "GMT")
    first, last = start.astimezone(zone), end.astimezone(zone)
    if first.utcoffset() == last.utcoffset() and not (_is_double(first) or _is_double(last)):
        return Clocks(f"{first:{form}}", f"{last:{form}}", zone_name(zone))
    return Clocks(_with_offset(first, form), _with_offset(last, form), "")


def window(start: datetime, end: datetime, zone: tzinfo, now: datetime | None = None) -> str:
    """`Sunday 14 June, 05:00–07:00 GMT`, each day with its year where that is not this one."""
    shown = clocks(start, end, zone)
    first, last = (_day(at.astimezone(zone), now) for at in (start, end))
    name = f"{NBSP}{shown.zone}" if shown.zone else ""
    if first == last:
        dash = "–" if shown.zone else " – "
        return f"{first}, {shown.start}{dash}{shown.end}{name}"
    return f"{first}, {shown.start}, to {last}, {shown.end}{name}"


def _is_double(local: datetime) -> bool:
    """Whether the clock shows this time twice."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _with_offset(local: datetime, form: str) -> str:
    """`01:30 IST (UTC+1)`; a zone without a name of its own has its offset alone."""
    offset, name = local.utcoffset() or timedelta(), local.tzname() or ""
    hours, rest = divmod(abs(offset), timedelta(hours=1))
    minutes = f":{rest // timedelta(minutes=1):02d}" if rest else ""
    sign = "-" if offset < timedelta() else "+"
    named = f"{NBSP}{name}" if name.isalpha() else ""
    return f"{local:{form}}{named}{NBSP}(UTC{sign}{hours}{minutes})"


def _day(local: datetime, now: datetime | None) -> str:
    day = f"{DAYS[local.weekday()]} {local.day}{NBSP}{MONTHS[local.month - 1]}"
    if now is None or local.year == now.astimezone(UTC).year:
        return day
    return f"{day}{NBSP}{local.year}"
