"""The first answers of a month by verdict, counted without reading a row (G7, G9)."""

from collections import Counter
from typing import Any, NamedTuple

from django.db.models import Count

from istockist_sla.core.lib.months import MonthBounds
from tickets.models import Client, ClockResult, Tally
from tickets.models.tallies import whole_days

COLUMNS = ("fault_class", "verdict", "reason", "about_orders", "limit")


class ResponseCount(NamedTuple):
    """So many responses alike."""

    fault_class: str
    verdict: str
    reason: str
    about_orders: bool
    limit: int | None
    tickets: int


def response_counts(bounds: MonthBounds, client: Client | None) -> list[ResponseCount]:
    """Of one client by its own index; of all as sums over the days, and what lies around them
    row by row."""
    if client is not None:
        return _listed(_counted(bounds, client))
    first, beyond, edges = whole_days(*bounds)
    found = Counter(Tally.objects.of(Tally.Of.RESPONSE).days(first, beyond).sums(*COLUMNS))
    for start, end in edges:
        found.update(_counted(MonthBounds(start, end), None))
    return _listed(found)


def _listed(found: Counter[tuple[Any, ...]]) -> list[ResponseCount]:
    return [ResponseCount._make((*key, tickets)) for key, tickets in found.items()]


def _counted(bounds: MonthBounds, client: Client | None) -> Counter[tuple[Any, ...]]:
    rows = ClockResult.objects.responses().of_client(client).opened_in(*bounds).order_by()
    counts = rows.values_list(*COLUMNS).annotate(tickets=Count("*"))
    return Counter({row[:-1]: row[-1] for row in counts})
