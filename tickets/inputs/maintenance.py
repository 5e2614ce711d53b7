"""Planned work that takes time off the clocks (K11)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from availability.models import Maintenance
from tickets.inputs.event_row import EventRow
from tickets.sla.clock import MAINTENANCE, Period
from tickets.sla.terms import Terms


class PlannedWork(NamedTuple):
    """Time that planned work takes off the clocks of the components it concerns (K11)."""

    is_release: bool
    components: frozenset[str]
    periods: tuple[Period, ...]


def planned_work_since(since: datetime | None) -> list[PlannedWork]:
    """Every planned work whose windows reach past `since`, in the order of their rows."""
    if since is None:
        return []
    rows = Maintenance.objects.filter(windows__ends_at__gt=since).distinct()
    return [
        PlannedWork(
            is_release=row.kind == Maintenance.Kind.RELEASE,
            components=frozenset(component.code for component in row.components.all()),
            periods=tuple(Period(*span, MAINTENANCE, row.title) for span in row.off_the_clock()),
        )
        for row in rows.with_windows().order_by("pk")
    ]


def components_of(events: Sequence[EventRow]) -> frozenset[str]:
    """The components recorded at qualification; none recorded means all (K11)."""
    recorded = [event.data["components"] for event in events if event.data.get("components")]
    return frozenset(recorded[-1]) if recorded else frozenset()


def uncounted_periods(
    planned: Sequence[PlannedWork], components: frozenset[str], terms: Terms, opened_at: datetime
) -> tuple[Period, ...]:
    return tuple(
        period
        for work in planned
        if (terms.release_is_maintenance or not work.is_release)
        and (not components or not work.components or components & work.components)
        for period in work.periods
        if period.end > opened_at
    )
