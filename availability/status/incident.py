"""Outages as the public reads them: plain values out of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from availability.models import Outage, OutageUpdate
from availability.models.components import names_in_text
from availability.ranges import SECOND

WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PublicUpdate:
    stage: str
    label: str
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class AffectedComponent:
    """An interruption; its delay is in seconds, from its own detection (A7)."""

    name: str
    impact: str
    started_at: datetime
    ended_at: datetime | None
    detected_at: datetime
    publication_delay: int | None
    withdrawn: bool

    @property
    def seconds(self) -> int | None:
        return (self.ended_at - self.started_at) // SECOND if self.ended_at else None


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicIncident:
    """A published outage with all its parts; `stage` is that of its newest update, resolved once
    all are over, and withdrawn where there was none.

    `publication_delay` is that of the first, in seconds. The cause is the confirmed one. What was
    corrected is approved (G10).
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
    is_corrected: bool
    components: list[AffectedComponent]
    updates: list[PublicUpdate]

    @property
    def seconds(self) -> int | None:
        return (self.ended_at - self.started_at) // SECOND if self.ended_at else None


def public_incident(outage: Outage) -> PublicIncident:
    """Of a published outage that is no part of another, its rows prefetched."""
    every = outage.incident
    whole = [each for each in every if not each.is_withdrawn] or every
    interruptions = [row for each in every for row in each.interruptions.all()]
    ends = [each.ended_at for each in whole if each.ended_at]
    ended_at = max(ends) if len(ends) == len(whole) else None
    said = [update for each in every for update in each.updates.all()]
    updates = sorted(said, key=lambda each: (each.at, each.pk), reverse=True)
    published_at = outage.published_at or outage.detected_at
    return PublicIncident(
        id=outage.pk,
        title=outage.title,
        started_at=min(each.started_at for each in whole),
        ended_at=ended_at,
        published_at=published_at,
        publication_delay=(published_at - outage.detected_at) // SECOND,
        affects=names_in_text(each.component for each in interruptions),
        cause=outage.get_cause_display(),
        stage=_stage(whole, updates),
        is_corrected=any(each.approved for row in interruptions for each in row.corrections.all()),
        components=[
            AffectedComponent(
                name=each.component.name,
                impact=each.impact,
                started_at=each.started_at,
                ended_at=each.ended_at,
                detected_at=each.detected_at,
                publication_delay=_seconds(each.publication_delay),
                withdrawn=each.withdrawn,
            )
            for each in interruptions
        ],
        updates=[
            PublicUpdate(each.stage, each.get_stage_display(), each.text, each.at)
            for each in updates
        ],
    )


def _stage(whole: Sequence[Outage], updates: Sequence[OutageUpdate]) -> str:
    if all(each.is_withdrawn for each in whole):
        return WITHDRAWN
    if all(each.is_over for each in whole):
        return OutageUpdate.Stage.RESOLVED
    return updates[0].stage if updates else ""


def _seconds(delay: timedelta | None) -> int | None:
    return None if delay is None else delay // SECOND
