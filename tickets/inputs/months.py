"""Where a month begins and ends, for all clients alike (G8)."""

from datetime import datetime
from typing import NamedTuple

from istockist_sla.core.lib.months import Month
from tickets.inputs.terms import PublishedVersions, published_versions


class MonthBounds(NamedTuple):
    """The instants of a month, half open, in UTC."""

    start: datetime
    end: datetime


def month_bounds(month: Month, *, versions: PublishedVersions | None = None) -> MonthBounds:
    """From the month's first instant to that of the next, by the standard calendar's zone."""
    versions = versions or published_versions()
    return MonthBounds(_first_instant(month, versions), _first_instant(month.next, versions))


def month_of(at: datetime) -> Month:
    """The month in which the instant lies."""
    month = Month.of(at)
    bounds = month_bounds(month)
    if at < bounds.start:
        return month.previous
    return month if at < bounds.end else month.next


def _first_instant(month: Month, versions: PublishedVersions) -> datetime:
    zone = versions.standard(month.start()).calendar.zone
    return month.start(str(zone))
