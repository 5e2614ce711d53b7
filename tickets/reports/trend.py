"""First answers in time over many months, each month judged by its own terms (G7, V1)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from istockist_sla.core.lib.months import Month
from tickets import inputs
from tickets.inputs.client_facts import load_facts
from tickets.models import Client
from tickets.reports.span_counts import judged_counts
from tickets.sla.folder import facts_at
from tickets.sla.index import Index
from tickets.sla.terms import CLASSES, Terms
from tickets.sla.versions import Versions

FIRST = Month(2019, 10)
LENGTHS = (12, 24)
SMALL = 20  # with fewer guaranteed tickets a single miss says little


class TrendRow(NamedTuple):
    """A month with the terms of its first instant, and its index by class."""

    month: Month
    terms: Terms
    indices: dict[str, Index]


def trend(last: Month, *, length: int = 12, client: Client | None = None) -> list[TrendRow]:
    """The months up to `last`, for one client or for all, from the first of the record on."""
    months = [month for i in range(length) if (month := last.shifted(i + 1 - length)) >= FIRST]
    versions = inputs.published_versions()
    bounds = [versions.months.bounds(month) for month in months]
    terms = _terms([start for start, _ in bounds], client, versions)
    return [
        TrendRow(month, of_month, {code: Index(*counts[code], of_month.index) for code in CLASSES})
        for month, of_month, counts in zip(
            months, terms, judged_counts(bounds, client), strict=True
        )
    ]


def _terms(
    starts: Sequence[datetime], client: Client | None, versions: Versions
) -> Iterator[Terms]:
    """In force at each instant: the standard agreement's, or the client's own (P4)."""
    if client is None:
        return (versions.standard(start) for start in starts)
    facts = load_facts([client.pk])[client.pk]
    return (
        inputs.terms_by_facts(versions, client.pk, facts_at(facts, start), start)[0]
        for start in starts
    )
