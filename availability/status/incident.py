"""Outages as the public reads them: plain values out of rows."""

from dataclasses import dataclass
from datetime import datetime

from availability.models import Outage
from availability.models.components import names_in_text
from availability.ranges import SECOND


@dataclass(frozen=True, slots=True)
class PublicUpdate:
    stage: str
    label: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AffectedComponent:
    name: str
    impact: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicIncident:
    """A published outage; `stage` is that of its newest update, resolved once it is over.

    `publication_delay` is in seconds, from the detection.
    """

    id: int
    title: str
    started_at: datetime
    ended_at: datetime | None
    published_at: datetime
    publication_delay: int
    affects: str
    cause: str
    stage: str
    components: list[AffectedComponent]
    updates: list[PublicUpdate]

    @property
    def seconds(self) -> int | None:
        return (self.ended_at - self.started_at) // SECOND if self.ended_at else None


def public_incident(outage: Outage) -> PublicIncident:
    """Of a published outage, its interruptions and updates prefetched."""
    interruptions = list(outage.interruptions.all())
    updates = list(outage.updates.all())
    published_at = outage.published_at or outage.detected_at
    return PublicIncident(
        id=outage.pk,
        title=outage.title,
        started_at=outage.started_at,
        ended_at=outage.ended_at,
        published_at=published_at,
        publication_delay=(published_at - outage.detected_at) // SECOND,
        affects=names_in_text(each.component for each in interruptions),
        cause=outage.get_cause_display(),
        stage="resolved" if outage.is_over else (updates[0].stage if updates else ""),
        components=[
            AffectedComponent(each.component.name, each.impact, each.started_at, each.ended_at)
            for each in interruptions
        ],
        updates=[
            PublicUpdate(each.stage, each.get_stage_display(), each.text, each.at)
            for each in updates
        ],
    )
