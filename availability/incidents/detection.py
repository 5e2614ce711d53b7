"""Outages without a person: the probe confirms and ends them."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from availability.incidents.base import COMPONENT, OUTAGE, append_event
from availability.incidents.outages import close_if_over
from availability.incidents.publication import components_of, is_only_slow, recovery_text
from availability.models import Component, Impact, Interruption, Outage
from availability.models.components import names_in_text
from availability.models.outages import ONE_INCIDENT
from availability.ranges import SECOND
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
def confirm(
    component: Component,
    *,
    started_at: datetime,
    at: datetime,
    impact: Impact = Impact.DOWN,
) -> Outage | None:
    """The second failure or slow answer in a row, at `at`; it began with the first (A5).

    Where the impact changes, the one before ends and the outage goes on. Else it joins an outage
    that is under way, where this component is interrupted by it now or where it is one of several
    that began within an hour of the first; else it is a new one. None if the probe has confirmed
    this interruption before.
    """
    started_at, at = to_second(started_at), to_second(at)
    component = Component.objects.select_for_update().get(pk=component.pk)
    open_now = _open(component)
    if open_now is not None:
        # What begins later than now was confirmed by a clock that ran ahead.
        if open_now.impact == impact and open_now.started_at <= at:
            return None
        _end(open_now, ended_at=started_at, at=at)
    outage = _outage_of(component, open_now, started_at=started_at, at=at)
    interruption = Interruption.objects.create(
        outage=outage,
        component=component,
        impact=impact,
        by_probe=True,
        started_at=started_at,
        detected_at=at,
        published_at=max(at, outage.published_at) if outage.published_at else None,
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
        impact=str(impact),
        interruption=interruption.pk,
    )
    return outage


def _outage_of(
    component: Component, before: Interruption | None, *, started_at: datetime, at: datetime
) -> Outage:
    """That of the impact before, else one that is under way, else a new one."""
    if before is not None:
        outage = Outage.objects.select_for_update().get(pk=before.outage_id)
    else:
        outage = _under_way(component, started_at) or Outage(
            title=component.name, started_at=started_at, detected_at=at
        )
    outage.started_at = min(outage.started_at, started_at)
    outage.save()
    return outage


def _open(component: Component) -> Interruption | None:
    found = Interruption.objects.filter(component=component, by_probe=True, ended_at__isnull=True)
    return found.first()


def _end(interruption: Interruption, *, ended_at: datetime, at: datetime) -> None:
    """With its first second at the latest: a clock that was put right may have gone back."""
    interruption.ended_at = max(ended_at, interruption.started_at + SECOND)
    interruption.save(update_fields=["ended_at"])
    append_event(
        OUTAGE,
        interruption.outage,
        "recover",
        by=None,
        at=at,
        ended_at=interruption.ended_at,
        code=interruption.component.code,
        interruptions=[interruption.pk],
    )


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
        what = "Slow answers" if is_only_slow(outage) else "Interruption"
        outage.title = f"{what} of {names_in_text(components_of(outage))}"[:120]
        outage.save(update_fields=["title"])


@transaction.atomic
def recover(
    component: Component,
    *,
    ended_at: datetime,
    at: datetime,
    impacts: Collection[Impact] = (Impact.DOWN, Impact.DEGRADED),
) -> Outage | None:
    """The second success in a row, at `at`; the interruption ended with the first (A5). None where
    no interruption of one of these impacts goes on."""
    ended_at, at = to_second(ended_at), to_second(at)
    component = Component.objects.select_for_update().get(pk=component.pk)
    interruption = _open(component)
    if interruption is None or interruption.impact not in impacts:
        return None
    outage = Outage.objects.select_for_update().get(pk=interruption.outage_id)
    # A first success from before the beginning was stamped by a clock that was wrong.
    has_begun = ended_at > interruption.started_at
    _end(interruption, ended_at=ended_at if has_begun else at, at=at)
    close_if_over(outage, text=recovery_text(outage, at), by=None, at=at)
    return outage
