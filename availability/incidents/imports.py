"""Files of other monitors: proposed by who read them, decided by another person (A5, G10)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice

from django.db import IntegrityError, transaction

from availability.coverage import Check, instant_of
from availability.incidents.base import COMPONENT, OUTAGE, append_event
from availability.incidents.decisions import decide
from availability.incidents.imported import ToldDown, as_outages, told_down, unmeasured
from availability.incidents.outages import declare
from availability.incidents.statements import approve_interruption, refuse_interruption
from availability.models import (
    Component,
    Impact,
    ImportBatch,
    ImportedOutage,
    Interruption,
    Measurement,
    Outage,
)
from availability.models.components import names_in_text
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused

CHUNK = 500


@transaction.atomic
def propose_import(batch: ImportBatch, *, by: User, at: datetime) -> ImportBatch:
    """Its outages are declared; its checks count for nothing before they are approved."""
    batch, at = _lock(batch), to_second(at)
    if not batch.is_draft:
        raise ActionRefused("This is proposed already.")
    if batch.read_by_id != by.pk:
        raise ActionRefused("Whoever read the file proposes it.")
    batch.proposed_at, batch.checks = at, batch.waiting.count()
    batch.save(update_fields=["proposed_at", "checks"])
    try:
        with transaction.atomic():
            _declare(batch, by=by, at=at)
    except IntegrityError:
        raise ActionRefused(
            "Some of its outages have come with another file meanwhile. Read it again."
        ) from None
    for component in components_of(batch):
        append_event(COMPONENT, component, "propose_import", by=by, at=at, batch=batch.pk)
    return batch


def _declare(batch: ImportBatch, *, by: User, at: datetime) -> None:
    """Rows of one incident with the same bounds are one outage."""
    rows = batch.outages.select_related("component").order_by("source_id", "starts_at", "ends_at")
    for (_, starts_at, ends_at), alike in groupby(
        rows, lambda each: (each.source_id, each.starts_at, each.ends_at)
    ):
        found = list(alike)
        outage = declare(
            title=found[0].title,
            impacts={each.component: Impact(each.impact) for each in found},
            started_at=starts_at,
            ended_at=ends_at,
            by=by,
            at=at,
        )
        ImportedOutage.objects.filter(pk__in=[each.pk for each in found]).update(outage=outage)


def discard_import(batch: ImportBatch, *, by: User) -> None:
    """A file that was read and not proposed; nothing ever counted, so nothing is kept."""
    with transaction.atomic():
        batch = _lock(batch)
        if not batch.is_draft:
            raise ActionRefused("This is proposed already.")
        batch.delete()


@transaction.atomic
def approve_import(batch: ImportBatch, *, by: User, at: datetime) -> ImportBatch:
    """Its checks are measurements from now on, where we have none of our own; the outages that
    they tell of, and those that it declared, count."""
    batch, at = _lock_proposed(batch), to_second(at)
    decide(batch, stated_by=[batch.read_by_id], approved=True, by=by, at=at)
    down: list[ToldDown] = []
    for component in (
        Component.objects.select_for_update().filter(pk__in=_ids(batch)).order_by("pk")
    ):
        checks = _waiting(batch, component)
        new = unmeasured(component, checks)
        down += told_down(component, new)
        _keep(batch, component, checks, new)
        since = _measured_earlier(component, new)
        append_event(
            COMPONENT, component, "approve_import", by=by, at=at, batch=batch.pk,
            checks=len(new), monitored_since=since,
        )  # fmt: skip
    for outage in as_outages(down):
        _take_over(batch, outage, by=by, at=at)
    for interruption in undecided_of(batch):
        approve_interruption(interruption, by=by, at=at)
    batch.waiting.all().delete()
    return batch


@transaction.atomic
def refuse_import(batch: ImportBatch, *, by: User, at: datetime) -> ImportBatch:
    """Its checks are forgotten; of its outages only what nobody measured stays down (A5)."""
    batch, at = _lock_proposed(batch), to_second(at)
    decide(batch, stated_by=[batch.read_by_id], approved=False, by=by, at=at)
    for component in components_of(batch):
        append_event(COMPONENT, component, "refuse_import", by=by, at=at, batch=batch.pk)
    for interruption in undecided_of(batch):
        refuse_interruption(interruption, by=by, at=at)
    batch.waiting.all().delete()
    return batch


def components_of(batch: ImportBatch) -> list[Component]:
    return list(Component.objects.filter(pk__in=_ids(batch)))


def undecided_of(batch: ImportBatch) -> list[Interruption]:
    """The interruptions that it declared and that nobody decided on their own pages."""
    outages = batch.outages.exclude(outage=None).values("outage")
    rows = Interruption.objects.to_decide().filter(outage__in=outages)
    return list(rows.select_related("component").order_by("pk"))


def _ids(batch: ImportBatch) -> set[int]:
    checks = batch.waiting.order_by().values_list("component", flat=True).distinct()
    outages = batch.outages.order_by().values_list("component", flat=True).distinct()
    return {*checks, *outages}


def _lock(batch: ImportBatch) -> ImportBatch:
    found = ImportBatch.objects.select_for_update().filter(pk=batch.pk).first()
    if found is None:
        raise ActionRefused("This was discarded.")
    return found


def _lock_proposed(batch: ImportBatch) -> ImportBatch:
    batch = _lock(batch)
    if batch.is_draft:
        raise ActionRefused("Nobody has proposed this yet.")
    return batch


def _waiting(batch: ImportBatch, component: Component) -> list[Check]:
    rows = batch.waiting.filter(component=component).order_by("second")
    return [Check(*each) for each in rows.values_list("second", "ok")]


def _keep(
    batch: ImportBatch, component: Component, checks: Sequence[Check], new: Sequence[Check]
) -> None:
    """The new ones as measurements; the others speak of time that we measured ourselves."""
    known = iter(sorted({check.second for check in checks} - {check.second for check in new}))
    while chunk := list(islice(known, CHUNK)):
        batch.waiting.filter(component=component, second__in=chunk).delete()
    Measurement.objects.take_over(batch.pk, component)


def _measured_earlier(component: Component, checks: Sequence[Check]) -> datetime | None:
    """Since when it is measured now, if that is longer than was known."""
    if not checks:
        return None
    first = instant_of(checks[0].second)
    if component.monitored_since is not None and component.monitored_since <= first:
        return None
    component.monitored_since = first
    component.save(update_fields=["monitored_since"])
    return first


def _take_over(batch: ImportBatch, found: Iterable[ToldDown], *, by: User, at: datetime) -> None:
    """As declared by who proposed the file and approved at once."""
    told = list(found)
    outage = Outage.objects.create(
        title=f"Interruption of {names_in_text(each.component for each in told)}"[:120],
        started_at=min(each.span.start for each in told),
        ended_at=max(each.span.end for each in told),
        detected_at=at,
        declared_by_id=batch.read_by_id,
    )
    append_event(
        OUTAGE,
        outage,
        "take_over",
        by=by,
        at=at,
        batch=batch.pk,
        proposed_by=batch.read_by_id,
        interruptions=list(_interruptions(batch, outage, told, by=by, at=at)),
    )


def _interruptions(
    batch: ImportBatch, outage: Outage, told: Iterable[ToldDown], *, by: User, at: datetime
) -> Iterator[dict[str, str | int]]:
    for component, span in told:
        made = Interruption.objects.create(
            outage=outage,
            component=component,
            impact=Impact.DOWN,
            by_probe=False,
            started_at=span.start,
            ended_at=span.end,
            detected_at=at,
            declared_by_id=batch.read_by_id,
            approved=True,
            decided_by=by,
            decided_at=at,
        )
        yield {
            "id": made.pk,
            "code": component.code,
            "started_at": span.start.isoformat(),
            "ended_at": span.end.isoformat(),
        }
