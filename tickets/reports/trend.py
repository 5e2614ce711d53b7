"""Twelve months of first answers in time, per class, counted by the database."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from istockist_sla.core.lib.months import Month
from tickets import inputs
from tickets.models import Client, ClockResult
from tickets.sla.index import Index
from tickets.sla.terms import CLASSES, Terms
from tickets.sla.verdict import MET, MISSED

LENGTH = 12
SMALL = 20


class TrendRow(NamedTuple):
    month: Month
    indices: dict[str, Index]


def trend(last: Month, *, terms: Terms, client: Client | None = None) -> list[TrendRow]:
    """The twelve months up to `last`, each by class; the target is that of `terms`."""
    zone = terms.calendar.zone
    first = last.shifted(1 - LENGTH)
    calendar = inputs.months()
    responses = ClockResult.objects.responses().of_client(client)
    judged = responses.opened_in(calendar.start(first), calendar.start(last.next)).filter(
        verdict__in=[MET, MISSED]
    )
    counts: dict[Month, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in (
        judged.order_by()
        .annotate(month=TruncMonth("opened_at", tzinfo=zone))
        .values("month", "fault_class")
        .annotate(n=Count("id"), met=Count("id", filter=Q(verdict=MET)))
    ):
        opened: datetime = row["month"]
        month = Month(opened.year, opened.month)
        counts[month][row["fault_class"]] = (row["met"], row["n"])
    months = [first.shifted(i) for i in range(LENGTH)]
    return [
        TrendRow(
            month,
            {code: Index(*counts[month].get(code, (0, 0)), terms.index) for code in CLASSES},
        )
        for month in months
    ]
