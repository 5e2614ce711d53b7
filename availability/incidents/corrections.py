"""An interruption put right once it is over: each by one person, approved by another (A5, G10)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from availability.incidents.base import OUTAGE, append_event
from availability.incidents.bounds import fit
from availability.incidents.decisions import decide
from availability.incidents.outages import lock, lock_interruption
from availability.models import Component, Correction, Impact, Interruption
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused


@transaction.atomic
def propose_correction(
    interruption: Interruption,
    *,
    impact: Impact,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: User,
    at: datetime,
    component: Component | None = None,
) -> Correction:
    """Other bounds, another impact or another component; nothing changes until it is approved."""
    starts_at, ends_at, at = to_second(starts_at), to_second(ends_at), to_second(at)
    interruption = lock_interruption(interruption)
    component = component or interruption.component
    _refuse_correction(interruption, reason)
    _refuse_bounds(interruption, starts_at, ends_at, at)
    if (component, impact, starts_at, ends_at) == (
        interruption.component,
        interruption.impact,
        interruption.started_at,
        interruption.ended_at,
    ):
        raise ActionRefused("This is what is recorded already.")
    return _propose(
        interruption,
        "propose_correction",
        kind=Correction.Kind.CHANGE,
        component=component,
        impact=impact,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        proposed_by=by,
        proposed_at=at,
    )


@transaction.atomic
def propose_withdrawal(
    interruption: Interruption, *, reason: str, by: User, at: datetime
) -> Correction:
    """It was none. Once approved its seconds count no more, and it stays to be read as withdrawn.

    Nor was there a duty to publish it: it leaves the delays of its month (A7). A correction leaves
    them as they are, since detection and publication happened when they did.
    """
    interruption = lock_interruption(interruption)
    _refuse_correction(interruption, reason)
    return _propose(
        interruption,
        "propose_withdrawal",
        kind=Correction.Kind.WITHDRAWAL,
        component=interruption.component,
        impact=interruption.impact,
        starts_at=interruption.started_at,
        ends_at=interruption.ended_at,
        reason=reason,
        proposed_by=by,
        proposed_at=to_second(at),
    )


def _refuse_correction(interruption: Interruption, reason: str) -> None:
    if interruption.withdrawn:
        raise ActionRefused("This was withdrawn.")
    if interruption.ended_at is None:
        raise ActionRefused("It is corrected once it is over.")
    if interruption.corrections.to_decide().exists():
        raise ActionRefused("Another correction of it is still to be decided.")
    if not reason.strip():
        raise ActionRefused("A correction needs a reason.")


def _refuse_bounds(
    interruption: Interruption, starts_at: datetime, ends_at: datetime, at: datetime
) -> None:
    if ends_at <= starts_at:
        raise ActionRefused("An outage ends after its start.")
    if ends_at > at:
        raise ActionRefused("An outage cannot end in the future.")
    if starts_at > interruption.detected_at:
        raise ActionRefused("It began by its detection at the latest.")


def _propose(interruption: Interruption, verb: str, **columns: Any) -> Correction:
    assert interruption.ended_at is not None
    correction = Correction.objects.create(
        interruption=interruption,
        was_component=interruption.component,
        was_impact=interruption.impact,
        was_starts_at=interruption.started_at,
        was_ends_at=interruption.ended_at,
        **columns,
    )
    append_event(
        OUTAGE,
        interruption.outage,
        verb,
        by=correction.proposed_by,
        at=correction.proposed_at,
        correction=correction.pk,
        interruption=interruption.pk,
        code=interruption.component.code,
        to_code=correction.component.code,
        impact=str(correction.impact),
        starts_at=correction.starts_at,
        ends_at=correction.ends_at,
    )
    return correction


@transaction.atomic
def approve_correction(correction: Correction, *, by: User, at: datetime) -> Correction:
    """From now on the interruption is as proposed, or withdrawn.

    One that a person declared is approved with it, as the proposer's statement.
    """
    correction, interruption, at = *_lock(correction), to_second(at)
    decide(correction, stated_by=[correction.proposed_by_id], approved=True, by=by, at=at)
    if correction.withdraws:
        interruption.withdrawn = True
    else:
        _change(interruption, correction, by, at)
    interruption.save()
    fit(lock(interruption.outage))
    _append_decision(correction, "approve_correction", by, at)
    return correction


def _change(interruption: Interruption, correction: Correction, by: User, at: datetime) -> None:
    interruption.component, interruption.impact = correction.component, correction.impact
    interruption.started_at, interruption.ended_at = correction.starts_at, correction.ends_at
    if not interruption.by_probe:
        interruption.declared_by_id = correction.proposed_by_id
        interruption.approved, interruption.decided_by, interruption.decided_at = True, by, at


@transaction.atomic
def refuse_correction(correction: Correction, *, by: User, at: datetime) -> Correction:
    correction, _ = _lock(correction)
    decide(
        correction, stated_by=[correction.proposed_by_id], approved=False, by=by, at=to_second(at)
    )
    _append_decision(correction, "refuse_correction", by, at)
    return correction


def _lock(correction: Correction) -> tuple[Correction, Interruption]:
    """Its outage first, as in every other act."""
    lock(correction.interruption.outage)
    interruption = lock_interruption(correction.interruption)
    rows = Correction.objects.select_for_update(of=("self",)).select_related("component")
    return rows.get(pk=correction.pk), interruption


def _append_decision(correction: Correction, verb: str, by: User, at: datetime) -> None:
    append_event(
        OUTAGE,
        correction.interruption.outage,
        verb,
        by=by,
        at=to_second(at),
        correction=correction.pk,
        interruption=correction.interruption_id,
        code=correction.was_component.code,
    )
