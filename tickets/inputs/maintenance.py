"""Planned work that takes time off the clocks (K11)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from availability.models import Maintenance
from tickets.inputs.event_row import Happened
from tickets.sla.clock import MAINTENANCE, Period
from tickets.sla.terms import Terms


class Work(NamedTuple):
    """Time that planned work takes off the clocks of the components it concerns (K11)."""

    is_release: bool
    components: frozenset[str]
    periods: tuple[Period, ...]


def works_since(since: datetime | None) -> list[Work]:
    """Every planned work whose windows reach past `since`, in the order of their rows."""
    if since is None:
        return []
    rows = Maintenance.objects.filter(announcements__ends_at__gt=since).distinct()
    return [
        Work(
            row.kind == Maintenance.Kind.RELEASE,
            frozenset(component.code for component in row.components.all()),
            tuple(Period(*span, MAINTENANCE, row.title) for span in row.off_the_clock()),
        )
        for row in rows.with_windows().order_by("pk")
    ]


def components_of(events: Sequence[Happened]) -> frozenset[str]:
    """The components recorded at qualification; none recorded means all (K11)."""
    recorded = [event.data["components"] for event in events if event.data.get("components")]
    return frozenset(recorded[-1]) if recorded else frozenset()


def off_the_clock(
    works: Sequence[Work], components: frozenset[str], terms: Terms, opened_at: datetime
) -> tuple[Period, ...]:
    return tuple(
        period
        for work in works
        if (terms.release_is_maintenance or not work.is_release)
        and (not components or not work.components or components & work.components)
        for period in work.periods
        if period.end > opened_at
    )
