"""Declared against measured: what a person says of an interruption, and who decides it (A5)."""

from datetime import datetime

from django.db import transaction

from availability.incidents.authors import authors
from availability.incidents.base import OUTAGE, append_event
from availability.incidents.decisions import decide
from availability.incidents.outages import lock_interruption
from availability.models import Impact, Interruption
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


def _lock_declared(interruption: Interruption) -> Interruption:
    interruption = lock_interruption(interruption)
    if interruption.by_probe or interruption.impact != Impact.DOWN:
        raise ActionRefused("This needs no approval.")
    if interruption.withdrawn:
        raise ActionRefused("This was withdrawn.")
    if interruption.ended_at is None:
        raise ActionRefused("It is decided once it is over.")
    return interruption


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
