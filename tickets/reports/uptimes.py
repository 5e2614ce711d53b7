"""The availability of months; that of a finished month is kept until what it rests on changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Count, Max, Min, Q

from availability import figures
from availability.coverage import epoch
from availability.models import Component, Measurement
from availability.models.components import MEASUREMENT_COVERS
from availability.uptime import Uptime
from istockist_sla.core.lib.months import MonthBounds
from istockist_sla.core.models import Event
from tickets import inputs
from tickets.sla.terms import Terms

# Counting a month's measurements takes 30 ms, so a list of months keeps what it has counted.
KEPT_FOR = 7 * 24 * 3600
# Rows may be stored in another order than their ids: so many of the latest are looked at again.
OUT_OF_ORDER = 1_000
# After so many measurements a kept figure is stored anew, so that few are looked through.
STORE_ANEW = 5_000
SPEAKS_FOR = int(MEASUREMENT_COVERS.total_seconds())
NEVER = 2**62
SERVICE = (Event.Kind.OUTAGE, Event.Kind.MAINTENANCE, Event.Kind.COMPONENT)


class Kept(NamedTuple):
    """A finished month's figure, with the newest measurement and the events that it rests on."""

    uptime: Uptime
    events: tuple[int, int]
    newest: int


class Basis(NamedTuple):
    """What all figures rest on now."""

    component: Component
    events: tuple[int, int]
    newest: int


def uptimes_of(months: Sequence[tuple[MonthBounds, Terms]], *, at: datetime) -> list[Uptime | None]:
    """The API decides (A5); None where it is not a component yet, or the month is to come."""
    component = Component.objects.contractual()
    if component is None:
        return [None] * len(months)
    finished = [_key(component, *each) for each in months if each[0].end <= at]
    basis = _basis(component) if finished else None
    stored = cache.get_many(finished) if finished else {}
    kept = _still_valid(stored, basis) if basis else {}
    found = [_uptime(component, each, kept, at) for each in months]
    if basis is not None:
        fresh = {key for key in kept if basis.newest - stored[key].newest < STORE_ANEW}
        new = {
            key: Kept(each, basis.events, basis.newest)
            for key, each in zip((_key(component, *m) for m in months), found, strict=True)
            if key in finished and key not in fresh and each is not None
        }
        if new:
            cache.set_many(new, KEPT_FOR)
    return found


def _key(component: Component, bounds: MonthBounds, terms: Terms) -> str:
    """Whatever the figure is computed from, but the records of the service themselves."""
    given = inputs.availability_of(terms)
    start, end = (int(each.timestamp()) for each in bounds)
    return (
        f"uptime:{component.pk}:{start}:{end}:{given.index}:{given.system_uptime}:"
        f"{int(given.release_is_maintenance)}"
    )


def _basis(component: Component) -> Basis:
    """Each change of an outage, an exclusion or maintenance appends an event; a measurement does
    not, so the newest one is remembered."""
    events = Event.objects.filter(subject_kind__in=SERVICE)
    found = events.aggregate(count=Count("*"), newest=Max("id"))
    newest = Measurement.objects.aggregate(newest=Max("id"))["newest"] or 0
    return Basis(component, (found["count"], found["newest"] or 0), newest)


def _still_valid(kept: dict[str, Any], basis: Basis) -> dict[str, Uptime]:
    """Those since which nothing happened to the service, and no measurement of their time came."""
    same = {key: each for key, each in kept.items() if each.events == basis.events}
    firsts = _first_measured_since({each.newest for each in same.values()}, basis.component)
    return {
        key: each.uptime
        for key, each in same.items()
        if firsts[each.newest] >= epoch(each.uptime.end) + SPEAKS_FOR
    }


def _first_measured_since(newest: set[int], component: Component) -> dict[int, int]:
    """By the measurement that was the newest: the earliest second of all that came after it."""
    if not newest:
        return {}
    later = Measurement.objects.filter(component=component, id__gt=min(newest) - OUT_OF_ORDER)
    found = later.aggregate(
        **{f"n{each}": Min("second", filter=Q(id__gt=each - OUT_OF_ORDER)) for each in newest}
    )
    return {each: NEVER if found[f"n{each}"] is None else found[f"n{each}"] for each in newest}


def _uptime(
    component: Component,
    month: tuple[MonthBounds, Terms],
    kept: dict[str, Uptime],
    at: datetime,
) -> Uptime | None:
    bounds, terms = month
    found = kept.get(_key(component, bounds, terms))
    if found is not None or at <= bounds.start:
        return found
    return figures.month_figure(
        component, bounds.start, bounds.end, at=at, terms=inputs.availability_of(terms)
    )
