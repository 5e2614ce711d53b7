"""The state of each component now, whether or not an outage is published (A7)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from availability.models import Component, Impact, Maintenance, Measurement, Outage
from availability.models.components import MEASUREMENT_COVERS


class ComponentState(StrEnum):
    """The gravest first."""

    DOWN = "down"
    DEGRADED = "degraded"
    MAINTENANCE = "maintenance"
    UNKNOWN = "unknown"
    UP = "up"


def states_now(
    components: Iterable[Component],
    outages: Sequence[Outage],
    maintenance: Sequence[Maintenance],
    at: datetime,
) -> dict[int, ComponentState]:
    """By the component's id; outages and maintenance come with their rows prefetched."""
    impacts = _impacts(outages, at)
    in_maintenance = {
        component.pk
        for each in maintenance
        if each.kind == Maintenance.Kind.TECHNICAL and each.in_progress(at)
        for component in each.components.all()
    }
    measured = {
        pk
        for pk, measurement in Measurement.objects.newest_by_component(at).items()
        if measurement.at + MEASUREMENT_COVERS > at
    }
    return {
        each.pk: _state(each.pk in in_maintenance, impacts.get(each.pk, set()), each.pk in measured)
        for each in components
    }


def _impacts(outages: Iterable[Outage], at: datetime) -> dict[int, set[str]]:
    impacts: dict[int, set[str]] = {}
    for outage in outages:
        for interruption in outage.interruptions.all():
            if interruption.ended_at is None and interruption.started_at <= at:
                impacts.setdefault(interruption.component_id, set()).add(interruption.impact)
    return impacts


def _state(in_maintenance: bool, impacts: set[str], measured: bool) -> ComponentState:
    if in_maintenance:
        return ComponentState.MAINTENANCE
    if impacts:
        return ComponentState.DOWN if Impact.DOWN in impacts else ComponentState.DEGRADED
    return ComponentState.UP if measured else ComponentState.UNKNOWN
