"""The work of maintenance: begun and ended, at once or recorded later and then approved (A4)."""

from datetime import datetime

from django.db import transaction

from availability.incidents.base import MAINTENANCE, append_event
from availability.incidents.decisions import decide
from availability.models import LateWork, Maintenance
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused

Bound = LateWork.Bound
VERBS = {Bound.BEGIN: "begin_work", Bound.END: "end_work"}
COLUMNS = {Bound.BEGIN: "work_started_at", Bound.END: "work_ended_at"}


@transaction.atomic
def begin_work(
    maintenance: Maintenance, *, by: User, at: datetime, recorded_at: datetime | None = None
) -> Maintenance:
    """At its instant, or later, as `recorded_at` says; then it waits for another person (A4)."""
    maintenance, at = lock_uncancelled(maintenance), to_second(at)
    if bound_of(maintenance, Bound.BEGIN) is not None:
        raise ActionRefused("The work has begun already.")
    end = bound_of(maintenance, Bound.END)
    if end is not None and at >= end:
        raise ActionRefused("The work begins before its end.")
    _record(maintenance, Bound.BEGIN, by, at, to_second(recorded_at or at))
    return maintenance


@transaction.atomic
def end_work(
    maintenance: Maintenance, *, by: User, at: datetime, recorded_at: datetime | None = None
) -> Maintenance:
    """At its instant, or later, as `recorded_at` says; then it waits for another person (A4)."""
    maintenance, at = lock_uncancelled(maintenance), to_second(at)
    if bound_of(maintenance, Bound.END) is not None:
        raise ActionRefused("The work has ended.")
    start = bound_of(maintenance, Bound.BEGIN)
    if start is None:
        raise ActionRefused("The work has not begun.")
    if at <= start:
        raise ActionRefused("The work ends after its start.")
    _record(maintenance, Bound.END, by, at, to_second(recorded_at or at))
    return maintenance


def _record(
    maintenance: Maintenance, bound: LateWork.Bound, by: User, at: datetime, recorded_at: datetime
) -> None:
    if at > recorded_at:
        raise ActionRefused("Work is not recorded before it is done.")
    if at == recorded_at:
        _count(maintenance, bound, at)
        append_event(MAINTENANCE, maintenance, VERBS[bound], by=by, at=at)
        return
    late = LateWork.objects.create(
        maintenance=maintenance, bound=bound, at=at, recorded_by=by, recorded_at=recorded_at
    )
    append_event(
        MAINTENANCE,
        maintenance,
        VERBS[bound],
        by=by,
        at=at,
        recorded_at=recorded_at,
        work=late.pk,
    )


@transaction.atomic
def approve_work(late: LateWork, *, by: User, at: datetime) -> LateWork:
    """From now on the bound counts, as of when it happened."""
    maintenance, late = _lock_late(late)
    decide(late, stated_by=[late.recorded_by_id], approved=True, by=by, at=to_second(at))
    _count(maintenance, Bound(late.bound), late.at)
    _append_decision(maintenance, late, "approve_work", by, at)
    return late


@transaction.atomic
def refuse_work(late: LateWork, *, by: User, at: datetime) -> LateWork:
    """It never counts; the bound may be recorded anew."""
    maintenance, late = _lock_late(late)
    decide(late, stated_by=[late.recorded_by_id], approved=False, by=by, at=to_second(at))
    _append_decision(maintenance, late, "refuse_work", by, at)
    return late


def bound_of(maintenance: Maintenance, bound: LateWork.Bound) -> datetime | None:
    """As it counts, or as it waits to be approved."""
    counting: datetime | None = getattr(maintenance, COLUMNS[bound])
    waiting = maintenance.late_work.to_decide().filter(bound=bound).first()
    return counting or (waiting.at if waiting else None)


def lock_uncancelled(maintenance: Maintenance) -> Maintenance:
    row = Maintenance.objects.select_for_update().get(pk=maintenance.pk)
    if row.cancelled_at is not None:
        raise ActionRefused("This maintenance was cancelled.")
    return row


def _lock_late(late: LateWork) -> tuple[Maintenance, LateWork]:
    maintenance = Maintenance.objects.select_for_update().get(pk=late.maintenance_id)
    return maintenance, LateWork.objects.select_for_update().get(pk=late.pk)


def _count(maintenance: Maintenance, bound: LateWork.Bound, at: datetime) -> None:
    setattr(maintenance, COLUMNS[bound], at)
    maintenance.save(update_fields=[COLUMNS[bound]])


def _append_decision(
    maintenance: Maintenance, late: LateWork, verb: str, by: User, at: datetime
) -> None:
    append_event(
        MAINTENANCE, maintenance, verb, by=by, at=to_second(at), work=late.pk, bound=late.bound
    )
