"""Where a month begins and ends, for all clients alike (G8)."""

from datetime import datetime
from typing import NamedTuple

from istockist_sla.core.lib.months import Month
from tickets.inputs.terms import published_versions


class MonthBounds(NamedTuple):
    """The instants of a month, half open, in UTC."""

    start: datetime
    end: datetime


def month_bounds(month: Month) -> MonthBounds:
    """From the month's first instant to that of the next, by the standard calendar's zone."""
    return MonthBounds(_first_instant(month), _first_instant(month.next))


def month_of(at: datetime) -> Month:
    """The month in which the instant lies."""
    month = Month.of(at)
    bounds = month_bounds(month)
    if at < bounds.start:
        return month.previous
    return month if at < bounds.end else month.next


def _first_instant(month: Month) -> datetime:
    zone = published_versions().standard(month.start()).calendar.zone
    return month.start(str(zone))
