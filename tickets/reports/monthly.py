"""A month's figures, per client or for all, each with the rows that it rests on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Min

from availability import figures
from availability import uptime as availability
from availability.models import Component, Outage
from availability.models.components import CONTRACTUAL_COMPONENT
from istockist_sla.core.lib.months import Month
from istockist_sla.core.models import Event
from tickets import inputs
from tickets.models import Client, ClockResult, Ticket, TicketKind, Verb
from tickets.models.clock_results import ClockResultQuerySet
from tickets.sla.index import Index
from tickets.sla.terms import CLASSES, Terms
from tickets.sla.verdict import EXCLUDED, MET, MISSED, NOT_COVERED, RUNNING


@dataclass(frozen=True, kw_only=True)
class ClassFigure:
    """One class of the month: its index (G7), also over the tickets about orders alone."""

    fault_class: str
    limit: int
    index: Index
    orders_only: Index

    @property
    def tone(self) -> str:
        return "missed" if self.index.kept is False else "met"

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


class ResponseCount(NamedTuple):
    """So many responses of the month with the same class, verdict and reason."""

    fault_class: str
    verdict: str
    reason: str
    about_orders: bool
    tickets: int


@dataclass(frozen=True, kw_only=True)
class MonthFigures:
    """The figures are counted by the database; the rows behind them are read where asked for."""

    month: Month
    client: Client | None
    at: datetime
    start: datetime
    end: datetime
    terms: Terms
    counts: Sequence[ResponseCount]
    uptime: availability.Uptime | None
    outages: Sequence[Outage]

    @property
    def is_running(self) -> bool:
        return self.at < self.end

    @property
    def opened(self) -> int:
        return sum(count.tickets for count in self.counts)

    @property
    def undecided(self) -> int:
        return sum(count.tickets for count in self.counts if count.verdict == RUNNING)

    @property
    def misses(self) -> int:
        return sum(count.tickets for count in self.counts if count.verdict == MISSED)

    @cached_property
    def classes(self) -> list[ClassFigure]:
        return [self._class_figure(code) for code in CLASSES]

    def _class_figure(self, code: str) -> ClassFigure:
        """Guaranteed are the tickets met or missed under the class at qualification (K12, G7)."""
        counts = [count for count in self.counts if count.fault_class == code]
        return ClassFigure(
            fault_class=code,
            limit=self.terms.limits[code].response,
            index=_index(counts, self.terms),
            orders_only=_index([count for count in counts if count.about_orders], self.terms),
        )

    @property
    def responses(self) -> ClockResultQuerySet:
        """Of the tickets opened in the month (G8), with their tickets in order."""
        rows = _responses(self.start, self.end, self.client)
        return rows.with_ticket().order_by("ticket__number")

    @cached_property
    def guaranteed(self) -> dict[str, list[ClockResult]]:
        """By class, in the order of the classes."""
        rows = list(self.responses.filter(verdict__in=[MET, MISSED]))
        return {code: [row for row in rows if row.fault_class == code] for code in CLASSES}

    @cached_property
    def missed(self) -> list[ClockResult]:
        """In the order of the classes."""
        rows = self.responses.filter(verdict=MISSED)
        return sorted(rows, key=lambda row: CLASSES.index(row.fault_class))

    @property
    def excluded(self) -> dict[str, list[ClockResult]]:
        """By the condition that applies, in the order of the codes."""
        return self._by_reason(EXCLUDED)

    @property
    def not_covered(self) -> dict[str, list[ClockResult]]:
        """By the reason, in the order of the codes."""
        return self._by_reason(NOT_COVERED)

    @property
    def running(self) -> list[ClockResult]:
        return [row for row in self._outside if row.verdict == RUNNING]

    @cached_property
    def _outside(self) -> list[ClockResult]:
        """What is in no index."""
        return list(self.responses.filter(verdict__in=[EXCLUDED, NOT_COVERED, RUNNING]))

    def _by_reason(self, verdict: str) -> dict[str, list[ClockResult]]:
        found: dict[str, list[ClockResult]] = {}
        for row in self._outside:
            if row.verdict == verdict:
                found.setdefault(row.reason, []).append(row)
        return dict(sorted(found.items()))

    @property
    def fixes(self) -> ClockResultQuerySet:
        """By the month of their closing (K8), those of closings that were undone too (K13); with
        their tickets, in the order of the closings."""
        fixes = ClockResult.objects.fixes().of_client(self.client)
        rows = fixes.stopped_in(self.start, self.end).with_ticket()
        return rows.order_by("stopped_at", "ticket__number", "-closing")

    @cached_property
    def fix_counts(self) -> dict[str, Counter[str]]:
        """Verdicts of the fixes by class; *indicative* unless the agreement says otherwise (K8)."""
        counts: dict[str, Counter[str]] = {code: Counter() for code in CLASSES}
        judged = self.fixes.exclude(verdict="").order_by().values("fault_class", "verdict")
        for row in judged.annotate(
            fixes=Count("id"), first=Min("stopped_at"), ticket=Min("ticket_id")
        ).order_by("first", "ticket"):
            counts[row["fault_class"]][row["verdict"]] = row["fixes"]
        return counts

    @cached_property
    def reopened(self) -> list[Ticket]:
        """Closed in the month, and brought back at some time (K13)."""
        events = Event.objects.filter(subject_kind=Event.Kind.TICKET)
        closed = events.filter(verb=Verb.CLOSE, at__gte=self.start, at__lt=self.end)
        tickets = Ticket.objects.filter(kind=TicketKind.FAULT).filter(
            pk__in=closed.filter(
                subject_id__in=events.filter(verb=Verb.REOPEN).values("subject_id")
            ).values("subject_id")
        )
        if self.client is not None:
            tickets = tickets.filter(client=self.client)
        return list(tickets.order_by("number"))


def month_figures(month: Month, *, client: Client | None = None, at: datetime) -> MonthFigures:
    """The month as recorded now; its terms are those in force at its first instant (V1)."""
    start, end = inputs.month_bounds(month)
    terms = _terms(start, client)
    return MonthFigures(
        month=month,
        client=client,
        at=at,
        start=start,
        end=end,
        terms=terms,
        counts=_response_counts(start, end, client),
        uptime=_uptime(start, end, terms, at),
        outages=list(Outage.objects.overlapping(start, end).with_updates().order_by("started_at")),
    )


def _terms(start: datetime, client: Client | None) -> Terms:
    if client is None:
        return inputs.published_versions().standard(start)
    return inputs.terms_for(client.pk, start)


def _responses(start: datetime, end: datetime, client: Client | None) -> ClockResultQuerySet:
    return ClockResult.objects.responses().of_client(client).opened_in(start, end)


def _response_counts(start: datetime, end: datetime, client: Client | None) -> list[ResponseCount]:
    columns = ("fault_class", "verdict", "reason", "about_orders")
    rows = _responses(start, end, client).order_by().values_list(*columns)
    return [ResponseCount(*row) for row in rows.annotate(tickets=Count("id"))]


def _index(counts: Sequence[ResponseCount], terms: Terms) -> Index:
    met = sum(count.tickets for count in counts if count.verdict == MET)
    misses = sum(count.tickets for count in counts if count.verdict == MISSED)
    return Index(met, met + misses, terms.index)


def _uptime(
    start: datetime, end: datetime, terms: Terms, at: datetime
) -> availability.Uptime | None:
    """The API decides (A5); None where it is not a component yet."""
    component = Component.objects.filter(code=CONTRACTUAL_COMPONENT).first()
    if component is None or at <= start:
        return None
    return figures.month_figure(
        component,
        start,
        end,
        at=at,
        terms=availability.AvailabilityTerms(
            index=terms.availability_index,
            system_uptime=terms.system_uptime,
            release_is_maintenance=terms.release_is_maintenance,
        ),
    )
