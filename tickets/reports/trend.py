"""First answers in time over many months, each month judged by its own terms (G7, V1)."""

from typing import NamedTuple

from istockist_sla.core.lib.months import Month
from tickets import inputs
from tickets.models import Client
from tickets.reports.four_figures import terms_of_months
from tickets.reports.judged_counts import judged_counts
from tickets.reports.record import FIRST_MONTH
from tickets.sla.index import Index
from tickets.sla.terms import CLASSES, Terms

LENGTHS = (12, 24)
SMALL = 20  # with fewer guaranteed tickets a single miss says little


class TrendRow(NamedTuple):
    """A month with the terms of its first instant, and its index by class."""

    month: Month
    terms: Terms
    indices: dict[str, Index]


def trend(last: Month, *, length: int = 12, client: Client | None = None) -> list[TrendRow]:
    """The months up to `last`, for one client or for all, from the first of the record on."""
    shown = (last.shifted(i + 1 - length) for i in range(length))
    months = [month for month in shown if month >= FIRST_MONTH]
    versions = inputs.published_versions()
    bounds = [versions.months.bounds(month) for month in months]
    terms = terms_of_months(bounds, client, versions)
    rows = zip(months, terms, judged_counts(bounds, client), strict=True)
    return [
        TrendRow(month, of_month, {code: Index(*counts[code], of_month.index) for code in CLASSES})
        for month, of_month, counts in rows
    ]
