"""A month's figures, per client or for all, counted by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count

from availability.uptime import Uptime
from istockist_sla.core.lib.months import Month, MonthBounds
from tickets.models import Client, ClockResult, ClosedMonth
from tickets.models.clock_results import ClockResultQuerySet
from tickets.reports.fixes import fixes_of
from tickets.reports.four_figures import FourFigures, Ground, grounds_of
from tickets.reports.record import FIRST_MONTH
from tickets.reports.response_counts import ResponseCount, response_counts
from tickets.sla.index import Index
from tickets.sla.terms import CLASSES, Terms
from tickets.sla.verdict import MET, MISSED, RUNNING


class OtherLimit(NamedTuple):
    """Guaranteed tickets of the class that another limit judged, and whose they are."""

    limit: int
    tickets: int
    clients: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClassFigure:
    """One class of the month: its index (G7), also over the tickets about orders alone (G1)."""

    fault_class: str
    limit: int
    index: Index
    orders_only: Index
    other_limits: tuple[OtherLimit, ...] = ()

    @property
    def used(self) -> int:
        return min(self.index.misses, self.most)

    @property
    def most(self) -> int:
        """The length of the allowance's bar, in misses."""
        return max(self.index.allowed, 1)

    @property
    def sentence(self) -> str:
        return f"{self.index.misses} missed of {self.index.allowed} allowed"


@dataclass(frozen=True, kw_only=True)
class MonthFigures:
    """The figures are counted by the database; the rows behind them are read where asked for."""

    month: Month
    client: Client | None
    at: datetime
    bounds: MonthBounds
    terms: Terms
    counts: Sequence[ResponseCount]
    uptime: Uptime | None
    before: FourFigures | None

    @property
    def start(self) -> datetime:
        return self.bounds.start

    @property
    def end(self) -> datetime:
        return self.bounds.end

    @property
    def is_running(self) -> bool:
        return self.at < self.end

    @cached_property
    def closed(self) -> ClosedMonth | None:
        """The closing or amendment that stood at the instant of the figures (M1)."""
        links = ClosedMonth.objects.of_month(self.month).filter(closed_at__lte=self.at)
        return links.select_related("closing").last()

    @property
    def until(self) -> datetime:
        """The month's end, or the instant of the figures while it runs."""
        return min(self.end, max(self.at, self.start))

    @property
    def opened(self) -> int:
        return sum(count.tickets for count in self.counts)

    @property
    def undecided(self) -> int:
        return sum(count.tickets for count in self.counts if count.verdict == RUNNING)

    @property
    def misses(self) -> int:
        return sum(count.tickets for count in self.counts if count.verdict == MISSED)

    @property
    def misses_about_orders(self) -> int:
        missed = [count for count in self.counts if count.verdict == MISSED]
        return sum(count.tickets for count in missed if count.about_orders)

    def by_reason(self, verdict: str) -> dict[str, int]:
        """How many tickets have the verdict, by its reason, in the order of the codes."""
        found: dict[str, int] = {}
        for count in self.counts:
            if count.verdict == verdict:
                found[count.reason] = found.get(count.reason, 0) + count.tickets
        return dict(sorted(found.items()))

    @cached_property
    def classes(self) -> list[ClassFigure]:
        others = self._other_limits()
        return [self._class_figure(code, others.get(code, ())) for code in CLASSES]

    def _class_figure(self, code: str, others: tuple[OtherLimit, ...]) -> ClassFigure:
        """Guaranteed are the tickets met or missed under the class at qualification (K12, G7)."""
        counts = [count for count in self.counts if count.fault_class == code]
        return ClassFigure(
            fault_class=code,
            limit=self.terms.limits[code].response,
            index=_index(counts, self.terms),
            orders_only=_index([count for count in counts if count.about_orders], self.terms),
            other_limits=others,
        )

    def _other_limits(self) -> dict[str, tuple[OtherLimit, ...]]:
        """Whose tickets were judged by another limit than that of the month's own terms."""
        found = {
            (count.fault_class, count.limit)
            for count in self.counts
            if count.verdict in (MET, MISSED) and self._is_other(count)
        }
        if not found:
            return {}
        rows = self.responses.filter(verdict__in=[MET, MISSED], limit__in={row[1] for row in found})
        clients = rows.order_by("client__name").values_list("fault_class", "limit", "client__name")
        tickets: dict[tuple[str, int], dict[str, int]] = {}
        for code, limit, name, count in clients.annotate(tickets=Count("*")):
            if (code, limit) in found and limit is not None:
                tickets.setdefault((code, limit), {})[name] = count
        others: dict[str, tuple[OtherLimit, ...]] = {}
        for (code, limit), names in sorted(tickets.items()):
            other = OtherLimit(limit, sum(names.values()), tuple(names))
            others[code] = (*others.get(code, ()), other)
        return others

    def _is_other(self, count: ResponseCount) -> bool:
        return count.limit != self.terms.limits[count.fault_class].response

    @property
    def responses(self) -> ClockResultQuerySet:
        """Of the tickets opened in the month (G8)."""
        return _responses(self.bounds, self.client)

    @property
    def running(self) -> list[ClockResult]:
        """Undecided tickets in the order of their numbers."""
        rows = self.responses.filter(verdict=RUNNING).with_ticket()
        return list(rows.order_by("ticket__number"))

    @property
    def fixes(self) -> ClockResultQuerySet:
        """By the month of their closing (K8), those of closings that were undone too (K13)."""
        return fixes_of(self.start, self.end, self.client)


def month_figures(month: Month, *, client: Client | None = None, at: datetime) -> MonthFigures:
    """The month as recorded now, and the four figures of the month before; its terms are those in
    force at its first instant (V1)."""
    months = [month, month.previous] if month > FIRST_MONTH else [month]
    grounds = grounds_of(months, client, at=at)
    counts = response_counts([each.bounds for each in grounds], client)
    (this, counted), *earlier = zip(grounds, counts, strict=True)
    return MonthFigures(
        month=month,
        client=client,
        at=at,
        bounds=this.bounds,
        terms=this.terms,
        counts=counted,
        uptime=this.uptime,
        before=_four_figures(*earlier[0], at) if earlier else None,
    )


def figures_so_far(
    months: Sequence[Month], *, client: Client | None = None, at: datetime
) -> list[MonthFigures]:
    """In the order of the months, in a fixed number of statements; none with the month before."""
    grounds = grounds_of(months, client, at=at)
    counts = response_counts([each.bounds for each in grounds], client)
    return [
        MonthFigures(
            month=ground.month,
            client=client,
            at=at,
            bounds=ground.bounds,
            terms=ground.terms,
            counts=counted,
            uptime=ground.uptime,
            before=None,
        )
        for ground, counted in zip(grounds, counts, strict=True)
    ]


def _four_figures(ground: Ground, counts: Sequence[ResponseCount], at: datetime) -> FourFigures:
    of_class = {code: [each for each in counts if each.fault_class == code] for code in CLASSES}
    indices = {code: _index(found, ground.terms) for code, found in of_class.items()}
    is_running = at < ground.bounds.end
    return FourFigures(ground.month, is_running, ground.terms, indices, ground.uptime)


def _responses(bounds: MonthBounds, client: Client | None) -> ClockResultQuerySet:
    return ClockResult.objects.responses().of_client(client).opened_in(*bounds)


def _index(counts: Sequence[ResponseCount], terms: Terms) -> Index:
    met = sum(count.tickets for count in counts if count.verdict == MET)
    misses = sum(count.tickets for count in counts if count.verdict == MISSED)
    return Index(met, met + misses, terms.index)
