"""The state of each component now, whether or not an outage is published (A7)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from availability.models import Component, Impact, Maintenance, Measurement, Outage
from availability.models.components import MEASUREMENT_COVERS


class ComponentState(StrEnum):
    """The gravest first."""

    DOWN = "down"
    DEGRADED = "degraded"
    MAINTENANCE = "maintenance"
    UNKNOWN = "unknown"
    UP = "up"


class StateNow(NamedTuple):
    """With when the component was measured last, where it ever was."""

    state: ComponentState
    measured_at: datetime | None

    @property
    def silent_since(self) -> datetime | None:
        """The last measurement of what is not measured any more."""
        return self.measured_at if self.state == ComponentState.UNKNOWN else None


def states_now(
    components: Iterable[Component],
    outages: Sequence[Outage],
    maintenance: Sequence[Maintenance],
    at: datetime,
) -> dict[int, StateNow]:
    """By the component's id; outages and maintenance come with their rows prefetched."""
    impacts = _impacts(outages, at)
    in_maintenance = {
        component.pk
        for each in maintenance
        if each.kind == Maintenance.Kind.TECHNICAL and each.in_progress(at)
        for component in each.components.all()
    }
    newest = {pk: each.at for pk, each in Measurement.objects.newest_by_component(at).items()}
    measured = {pk for pk, last in newest.items() if last + MEASUREMENT_COVERS > at}
    return {
        pk: StateNow(
            _state(pk in in_maintenance, impacts.get(pk, set()), pk in measured), newest.get(pk)
        )
        for pk in (each.pk for each in components)
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
