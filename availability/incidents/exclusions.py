"""Exclusions of time from the figures, and their approval by another person (A3, G10)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from availability.incidents.base import COMPONENT, OUTAGE, append_event, codes
from availability.models import Cause, Component, Exclusion, Outage
from availability.models.outages import EXCLUDING
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused


@transaction.atomic
def propose_exclusion(
    *,
    components: Sequence[Component],
    cause: Cause,
    starts_at: datetime,
    ends_at: datetime,
    evidence: str,
    by: User,
    at: datetime,
    outage: Outage | None = None,
) -> Exclusion:
    """Of time that has passed; it changes no figure until it is approved."""
    starts_at, ends_at, at = to_second(starts_at), to_second(ends_at), to_second(at)
    if cause not in EXCLUDING:
        raise ActionRefused("This cause takes no time out of the figures.")
    if not components:
        raise ActionRefused("Name at least one component.")
    if ends_at <= starts_at:
        raise ActionRefused("The time ends after its start.")
    if ends_at > at:
        raise ActionRefused("Only time that has passed can be excluded.")
    if not evidence.strip():
        raise ActionRefused("An exclusion needs evidence.")
    exclusion = Exclusion.objects.create(
        outage=outage,
        cause=cause,
        starts_at=starts_at,
        ends_at=ends_at,
        evidence=evidence,
        proposed_by=by,
        proposed_at=at,
    )
    exclusion.components.set(components)
    _append_events(exclusion, "propose_exclusion", by=by, at=at)
    return exclusion


def approve_exclusion(exclusion: Exclusion, *, by: User, at: datetime) -> Exclusion:
    return _decide(exclusion, True, by, at)


def refuse_exclusion(exclusion: Exclusion, *, by: User, at: datetime) -> Exclusion:
    return _decide(exclusion, False, by, at)


@transaction.atomic
def _decide(exclusion: Exclusion, approved: bool, by: User, at: datetime) -> Exclusion:
    exclusion, at = Exclusion.objects.select_for_update().get(pk=exclusion.pk), to_second(at)
    if exclusion.decided_by_id is not None:
        raise ActionRefused("This exclusion has been decided already.")
    if exclusion.proposed_by_id == by.pk:
        raise ActionRefused("Another person has to decide what you proposed.")
    exclusion.approved, exclusion.decided_by, exclusion.decided_at = approved, by, at
    exclusion.save(update_fields=["approved", "decided_by", "decided_at"])
    _append_events(exclusion, "approve_exclusion" if approved else "refuse_exclusion", by=by, at=at)
    return exclusion


def _append_events(exclusion: Exclusion, verb: str, *, by: User, at: datetime) -> None:
    """On the outage that it explains; without one, on each component that it concerns."""
    components = list(exclusion.components.all())
    data = {
        "exclusion": exclusion.pk,
        "cause": exclusion.cause,
        "starts_at": exclusion.starts_at,
        "ends_at": exclusion.ends_at,
        "components": codes(components),
    }
    if exclusion.outage is not None:
        append_event(OUTAGE, exclusion.outage, verb, by=by, at=at, **data)
        return
    for component in components:
        append_event(COMPONENT, component, verb, by=by, at=at, **data)
