"""What stands as one incident: split into two, or two made one. Every second counts as before."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from availability.incidents.base import OUTAGE, append_event
from availability.incidents.bounds import bounds_of, fit
from availability.incidents.outages import Stage, add_update, lock
from availability.incidents.publication import publish_as_part
from availability.models import Interruption, Outage, Regrouping
from availability.models.outages import ONE_INCIDENT
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused

Kind = Regrouping.Kind


@transaction.atomic
def split(
    outage: Outage,
    *,
    interruptions: Collection[Interruption],
    title: str,
    text: str,
    reason: str,
    by: User,
    at: datetime,
) -> Outage:
    """Some of its interruptions become an outage of their own, with detection and publication as
    they happened; `text` is what the status page says of it, where it is published."""
    outage, at = lock(outage), to_second(at)
    rows = list(outage.interruptions.select_for_update().order_by("pk"))
    chosen = [each for each in rows if each in interruptions]
    if not chosen or len(chosen) == len(rows):
        raise ActionRefused("Choose what goes; at least one interruption goes, and one stays.")
    _refuse_without_reason(reason)
    other = Outage.objects.create(title=title, declared_by=outage.declared_by, **bounds_of(chosen))
    outage.interruptions.filter(pk__in=[each.pk for each in chosen]).update(outage=other)
    fit(outage)
    ids = [each.pk for each in chosen]
    append_event(OUTAGE, outage, "split", by=by, at=at, outage=other.pk, interruptions=ids)
    append_event(OUTAGE, other, "split_off", by=by, at=at, outage=outage.pk)
    _tell(other, text, by, at)
    _record(Kind.SPLIT, outage, other, reason, by, at)
    return other


@transaction.atomic
def separate(outage: Outage, *, text: str, reason: str, by: User, at: datetime) -> Outage:
    """A part of an incident becomes one of its own again."""
    outage, at = lock(outage), to_second(at)
    incident = outage.part_of
    if incident is None:
        raise ActionRefused("This is no part of another incident.")
    _refuse_without_reason(reason)
    outage.part_of = None
    outage.save(update_fields=["part_of"])
    append_event(OUTAGE, outage, "separate", by=by, at=at, outage=incident.pk)
    _tell(outage, text, by, at)
    _record(Kind.SPLIT, incident, outage, reason, by, at)
    return outage


@transaction.atomic
def merge(outage: Outage, *, into: Outage, reason: str, by: User, at: datetime) -> Outage:
    """They were one incident: the later becomes a part of the earlier, with all its parts; returns
    the earlier. What was not published is published with it."""
    at = to_second(at)
    keys = sorted({outage.pk, into.pk})
    rows = Outage.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    first, *others = sorted(rows, key=lambda each: (each.started_at, each.pk))
    _refuse_without_reason(reason)
    if not others:
        raise ActionRefused("Choose another outage.")
    [second] = others
    _refuse_merge(first, second)
    if second.published_at is None:
        publish_as_part(second, first, by=by, at=at)
    for part in [second, *second.parts.select_for_update().order_by("pk")]:
        part.part_of = first
        part.save(update_fields=["part_of"])
        append_event(OUTAGE, part, "merge", by=by, at=at, incident=first.pk)
    append_event(OUTAGE, first, "take_in", by=by, at=at, outage=second.pk)
    _record(Kind.MERGE, first, second, reason, by, at)
    return first


def may_be_one(first: Outage, second: Outage) -> bool:
    """Whether the later began while the earlier went on, or within an hour of its first
    interruption (A7)."""
    first, second = sorted([first, second], key=lambda each: (each.started_at, each.pk))
    ends = [each.ended_at for each in first.incident]
    return (
        second.started_at <= first.started_at + ONE_INCIDENT
        or None in ends
        or second.started_at <= max(end for end in ends if end)
    )


def _refuse_merge(first: Outage, second: Outage) -> None:
    if first.part_of_id or second.part_of_id:
        raise ActionRefused("One of them is a part of another incident already.")
    if first.published_at is None:
        raise ActionRefused("Publish the earlier one first.")
    if not may_be_one(first, second):
        raise ActionRefused(
            "The later one began when the earlier was over, more than an hour after it began."
        )


def _refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise ActionRefused("Say why.")


def _tell(outage: Outage, text: str, by: User, at: datetime) -> None:
    """The first words of an incident that stands on the status page from now on."""
    if outage.published_at is None:
        return
    if not text.strip():
        raise ActionRefused("Say what the status page tells of it.")
    stage = Stage.RESOLVED if outage.is_over else Stage.INVESTIGATING
    add_update(outage, stage=stage, text=text, by=by, at=at)


def _record(kind: Kind, outage: Outage, other: Outage, reason: str, by: User, at: datetime) -> None:
    Regrouping.objects.create(kind=kind, outage=outage, other=other, reason=reason, by=by, at=at)
