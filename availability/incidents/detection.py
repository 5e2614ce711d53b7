"""Outages without a person: the probe confirms and ends them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from availability.incidents.base import COMPONENT, OUTAGE, append_event
from availability.incidents.outages import close_if_over
from availability.incidents.publication import components_of, recovery_text
from availability.models import Component, Impact, Interruption, Outage
from availability.models.components import names_in_text
from availability.models.outages import ONE_INCIDENT
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

    It joins an outage that is under way, where this component is interrupted by it now or where
    it is one of several that began within an hour of the first; else it is a new one. None if
    the probe has confirmed this interruption before.
    """
    started_at, at = to_second(started_at), to_second(at)
    component = Component.objects.select_for_update().get(pk=component.pk)
    found = Interruption.objects.filter(component=component, by_probe=True, ended_at__isnull=True)
    if found.exists():
        return None
    outage = _under_way(component, started_at) or Outage(
        title=f"Interruption of {component.in_text}", started_at=started_at, detected_at=at
    )
    outage.started_at = min(outage.started_at, started_at)
    outage.save()
    interruption = Interruption.objects.create(
        outage=outage,
        component=component,
        impact=Impact.DOWN,
        by_probe=True,
        started_at=started_at,
        detected_at=at,
        published_at=at if outage.published_at else None,
    )
    _retitle(outage)
    append_event(
        OUTAGE,
        outage,
        "confirm",
        by=None,
        at=at,
        started_at=started_at,
        code=component.code,
        interruption=interruption.pk,
    )
    return outage


def _under_way(component: Component, started_at: datetime) -> Outage | None:
    of_it = Interruption.objects.filter(component=component)
    is_several = Q(pk__in=of_it.values("outage")) | Q(declared_by__isnull=True)
    since = started_at - ONE_INCIDENT
    of_the_hour = Q(part_of__isnull=True, started_at__gte=since) | Q(part_of__started_at__gte=since)
    return (
        Outage.objects.select_for_update(of=("self",))
        .open()
        .filter(
            Q(pk__in=of_it.filter(ended_at__isnull=True).values("outage"))
            | (is_several & of_the_hour)
        )
        .order_by("started_at", "pk")
        .first()
    )


def _retitle(outage: Outage) -> None:
    """An unpublished outage of the probe is named after all that it interrupts."""
    if outage.declared_by_id is None and outage.published_at is None:
        outage.title = f"Interruption of {names_in_text(components_of(outage))}"[:120]
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
    append_event(
        OUTAGE,
        outage,
        "recover",
        by=None,
        at=at,
        ended_at=ended_at,
        code=component.code,
        interruptions=[interruption.pk],
    )
    close_if_over(outage, text=recovery_text(outage, at), by=None, at=at)
    return outage
