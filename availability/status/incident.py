"""Outages and maintenance as the public reads them: plain values out of rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from availability.models import Maintenance, Outage
from availability.overview.headline import joined
from availability.uptime import SECOND
from istockist_sla.core.lib.text import DAYS, IRELAND, MONTHS, NBSP


@dataclass(frozen=True)
class UpdateText:
    stage: str
    label: str
    text: str
    at: datetime


@dataclass(frozen=True)
class AffectedComponent:
    name: str
    impact: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class PublicIncident:
    """A published outage; `stage` is that of its newest words, resolved once it is over."""

    id: int
    title: str
    started_at: datetime
    ended_at: datetime | None
    published_at: datetime
    delay: int
    affects: str
    cause: str
    stage: str
    parts: list[AffectedComponent]
    updates: list[UpdateText]

    @property
    def seconds(self) -> int | None:
        return (self.ended_at - self.started_at) // SECOND if self.ended_at else None


@dataclass(frozen=True)
class MaintenanceNotice:
    """A window to come or being worked in; `late` is one announced too late to be planned."""

    id: int
    title: str
    text: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    announced_at: datetime
    moved: bool
    late: bool
    working: bool
    affects: str

    @property
    def gmt(self) -> str:
        """`Sunday 14 June, 05:00–07:00 GMT`."""
        return _bounds(self.starts_at.astimezone(UTC), self.ends_at.astimezone(UTC), "GMT")

    @property
    def irish(self) -> str:
        """The same on Irish clocks, its day only where that is another one."""
        start, end = self.starts_at.astimezone(IRELAND), self.ends_at.astimezone(IRELAND)
        text = _bounds(start, end, f"Irish{NBSP}time")
        same = (start.date(), end.date()) == (self.starts_at.date(), self.ends_at.date())
        return text.partition(", ")[2] if same and start.date() == end.date() else text


def _bounds(start: datetime, end: datetime, zone: str) -> str:
    day = f"{DAYS[start.weekday()]} {start.day}{NBSP}{MONTHS[start.month - 1]}"
    if start.date() == end.date():
        return f"{day}, {start:%H:%M}–{end:%H:%M}{NBSP}{zone}"
    last = f"{DAYS[end.weekday()]} {end.day}{NBSP}{MONTHS[end.month - 1]}"
    return f"{day}, {start:%H:%M}, to {last}, {end:%H:%M}{NBSP}{zone}"


def public_incident(outage: Outage) -> PublicIncident:
    """Of a published outage, its interruptions and updates prefetched."""
    parts = list(outage.interruptions.all())
    updates = list(outage.updates.all())
    published = outage.published_at or outage.detected_at
    return PublicIncident(
        id=outage.pk,
        title=outage.title,
        started_at=outage.started_at,
        ended_at=outage.ended_at,
        published_at=published,
        delay=(published - outage.detected_at) // SECOND,
        affects=joined(list(dict.fromkeys(part.component.in_text for part in parts))),
        cause=outage.get_cause_display(),
        stage="resolved" if outage.is_over else (updates[0].stage if updates else ""),
        parts=[
            AffectedComponent(part.component.name, part.impact, part.started_at, part.ended_at)
            for part in parts
        ],
        updates=[
            UpdateText(each.stage, each.get_stage_display(), each.text, each.at) for each in updates
        ],
    )


def maintenance_notices(works: Iterable[Maintenance], at: datetime) -> list[MaintenanceNotice]:
    """What is to come or under way, the soonest first; a window passed without work is over."""
    shown = [
        _maintenance_notice(work)
        for work in works
        if work.window.ends_at > at or work.work_started_at is not None
    ]
    return sorted(shown, key=lambda each: (each.starts_at, each.id))


def _maintenance_notice(work: Maintenance) -> MaintenanceNotice:
    window = work.window
    return MaintenanceNotice(
        id=work.pk,
        title=work.title,
        text=work.text,
        kind=work.kind,
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        announced_at=window.published_at,
        moved=len(work.in_order) > 1,
        late=not work.planned(),
        working=work.work_started_at is not None,
        affects=joined([component.in_text for component in work.components.all()]),
    )
