"""Planned maintenance of a month as its client reads it (A4)."""

from datetime import datetime, timedelta
from typing import NamedTuple

from availability.planned import MaintenanceRow, PublishedWindow
from tickets import inputs


class WorkLine(NamedTuple):
    """Measured against the window that held last; lengths in seconds. `announced_before` is None
    of what was announced too late to be planned."""

    title: str
    window: PublishedWindow
    announced_before: int | None
    early: int
    overrun: int
    is_cancelled: bool


def works_of(start: datetime, until: datetime) -> list[WorkLine]:
    """Whose announced window or work lies in the time, from what is on record in memory."""
    return [_line(row) for row in inputs.book().maintenance if _touches(row, start, until)]


def _touches(row: MaintenanceRow, start: datetime, until: datetime) -> bool:
    announced = any(each.start < until and each.end > start for each in row.announcements)
    began, ended = row.work
    lasts = ended if ended is not None else max(each.end for each in row.announcements)
    return announced or (began is not None and began < until and lasts > start)


def _line(row: MaintenanceRow) -> WorkLine:
    first, last = row.announcements[0], row.announcements[-1]
    began, ended = row.work
    return WorkLine(
        title=row.title,
        window=last,
        announced_before=_seconds(last.start - first.published)
        if first.published < first.start
        else None,
        early=_seconds(last.start - began) if began else 0,
        overrun=_seconds(ended - last.end) if ended else 0,
        is_cancelled=row.cancelled is not None,
    )


def _seconds(length: timedelta) -> int:
    return max(0, int(length.total_seconds()))
