"""Outages without a person: the probe confirms and ends them, the clock publishes them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from availability.incidents.base import COMPONENT, OUTAGE, append_event
from availability.incidents.outages import close_if_over, publish
from availability.models import Component, Impact, Interruption, Maintenance, Outage, OutageUpdate
from availability.models.components import names_in_text
from availability.models.outages import AUTO_PUBLISH_AFTER
from availability.ranges import TimeRange
from istockist_sla.core.lib.text import clock_gmt, duration
from istockist_sla.core.lib.time import to_second


@transaction.atomic
def start_monitoring(component: Component, *, at: datetime) -> Component:
    """The first measurement: before it nothing is shown."""
    component = Component.objects.select_for_update().get(pk=component.pk)
    if component.monitored_since is None:
        component.monitored_since = to_second(at)
        component.save(update_fields=["monitored_since"])
        append_event(
            COMPONENT, component, "start_monitoring", by=None, at=component.monitored_since
        )
    return component


@transaction.atomic
def confirm(component: Component, *, started_at: datetime, at: datetime) -> Outage | None:
    """The second failure in a row, at `at`; the outage began with the first (A5).

    It joins an outage that is under way, of this component or found by the probe, else it is
    a new one. None if the probe has confirmed this interruption before.
    """
    started_at, at = to_second(started_at), to_second(at)
    component = Component.objects.select_for_update().get(pk=component.pk)
    found = Interruption.objects.filter(component=component, by_probe=True, ended_at__isnull=True)
    if found.exists():
        return None
    outage = _under_way(component) or Outage(
        title=f"Interruption of {component.in_text}", started_at=started_at, detected_at=at
    )
    outage.started_at = min(outage.started_at, started_at)
    outage.save()
    Interruption.objects.create(
        outage=outage,
        component=component,
        impact=Impact.DOWN,
        by_probe=True,
        started_at=started_at,
    )
    _retitle(outage)
    append_event(
        OUTAGE, outage, "confirm", by=None, at=at, started_at=started_at, code=component.code
    )
    return outage


def _under_way(component: Component) -> Outage | None:
    return (
        Outage.objects.select_for_update(of=("self",))
        .open()
        .filter(
            Q(pk__in=Interruption.objects.filter(component=component).values("outage"))
            | Q(declared_by__isnull=True)
        )
        .order_by("started_at", "pk")
        .first()
    )


def _retitle(outage: Outage) -> None:
    """An unpublished outage of the probe is named after all that it interrupts."""
    if outage.declared_by_id is None and outage.published_at is None:
        outage.title = f"Interruption of {names_in_text(_components(outage))}"[:120]
        outage.save(update_fields=["title"])


@transaction.atomic
def recover(component: Component, *, ended_at: datetime, at: datetime) -> Outage | None:
    """The second success in a row, at `at`; the interruption ended with the first (A5)."""
    ended_at, at = to_second(ended_at), to_second(at)
    component = Component.objects.select_for_update().get(pk=component.pk)
    found = Interruption.objects.filter(component=component, by_probe=True, ended_at__isnull=True)
    interruption = found.first()
    if interruption is None:
        return None
    outage = Outage.objects.select_for_update().get(pk=interruption.outage_id)
    interruption.ended_at = ended_at
    interruption.save(update_fields=["ended_at"])
    append_event(OUTAGE, outage, "recover", by=None, at=at, ended_at=ended_at, code=component.code)
    close_if_over(outage, text=_recovery_text(outage, at), by=None, at=at)
    return outage


def publish_overdue(*, at: datetime) -> list[Outage]:
    """Publish what nobody published within 15 minutes, also what is over by then (A7).

    What lies wholly inside planned maintenance is no unexpected interruption.
    """
    at = to_second(at)
    overdue = list(Outage.objects.unpublished_since(at - AUTO_PUBLISH_AFTER).with_updates())
    if not overdue:
        return []
    since = min(outage.started_at for outage in overdue)
    maintenance = list(Maintenance.objects.worked_in(since, at).with_windows())
    return [
        _publish_itself(outage, at)
        for outage in overdue
        if (first := unexpected_from(outage, maintenance, at))
        and max(first, outage.detected_at) + AUTO_PUBLISH_AFTER <= at
    ]


def unexpected_from(
    outage: Outage, maintenance: Iterable[Maintenance], at: datetime
) -> datetime | None:
    """The first second of an outage that no planned work on the same component explains."""
    firsts = []
    for each in outage.interruptions.all():
        spans = [
            span
            for work in maintenance
            if each.component in work.components.all()
            for span in work.excluded(at)
        ]
        firsts.append(_first_outside(TimeRange(each.started_at, each.ended_at or at), spans))
    return min((first for first in firsts if first), default=None)


def _first_outside(period: TimeRange, covered: Iterable[TimeRange]) -> datetime | None:
    instant = period.start
    for span in sorted(covered):
        if span.start <= instant < span.end:
            instant = span.end
    return instant if instant < period.end else None


@transaction.atomic
def _publish_itself(outage: Outage, at: datetime) -> Outage:
    names = names_in_text(_components(outage))
    since = clock_gmt(outage.started_at, at)
    if outage.declared_by_id is None:
        text = f"Our measurements had no answer from {names} from {since} on."
    else:
        text = f"Interrupted from {since} on: {names}."
    stage, rest = OutageUpdate.Stage.INVESTIGATING, "We are looking for the cause."
    if outage.is_over:
        stage, rest = OutageUpdate.Stage.RESOLVED, _recovery_text(outage, at)
    text = f"{text} {rest}"
    return publish(outage, text=text, stage=stage, by=None, at=at)


def _components(outage: Outage) -> list[Component]:
    rows = outage.interruptions.select_related("component").order_by("component__order")
    return [each.component for each in rows]


def _recovery_text(outage: Outage, at: datetime) -> str:
    end = max(each.ended_at for each in outage.interruptions.all() if each.ended_at)
    length = duration((end - outage.started_at).total_seconds())
    return f"It has worked again since {clock_gmt(end, at)}. The interruption lasted {length}."
