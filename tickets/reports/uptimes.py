"""The availability of months, by the component that decides it."""

from collections.abc import Sequence
from datetime import datetime

from availability import figures
from availability.figures import Asked
from availability.models import Component
from availability.uptime import Uptime
from istockist_sla.core.lib.months import MonthBounds
from tickets import inputs
from tickets.sla.terms import Terms


def uptimes_of(months: Sequence[tuple[MonthBounds, Terms]], *, at: datetime) -> list[Uptime | None]:
    """The API decides (A5); None where it is not a component yet, or the month is to come."""
    component = Component.objects.contractual()
    if component is None:
        return [None] * len(months)
    begun = [
        Asked(*bounds, inputs.availability_of(terms))
        for bounds, terms in months
        if bounds.start < at
    ]
    records = inputs.book().service
    found = iter(figures.month_figures(component, begun, at=at, records=records))
    return [next(found) if bounds.start < at else None for bounds, _ in months]
