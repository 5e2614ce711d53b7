"""Exclusions of time from the figures, and their approval by another person (A3, G10)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from availability.incidents.authors import authors
from availability.incidents.base import COMPONENT, OUTAGE, append_event, codes
from availability.incidents.decisions import decide
from availability.models import Cause, Component, Exclusion, Interruption, Outage
from availability.models.interruptions import InterruptionQuerySet
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


@transaction.atomic
def approve_exclusion(exclusion: Exclusion, *, by: User, at: datetime) -> Exclusion:
    """With it the declared interruptions that it explains are approved too (A5)."""
    exclusion, at = _lock(exclusion), to_second(at)
    decide(exclusion, stated_by=[exclusion.proposed_by_id], approved=True, by=by, at=at)
    covered = list(_explained(exclusion))
    explained = [each for each in covered if by.pk not in authors(each)]
    for each in explained:
        decide(each, stated_by=authors(each), approved=True, by=by, at=at)
    ids = [each.pk for each in explained]
    _append_events(exclusion, "approve_exclusion", by=by, at=at, interruptions=ids)
    return exclusion


@transaction.atomic
def refuse_exclusion(exclusion: Exclusion, *, by: User, at: datetime) -> Exclusion:
    exclusion, at = _lock(exclusion), to_second(at)
    decide(exclusion, stated_by=[exclusion.proposed_by_id], approved=False, by=by, at=at)
    _append_events(exclusion, "refuse_exclusion", by=by, at=at)
    return exclusion


def _lock(exclusion: Exclusion) -> Exclusion:
    return Exclusion.objects.select_for_update().get(pk=exclusion.pk)


def _explained(exclusion: Exclusion) -> InterruptionQuerySet:
    """The undecided declared interruptions of its outage and its components that it covers, if
    only in part."""
    rows = Interruption.objects.select_for_update(of=("self",)).to_decide()
    rows = rows.overlapping(exclusion.starts_at, exclusion.ends_at)
    components = exclusion.components.values("pk")
    return rows.filter(outage=exclusion.outage_id, component__in=components).order_by("pk")


def _append_events(exclusion: Exclusion, verb: str, *, by: User, at: datetime, **more: Any) -> None:
    """On the outage that it explains; without one, on each component that it concerns."""
    components = list(exclusion.components.all())
    data = {
        "exclusion": exclusion.pk,
        "cause": exclusion.cause,
        "starts_at": exclusion.starts_at,
        "ends_at": exclusion.ends_at,
        "components": codes(components),
        **more,
    }
    if exclusion.outage is not None:
        append_event(OUTAGE, exclusion.outage, verb, by=by, at=at, **data)
        return
    for component in components:
        append_event(COMPONENT, component, verb, by=by, at=at, **data)
