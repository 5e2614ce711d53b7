"""The cause of an outage: stated with evidence, and confirmed by another person (G10)."""

from datetime import datetime

from django.db import transaction

from availability.incidents.base import OUTAGE, append_event
from availability.incidents.decisions import decide
from availability.incidents.outages import lock
from availability.models import Cause, CauseStatement, Outage
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused


@transaction.atomic
def state_cause(
    outage: Outage, *, cause: Cause, evidence: str, by: User, at: datetime
) -> CauseStatement:
    """What it was and what shows it. The outage keeps its cause until this one is confirmed, and
    no figure changes by either: that takes an approved exclusion (A3)."""
    outage, at = lock(outage), to_second(at)
    if not evidence.strip():
        raise ActionRefused("A cause needs evidence.")
    if outage.causes.to_decide().exists():
        raise ActionRefused("A cause that was stated before is still to be confirmed.")
    if outage.cause == cause:
        raise ActionRefused("This is its cause already.")
    statement = CauseStatement.objects.create(
        outage=outage, cause=cause, evidence=evidence, stated_by=by, stated_at=at
    )
    append_event(
        OUTAGE, outage, "state_cause", by=by, at=at, statement=statement.pk, cause=str(cause)
    )
    return statement


@transaction.atomic
def approve_cause(statement: CauseStatement, *, by: User, at: datetime) -> CauseStatement:
    """From now on the outage bears it, and the public reads it."""
    outage, statement = _decide(statement, approved=True, by=by, at=at)
    outage.cause = statement.cause
    outage.save(update_fields=["cause"])
    return statement


@transaction.atomic
def refuse_cause(statement: CauseStatement, *, by: User, at: datetime) -> CauseStatement:
    return _decide(statement, approved=False, by=by, at=at)[1]


def _decide(
    statement: CauseStatement, *, approved: bool, by: User, at: datetime
) -> tuple[Outage, CauseStatement]:
    outage, at = lock(statement.outage), to_second(at)
    statement = CauseStatement.objects.select_for_update().get(pk=statement.pk)
    decide(statement, stated_by=[statement.stated_by_id], approved=approved, by=by, at=at)
    verb = "approve_cause" if approved else "refuse_cause"
    append_event(OUTAGE, outage, verb, by=by, at=at, statement=statement.pk)
    return outage, statement
