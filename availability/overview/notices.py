"""Announced maintenance as the public reads it: plain values out of rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from availability.models import Maintenance
from availability.models.components import names_in_text
from istockist_sla.core import clocks
from istockist_sla.core.lib import spans
from istockist_sla.core.lib.text import shows_gmt


@dataclass(frozen=True, kw_only=True, slots=True)
class MaintenanceNotice:
    """A window to come, under way or called off, as it is known `now`; `late`: announced too late
    to be planned (A4)."""

    now: datetime
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
    cancelled_at: datetime | None = None

    @property
    def overrun(self) -> bool:
        """Whether the work goes on past the end that was announced."""
        return self.in_progress and self.ends_at <= self.now

    @property
    def gmt(self) -> str:
        """`Sunday 14 June, 05:00–07:00 GMT`."""
        return spans.window(self.starts_at, self.ends_at, UTC, self.now)

    @property
    def local(self) -> str:
        """The same on the reader's clock, its day only where that is another one; empty where
        the clock shows GMT."""
        zone = clocks.zone()
        if shows_gmt(zone, self.starts_at, self.ends_at):
            return ""
        start, end = self.starts_at.astimezone(zone), self.ends_at.astimezone(zone)
        text = spans.window(start, end, zone, self.now)
        days = [at.astimezone(UTC).date() for at in (self.starts_at, self.ends_at)]
        same = [start.date(), end.date()] == days
        return text.partition(", ")[2] if same and start.date() == end.date() else text


def maintenance_notices(
    maintenance: Iterable[Maintenance], at: datetime
) -> list[MaintenanceNotice]:
    """What is to come or under way, the soonest first; a window passed without work is over."""
    notices = [
        _maintenance_notice(each, at)
        for each in maintenance
        if each.window.ends_at > at or each.work_started_at is not None
    ]
    return sorted(notices, key=lambda notice: (notice.starts_at, notice.id))


def _maintenance_notice(maintenance: Maintenance, at: datetime) -> MaintenanceNotice:
    window = maintenance.window
    return MaintenanceNotice(
        now=at,
        id=maintenance.pk,
        title=maintenance.title,
        text=maintenance.text,
        kind=maintenance.kind,
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        announced_at=window.published_at,
        moved=len(maintenance.in_order) > 1,
        late=not any(each.in_time for each in maintenance.in_order),
        in_progress=maintenance.work_started_at is not None,
        affects=names_in_text(maintenance.components.all()),
        cancelled_at=maintenance.cancelled_at,
    )
