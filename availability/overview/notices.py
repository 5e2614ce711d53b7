"""Announced maintenance as the public reads it: plain values out of rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from availability.models import Maintenance
from availability.models.components import names_in_text
from istockist_sla.core import clocks
from istockist_sla.core.lib.text import DAYS, GMT, MONTHS, NBSP, zone_name


@dataclass(frozen=True, kw_only=True, slots=True)
class MaintenanceNotice:
    """A window to come or under way; `late`: announced too late to be planned (A4)."""

    id: int
    title: str
    text: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    announced_at: datetime
    moved: bool
    late: bool
    in_progress: bool
    affects: str

    @property
    def gmt(self) -> str:
        """`Sunday 14 June, 05:00–07:00 GMT`."""
        return _time_range(self.starts_at.astimezone(UTC), self.ends_at.astimezone(UTC), "GMT")

    @property
    def local(self) -> str:
        """The same on the reader's clock, its day only where that is another one."""
        zone = clocks.zone()
        if zone.key == GMT:
            return ""
        start, end = self.starts_at.astimezone(zone), self.ends_at.astimezone(zone)
        text = _time_range(start, end, zone_name(zone))
        same = (start.date(), end.date()) == (self.starts_at.date(), self.ends_at.date())
        return text.partition(", ")[2] if same and start.date() == end.date() else text


def _time_range(start: datetime, end: datetime, zone: str) -> str:
    day = f"{DAYS[start.weekday()]} {start.day}{NBSP}{MONTHS[start.month - 1]}"
    if start.date() == end.date():
        return f"{day}, {start:%H:%M}–{end:%H:%M}{NBSP}{zone}"
    last = f"{DAYS[end.weekday()]} {end.day}{NBSP}{MONTHS[end.month - 1]}"
    return f"{day}, {start:%H:%M}, to {last}, {end:%H:%M}{NBSP}{zone}"


def maintenance_notices(
    maintenance: Iterable[Maintenance], at: datetime
) -> list[MaintenanceNotice]:
    """What is to come or under way, the soonest first; a window passed without work is over."""
    notices = [
        _maintenance_notice(each)
        for each in maintenance
        if each.window.ends_at > at or each.work_started_at is not None
    ]
    return sorted(notices, key=lambda notice: (notice.starts_at, notice.id))


def _maintenance_notice(maintenance: Maintenance) -> MaintenanceNotice:
    window = maintenance.window
    return MaintenanceNotice(
        id=maintenance.pk,
        title=maintenance.title,
        text=maintenance.text,
        kind=maintenance.kind,
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        announced_at=window.published_at,
        moved=len(maintenance.in_order) > 1,
        late=not maintenance.planned(),
        in_progress=maintenance.work_started_at is not None,
        affects=names_in_text(maintenance.components.all()),
    )
