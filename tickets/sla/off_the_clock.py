"""Planned maintenance that no clock of a ticket counts (K11)."""

from collections.abc import Sequence
from datetime import UTC, datetime

from availability.planned import TECHNICAL, MaintenanceRow, PublishedWindow, Work
from tickets.sla.clock import MAINTENANCE, Period


def maintenance_periods(
    maintenance: Sequence[MaintenanceRow], *, opened_at: datetime, now: datetime
) -> list[Period]:
    """As is known at `now`: a window stands for its work until that has ended, and one that
    passed without a beginning takes nothing off."""
    if not maintenance:
        return []
    return [
        Period(start=span.start, end=span.end, reason=MAINTENANCE, detail=row.title)
        for row in maintenance
        for span in row.off_the_clock(now)
        if span.end > opened_at
    ]


def work_done(start: datetime, end: datetime, title: str = "") -> MaintenanceRow:
    """Work announced long before and done throughout its window, for a made-up case."""
    return MaintenanceRow(
        id=0,
        kind=TECHNICAL,
        components=frozenset(),
        announcements=(PublishedWindow(datetime.min.replace(tzinfo=UTC), start, end),),
        work=Work(start, end),
        title=title,
    )
