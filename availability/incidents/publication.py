"""Publishing outages: by a person, or by themselves 15 minutes after their detection (A7)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from availability.incidents.base import OUTAGE, append_event
from availability.incidents.outages import add_update, lock, refuse_resolved
from availability.models import Component, Impact, Interruption, Maintenance, Outage, OutageUpdate
from availability.models.components import names_in_text
from availability.models.outages import AUTO_PUBLISH_AFTER, ONE_INCIDENT
from availability.ranges import TimeRange, without
from istockist_sla.core.lib.text import clock_gmt, duration
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused

Stage = OutageUpdate.Stage


@transaction.atomic
def publish(
    outage: Outage,
    *,
    text: str,
    by: User | None,
    at: datetime,
    title: str = "",
    stage: OutageUpdate.Stage = Stage.INVESTIGATING,
) -> Outage:
    """Put it on the status page with its first update; `by` is None where it publishes itself.

    What the probe found within an hour of a published incident of its components becomes a part
    of that, and the text is said there; else what began within an hour of it and is not published
    yet becomes a part of it (A7).
    """
    outage, at = lock(outage), to_second(at)
    if outage.published_at is not None:
        raise ActionRefused("This outage is published already.")
    if at < outage.detected_at:
        raise ActionRefused("An outage cannot be published before it was detected.")
    incident = flaps_in(outage)
    if incident is not None:
        publish_as_part(outage, incident, by=by, at=at)
        refuse_resolved(incident, stage)
        _say(incident, stage, text, by, at)
        return outage
    refuse_resolved(outage, stage)
    outage.title = title or outage.title
    outage.published_at = at
    outage.save(update_fields=["title", "published_at"])
    outage.interruptions.update(published_at=at)
    add_update(outage, stage=stage, text=text, by=by, at=at)
    append_event(OUTAGE, outage, "publish", by=by, at=at, stage=stage)
    for part in _unpublished_parts(outage, at):
        publish_as_part(part, outage, by=by, at=at)
    return outage


def _unpublished_parts(incident: Outage, at: datetime) -> list[Outage]:
    rows = Outage.objects.select_for_update(of=("self",)).filter(
        published_at__isnull=True,
        detected_at__lte=at,
        started_at__gte=incident.started_at,
        started_at__lte=incident.started_at + ONE_INCIDENT,
    )
    return [each for each in rows.order_by("started_at", "pk") if _is_of(each, incident)]


def flaps_in(outage: Outage) -> Outage | None:
    """The published incident that the probe found once more; what a person declared has a name of
    its own and is merged by hand."""
    return _incident_of(outage) if outage.declared_by_id is None else None


def _incident_of(outage: Outage) -> Outage | None:
    """The published incident that is to list an outage as one of its interruptions."""
    rows = Outage.objects.published().heads()
    rows = rows.filter(
        started_at__lte=outage.started_at, started_at__gte=outage.started_at - ONE_INCIDENT
    )
    return next((each for each in rows.order_by("started_at", "pk") if _is_of(outage, each)), None)


def _is_of(outage: Outage, incident: Outage) -> bool:
    """Whether all that an outage interrupts is what the incident interrupts."""
    codes, whole = (
        set(each.interruptions.standing().values_list("component", flat=True))
        for each in (outage, incident)
    )
    return bool(codes) and codes <= whole


def publish_as_part(outage: Outage, incident: Outage, *, by: User | None, at: datetime) -> None:
    outage.published_at, outage.part_of = at, incident
    outage.save(update_fields=["published_at", "part_of"])
    outage.interruptions.update(published_at=at)
    append_event(OUTAGE, outage, "publish", by=by, at=at, incident=incident.pk)


def publish_overdue(*, at: datetime) -> list[Outage]:
    """Publish what nobody published within 15 minutes, also what is over by then (A7).

    What lies wholly inside planned technical maintenance is no unexpected interruption; inside
    the window of a release it is.
    """
    at = to_second(at)
    overdue = list(Outage.objects.unpublished_since(at - AUTO_PUBLISH_AFTER).with_updates())
    if not overdue:
        return []
    since = min(outage.started_at for outage in overdue)
    maintenance = technical_work(since, at)
    due = [
        outage
        for outage in sorted(overdue, key=lambda each: (each.started_at, each.pk))
        if any(
            _is_overdue(each, maintenance, at)
            for each in outage.interruptions.all()
            if not each.withdrawn
        )
    ]
    return [_publish_itself(outage, at) for outage in due]


def technical_work(since: datetime, at: datetime) -> list[Maintenance]:
    """What can make an interruption expected: no release does (A7)."""
    return list(Maintenance.objects.technical().worked_in(since, at).with_windows())


def _is_overdue(
    interruption: Interruption, maintenance: Iterable[Maintenance], at: datetime
) -> bool:
    """15 minutes from its own detection, or from when the planned work stopped explaining it."""
    first = unexpected_from(interruption, maintenance, at)
    return first is not None and max(first, interruption.detected_at) + AUTO_PUBLISH_AFTER <= at


def unexpected_from(
    interruption: Interruption, maintenance: Iterable[Maintenance], at: datetime
) -> datetime | None:
    """Its first second that no planned work on the same component explains."""
    spans = [
        span
        for work in maintenance
        if interruption.component in work.components.all()
        for span in work.excluded(at)
    ]
    whole = TimeRange(interruption.started_at, interruption.ended_at or at)
    return next((span.start for span in without(whole, spans)), None)


@transaction.atomic
def _publish_itself(outage: Outage, at: datetime) -> Outage:
    """On its own, or as one more interruption of an incident that stands on the page."""
    outage = lock(outage)
    if outage.published_at is not None:
        return outage
    stage, text = Stage.INVESTIGATING, "We are looking for the cause."
    if outage.is_over:
        stage, text = Stage.RESOLVED, recovery_text(outage, at)
    incident = _incident_of(outage)
    if incident is None:
        text = f"{_what_happened(outage, at)} {text}"
        return publish(outage, text=text, stage=stage, by=None, at=at)
    publish_as_part(outage, incident, by=None, at=at)
    if not all(each.is_over for each in incident.incident):
        stage = Stage.INVESTIGATING
    _say(incident, stage, f"Once more: {_what_happened(outage, at)} {text}", None, at)
    return outage


def _say(incident: Outage, stage: Stage, text: str, by: User | None, at: datetime) -> None:
    add_update(incident, stage=stage, text=text, by=by, at=at)
    append_event(OUTAGE, incident, "update", by=by, at=at, stage=stage)


def _what_happened(outage: Outage, at: datetime) -> str:
    names, since = names_in_text(components_of(outage)), clock_gmt(outage.started_at, at)
    if is_only_slow(outage):
        return f"Slow from {since} on: {names}."
    if outage.declared_by_id is None:
        return f"Our measurements had no answer from {names} from {since} on."
    return f"Interrupted from {since} on: {names}."


def is_only_slow(outage: Outage) -> bool:
    return not outage.interruptions.filter(impact=Impact.DOWN).exists()


def components_of(outage: Outage) -> list[Component]:
    rows = outage.interruptions.select_related("component").order_by("component__order")
    return [each.component for each in rows]


def recovery_text(outage: Outage, at: datetime) -> str:
    end = max(each.ended_at for each in outage.interruptions.all() if each.ended_at)
    length = duration((end - outage.started_at).total_seconds())
    return f"It has worked again since {clock_gmt(end, at)}. The interruption lasted {length}."
