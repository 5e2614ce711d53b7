"""Where a month begins and ends, for all clients alike (G8)."""

from datetime import datetime
from typing import NamedTuple

from istockist_sla.core.lib.months import Month
from tickets.inputs.terms import PublishedVersions, published_versions


class MonthBounds(NamedTuple):
    """The instants of a month, half open, in UTC."""

    start: datetime
    end: datetime


class MonthCalendar:
    """The months by the zone of the standard calendar in force, read once for any number."""

    def __init__(self, versions: PublishedVersions) -> None:
        self._versions = versions

    def start(self, month: Month) -> datetime:
        zone = self._versions.standard(month.start()).calendar.zone
        return month.start(str(zone))

    def bounds(self, month: Month) -> MonthBounds:
        """From the month's first instant to that of the next."""
        return MonthBounds(self.start(month), self.start(month.next))

    def month_of(self, at: datetime) -> Month:
        month = Month.of(at).next
        while self.start(month) > at:
            month = month.previous
        return month


def months() -> MonthCalendar:
    return MonthCalendar(published_versions())


def month_bounds(month: Month) -> MonthBounds:
    return months().bounds(month)


def month_of(at: datetime) -> Month:
    """The month in which the instant lies."""
    return months().month_of(at)
