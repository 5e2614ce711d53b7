"""The door of components and their probes: how both are made and changed, each with its event."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from availability.incidents.base import COMPONENT, append_event, codes
from availability.models import Component, Probe
from istockist_sla.core.lib.text import clock_gmt
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused

Layer = Component.Layer
# Code, name, description and what each rests on; they stand below the applications.
USUAL_SYSTEMS = [
    ("network", "Network", "The lines to and between the servers", []),
    ("hosting", "Hosting", "The servers", ["network"]),
    ("database", "Database", "Where products, orders and prices are kept", ["hosting"]),
]
FIRST_ORDER = 100


@transaction.atomic
def create(
    *,
    code: str,
    name: str,
    description: str,
    layer: str,
    depends_on: Iterable[Component],
    order: int,
    by: User,
    at: datetime,
) -> Component:
    """It is measured from its probe's first round on; events name it by its code for ever."""
    if Component.objects.filter(code=code).exists():
        raise ActionRefused("Another component has this code.")
    component = Component(code=code, name=name, description=description, layer=layer, order=order)
    below = list(depends_on)
    _refuse_dependencies(component, below)
    component.save()
    component.depends_on.set(below)
    append_event(COMPONENT, component, "create", by=by, at=at, layer=layer, depends_on=codes(below))
    return component


@transaction.atomic
def revise(
    component: Component,
    *,
    name: str,
    description: str,
    layer: str,
    depends_on: Iterable[Component],
    order: int,
    by: User,
    at: datetime,
) -> Component:
    """Everything but its code."""
    component = _lock(component)
    component.name, component.description = name, description
    component.layer, component.order = layer, order
    below = list(depends_on)
    _refuse_dependencies(component, below)
    if layer == Layer.SYSTEM and component.is_contractual:
        raise ActionRefused("The contractual figure is that of an application.")
    component.save(update_fields=["name", "description", "layer", "order"])
    component.depends_on.set(below)
    append_event(COMPONENT, component, "revise", by=by, at=at, layer=layer, depends_on=codes(below))
    return component


def _refuse_dependencies(component: Component, below: Iterable[Component]) -> None:
    """Systems carry applications and not the other way round, and nothing rests on itself."""
    for each in below:
        if component.layer == Layer.SYSTEM and each.layer != Layer.SYSTEM:
            raise ActionRefused(f"A system cannot depend on an application ({each}).")
        if component.pk is not None and component.pk in _everything_below(each):
            raise ActionRefused(f"{each} depends on {component} already.")
    if component.pk is not None and component.layer == Layer.APPLICATION:
        above = component.dependants.filter(layer=Layer.SYSTEM).first()
        if above is not None:
            raise ActionRefused(f"{above} is a system and depends on it.")


def _everything_below(component: Component) -> set[int]:
    """Its own id and those of all that it rests on, however far down."""
    links: dict[int, list[int]] = {}
    for upper, lower in Component.depends_on.through.objects.values_list(
        "from_component_id", "to_component_id"
    ):
        links.setdefault(upper, []).append(lower)
    found, waiting = set[int](), [component.pk]
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting += links.get(pk, [])
    return found


@transaction.atomic
def rest_on_usual_systems(component: Component, *, by: User, at: datetime) -> Component:
    """Of an application: it rests on the usual systems, which are added where they are missing."""
    component = _lock(component)
    if component.layer != Layer.APPLICATION:
        raise ActionRefused("Applications rest on systems; this is a system.")
    systems: dict[str, Component] = {}
    for order, (code, name, description, below) in enumerate(USUAL_SYSTEMS, start=FIRST_ORDER):
        found = Component.objects.filter(code=code).first()
        systems[code] = found or create(
            code=code,
            name=name,
            description=description,
            layer=Layer.SYSTEM,
            depends_on=[systems[each] for each in below],
            order=order,
            by=by,
            at=at,
        )
    missing = [each for each in systems.values() if each.layer == Layer.SYSTEM]
    return revise(
        component,
        name=component.name,
        description=component.description,
        layer=component.layer,
        depends_on=[*component.depends_on.all(), *missing],
        order=component.order,
        by=by,
        at=at,
    )


@transaction.atomic
def set_probe(component: Component, *, by: User, at: datetime, **columns: Any) -> Probe:
    """How it is measured from the next round on; `columns` are those of a probe.

    The event holds no address: it may name a host that only the desk knows.
    """
    component = _lock(component)
    probe, _ = Probe.objects.update_or_create(
        component=component, defaults={**columns, "is_active": True}
    )
    append_event(
        COMPONENT, component, "set_probe", by=by, at=at, probe=probe.pk, nature=str(probe.kind)
    )
    return probe


@transaction.atomic
def stop_probe(component: Component, *, by: User, at: datetime) -> Probe:
    """From now on its time is not measured, and that is shown (A6)."""
    component = _lock(component)
    probe = Probe.objects.filter(component=component, is_active=True).first()
    if probe is None:
        raise ActionRefused("It has no probe that could be stopped.")
    probe.is_active = False
    probe.save(update_fields=["is_active"])
    append_event(COMPONENT, component, "stop_probe", by=by, at=at, probe=probe.pk)
    return probe


@transaction.atomic
def let_decide(component: Component, *, by: User, at: datetime) -> Component:
    """Its figure is the contractual one (A5), unless another one has been judged by already."""
    rows = {each.pk: each for each in Component.objects.select_for_update().order_by("pk")}
    component = rows[component.pk]
    before = next((each for each in rows.values() if each.is_contractual), None)
    if before == component:
        raise ActionRefused("It decides already.")
    if component.layer != Layer.APPLICATION:
        raise ActionRefused("The contractual figure is that of an application.")
    if before is not None and before.monitored_since is not None:
        raise ActionRefused(
            f"{before} has been measured since {clock_gmt(before.monitored_since, at)}, and its "
            "months are judged by it."
        )
    Component.objects.filter(is_contractual=True).update(is_contractual=False)
    component.is_contractual = True
    component.save(update_fields=["is_contractual"])
    append_event(COMPONENT, component, "let_decide", by=by, at=at)
    return component


def _lock(component: Component) -> Component:
    return Component.objects.select_for_update().get(pk=component.pk)
