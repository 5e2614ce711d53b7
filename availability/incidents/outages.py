"""What people do with an outage: declare, update and end it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from availability import telling
from availability.coverage import epoch
from availability.incidents.base import OUTAGE, append_event, codes
from availability.models import (
    Component,
    Impact,
    Interruption,
    Measurement,
    Outage,
    OutageUpdate,
)
from availability.models.components import MEASUREMENT_COVERS
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused

Stage = OutageUpdate.Stage


@transaction.atomic
def declare(
    *,
    title: str,
    impacts: Mapping[Component, Impact],
    started_at: datetime,
    by: User,
    at: datetime,
    ended_at: datetime | None = None,
) -> Outage:
    """An outage that a person knows of, however far back, with its end if it is over.

    The declaration is its detection (A7). What of it was measured as up counts only once another
    person has approved it (A5).
    """
    started_at, at = to_second(started_at), to_second(at)
    ended_at = to_second(ended_at) if ended_at else None
    _refuse_bounds(started_at, ended_at, at)
    if not impacts:
        raise ActionRefused("Name at least one component.")
    outage = Outage.objects.create(
        title=title, started_at=started_at, detected_at=at, ended_at=ended_at, declared_by=by
    )
    interruptions = {
        component.code: Interruption.objects.create(
            outage=outage,
            component=component,
            impact=impact,
            by_probe=False,
            started_at=started_at,
            ended_at=ended_at,
            detected_at=at,
            declared_by=by,
        ).pk
        for component, impact in impacts.items()
    }
    append_event(
        OUTAGE,
        outage,
        "declare",
        by=by,
        at=at,
        started_at=started_at,
        ended_at=ended_at,
        impacts={component.code: str(impact) for component, impact in impacts.items()},
        interruptions=interruptions,
    )
    return outage


def _refuse_bounds(started_at: datetime, ended_at: datetime | None, at: datetime) -> None:
    if started_at > at:
        raise ActionRefused("An outage cannot be declared before it starts.")
    if ended_at is not None and ended_at <= started_at:
        raise ActionRefused("An outage ends after its start.")
    if ended_at is not None and ended_at > at:
        raise ActionRefused("An outage cannot end in the future.")


@transaction.atomic
def update(
    outage: Outage, *, stage: OutageUpdate.Stage, text: str, by: User | None, at: datetime
) -> OutageUpdate:
    """Add an update to a published outage; it is resolved only once it is over."""
    outage, at = lock(outage), to_second(at)
    if outage.published_at is None:
        raise ActionRefused("Publish this outage first.")
    if outage.part_of_id is not None:
        raise ActionRefused("This is a part of another incident. Say it there.")
    refuse_resolved(outage, stage)
    newest = outage.updates.first()
    if newest and (newest.stage, newest.text) == (stage, text):
        raise ActionRefused("The status page says just this already.")
    row = add_update(outage, stage=stage, text=text, by=by, at=at)
    append_event(OUTAGE, outage, "update", by=by, at=at, stage=stage)
    return row


@transaction.atomic
def end(outage: Outage, *, ended_at: datetime, text: str, by: User, at: datetime) -> Outage:
    """End what a person declared; what the probe found and still measures, the probe ends (A5)."""
    outage, ended_at, at = lock(outage), to_second(ended_at), to_second(at)
    if ended_at > at:
        raise ActionRefused("An outage cannot end in the future.")
    running = list(outage.interruptions.filter(ended_at__isnull=True).select_related("component"))
    endable = [each for each in running if not each.by_probe or not _measured(each.component, at)]
    if not endable:
        raise ActionRefused(
            "The probe still measures this outage and ends it by itself."
            if running
            else "This outage has ended already."
        )
    for each in endable:
        _refuse_end(each, ended_at, at)
        each.ended_at, each.ended_by = ended_at, by
        each.save(update_fields=["ended_at", "ended_by"])
    append_event(
        OUTAGE,
        outage,
        "end",
        by=by,
        at=at,
        ended_at=ended_at,
        components=codes(each.component for each in endable),
        interruptions=[each.pk for each in endable],
    )
    close_if_over(outage, text=text, by=by, at=at)
    return outage


def _refuse_end(interruption: Interruption, ended_at: datetime, at: datetime) -> None:
    """Before the time that its last failure speaks for is over it takes a correction, which
    another person approves (A5)."""
    if ended_at <= interruption.started_at:
        raise ActionRefused("An outage ends after its start.")
    component = interruption.component
    measured = Measurement.objects.measured([component], ended_at, at)[component.pk]
    if interruption.by_probe and measured.failed:
        raise ActionRefused(
            "It still failed then, or later. End it once the last failure is over; an earlier end "
            "is a correction that another person approves."
        )


def lock(outage: Outage) -> Outage:
    return Outage.objects.select_for_update().get(pk=outage.pk)


def lock_interruption(interruption: Interruption) -> Interruption:
    rows = Interruption.objects.select_for_update(of=("self",))
    return rows.select_related("component", "outage").get(pk=interruption.pk)


def refuse_resolved(outage: Outage, stage: OutageUpdate.Stage) -> None:
    if stage == Stage.RESOLVED and not all(each.is_over for each in outage.incident):
        raise ActionRefused("This outage is not over. End it first.")


def add_update(
    outage: Outage, *, stage: OutageUpdate.Stage, text: str, by: User | None, at: datetime
) -> OutageUpdate:
    """Told to the subscribers too."""
    row = OutageUpdate.objects.create(outage=outage, stage=stage, text=text, by=by, at=at)
    telling.tell_of_update(row)
    return row


def close_if_over(outage: Outage, *, text: str, by: User | None, at: datetime) -> None:
    """Close a locked outage once none of its interruptions goes on."""
    ends = [each.ended_at for each in outage.interruptions.standing()]
    if outage.is_over or None in ends:
        return
    outage.ended_at = max(end for end in ends if end)
    outage.save(update_fields=["ended_at"])
    if outage.published_at is not None:
        incident = outage.part_of or outage
        add_update(incident, stage=_stage_at_end(incident), text=text, by=by, at=at)
    append_event(OUTAGE, outage, "over", by=by, at=at, ended_at=outage.ended_at)


def _stage_at_end(incident: Outage) -> OutageUpdate.Stage:
    """Not resolved while another part of the incident goes on."""
    is_over = all(each.is_over for each in incident.incident)
    return Stage.RESOLVED if is_over else Stage.MONITORING


def _measured(component: Component, at: datetime) -> bool:
    return Measurement.objects.filter(
        component=component, second__gte=epoch(at - MEASUREMENT_COVERS)
    ).exists()
