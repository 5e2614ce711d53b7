"""Declared against measured: what a person says of an interruption, and who decides it (A5)."""

from datetime import datetime

from django.db import transaction

from availability.incidents.authors import authors
from availability.incidents.base import OUTAGE, append_event
from availability.incidents.decisions import decide
from availability.incidents.outages import lock
from availability.models import Correction, Impact, Interruption, Outage
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused


@transaction.atomic
def approve_interruption(interruption: Interruption, *, by: User, at: datetime) -> Interruption:
    """From now on it counts also where the probe had answers."""
    return _decide_declared(interruption, approved=True, by=by, at=to_second(at))


@transaction.atomic
def refuse_interruption(interruption: Interruption, *, by: User, at: datetime) -> Interruption:
    """What was measured as up stays up; what nobody measured stays down."""
    return _decide_declared(interruption, approved=False, by=by, at=to_second(at))


def _decide_declared(
    interruption: Interruption, *, approved: bool, by: User, at: datetime
) -> Interruption:
    """By nobody who said when it began or ended (G10)."""
    interruption = _lock_declared(interruption)
    decide(interruption, stated_by=authors(interruption), approved=approved, by=by, at=at)
    verb = "approve_interruption" if approved else "refuse_interruption"
    _append_decision(interruption, verb, by, at)
    return interruption


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
) -> Correction:
    """Other bounds or another impact of what is over; nothing changes until it is approved."""
    starts_at, ends_at, at = to_second(starts_at), to_second(ends_at), to_second(at)
    interruption = _lock(interruption)
    _refuse_correction(interruption, starts_at, ends_at, at)
    if (impact, starts_at, ends_at) == (
        interruption.impact,
        interruption.started_at,
        interruption.ended_at,
    ):
        raise ActionRefused("This is what is recorded already.")
    if not reason.strip():
        raise ActionRefused("A correction needs a reason.")
    correction = Correction.objects.create(
        interruption=interruption,
        impact=impact,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason,
        proposed_by=by,
        proposed_at=at,
    )
    append_event(
        OUTAGE,
        interruption.outage,
        "propose_correction",
        by=by,
        at=at,
        correction=correction.pk,
        interruption=interruption.pk,
        code=interruption.component.code,
        impact=str(impact),
        starts_at=starts_at,
        ends_at=ends_at,
    )
    return correction


def _refuse_correction(
    interruption: Interruption, starts_at: datetime, ends_at: datetime, at: datetime
) -> None:
    if interruption.ended_at is None:
        raise ActionRefused("It is corrected once it is over.")
    if ends_at <= starts_at:
        raise ActionRefused("An outage ends after its start.")
    if ends_at > at:
        raise ActionRefused("An outage cannot end in the future.")
    if starts_at > interruption.detected_at:
        raise ActionRefused("It began by its detection at the latest.")
    if interruption.corrections.to_decide().exists():
        raise ActionRefused("Another correction of it is still to be decided.")


@transaction.atomic
def approve_correction(correction: Correction, *, by: User, at: datetime) -> Correction:
    """The interruption has the new bounds and the new impact from now on.

    One that a person declared is approved with them, as the proposer's statement.
    """
    correction, interruption, at = *_lock_correction(correction), to_second(at)
    decide(correction, stated_by=[correction.proposed_by_id], approved=True, by=by, at=at)
    interruption.impact = correction.impact
    interruption.started_at, interruption.ended_at = correction.starts_at, correction.ends_at
    if not interruption.by_probe:
        interruption.declared_by_id = correction.proposed_by_id
        interruption.approved, interruption.decided_by, interruption.decided_at = True, by, at
    interruption.save()
    _fit(lock(interruption.outage))
    _append_correction(correction, "approve_correction", by, at)
    return correction


@transaction.atomic
def refuse_correction(correction: Correction, *, by: User, at: datetime) -> Correction:
    correction, _ = _lock_correction(correction)
    decide(
        correction, stated_by=[correction.proposed_by_id], approved=False, by=by, at=to_second(at)
    )
    _append_correction(correction, "refuse_correction", by, at)
    return correction


def _lock(interruption: Interruption) -> Interruption:
    rows = Interruption.objects.select_for_update(of=("self",))
    return rows.select_related("component", "outage").get(pk=interruption.pk)


def _lock_declared(interruption: Interruption) -> Interruption:
    interruption = _lock(interruption)
    if interruption.by_probe or interruption.impact != Impact.DOWN:
        raise ActionRefused("This needs no approval.")
    if interruption.ended_at is None:
        raise ActionRefused("It is decided once it is over.")
    return interruption


def _lock_correction(correction: Correction) -> tuple[Correction, Interruption]:
    interruption = _lock(correction.interruption)
    return Correction.objects.select_for_update().get(pk=correction.pk), interruption


def _fit(outage: Outage) -> None:
    """Its bounds are the widest of its interruptions."""
    rows = list(outage.interruptions.values_list("started_at", "ended_at"))
    outage.started_at = min(start for start, _ in rows)
    ends = [end for _, end in rows if end]
    if len(ends) == len(rows):
        outage.ended_at = max(ends)
    outage.save(update_fields=["started_at", "ended_at"])


def _append_decision(interruption: Interruption, verb: str, by: User, at: datetime) -> None:
    append_event(
        OUTAGE,
        interruption.outage,
        verb,
        by=by,
        at=to_second(at),
        interruption=interruption.pk,
        code=interruption.component.code,
    )


def _append_correction(correction: Correction, verb: str, by: User, at: datetime) -> None:
    append_event(
        OUTAGE,
        correction.interruption.outage,
        verb,
        by=by,
        at=to_second(at),
        correction=correction.pk,
        interruption=correction.interruption_id,
        code=correction.interruption.component.code,
    )
