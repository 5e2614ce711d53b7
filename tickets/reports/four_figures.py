"""The four figures of many months at once: the availability, and the index of each class."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from availability.uptime import Uptime
from istockist_sla.core.lib.months import Month, MonthBounds
from tickets import inputs
from tickets.models import Client
from tickets.reports.judged_counts import judged_counts
from tickets.reports.uptimes import uptimes_of
from tickets.sla.folder import facts_at
from tickets.sla.index import Index
from tickets.sla.terms import CLASSES, Terms
from tickets.sla.versions import Versions


class FourFigures(NamedTuple):
    """A month's figures, each by the terms of the month's own first instant (V1)."""

    month: Month
    is_running: bool
    terms: Terms
    indices: dict[str, Index]
    uptime: Uptime | None

    @property
    def misses(self) -> int:
        return sum(index.misses for index in self.indices.values())


class Ground(NamedTuple):
    """What the figures of a month stand on."""

    month: Month
    bounds: MonthBounds
    terms: Terms
    uptime: Uptime | None


def figures_of_months(
    months: Sequence[Month], *, client: Client | None = None, at: datetime
) -> list[FourFigures]:
    """In the order of the months, in a fixed number of statements."""
    grounds = grounds_of(months, client, at=at)
    counts = judged_counts([each.bounds for each in grounds], client)
    return [
        FourFigures(
            month=each.month,
            is_running=at < each.bounds.end,
            terms=each.terms,
            indices={code: Index(*counts[n][code], each.terms.index) for code in CLASSES},
            uptime=each.uptime,
        )
        for n, each in enumerate(grounds)
    ]


def grounds_of(months: Sequence[Month], client: Client | None, *, at: datetime) -> list[Ground]:
    versions = inputs.published_versions()
    bounds = [versions.months.bounds(month) for month in months]
    terms = terms_of_months(bounds, client, versions)
    uptimes = uptimes_of(list(zip(bounds, terms, strict=True)), at=at)
    return [Ground(*each) for each in zip(months, bounds, terms, uptimes, strict=True)]


def terms_of_months(
    bounds: Sequence[MonthBounds], client: Client | None, versions: Versions
) -> list[Terms]:
    """Those in force at each month's first instant; of October 2019, which began before it,
    version 1 (V1). A client's months follow its own agreement while it has one (P4)."""
    if client is None:
        return [versions.standard(each.start) for each in bounds]
    facts = inputs.read_client(client.pk).facts[client.pk]
    starts = [each.start for each in bounds]
    return [
        inputs.terms_by_facts(versions, client.pk, facts_at(facts, start), start)[0]
        for start in starts
    ]
