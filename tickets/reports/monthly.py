"""A month's figures, per client or for all, each with the rows that it rests on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from availability import figures
from availability import uptime as availability
from availability.models import Component, Outage
from availability.models.components import CONTRACTUAL_COMPONENT
from istockist_sla.core.lib.months import Month
from istockist_sla.core.models import Event
from tickets import inputs
from tickets.models import Client, ClientFact, CloseReason, Ticket, TicketKind
from tickets.sla.index import Index
from tickets.sla.terms import CLASSES, ORDER_TESTS, Terms
from tickets.sla.verdict import EXCLUDED, MET, MISSED, NOT_COVERED, RUNNING, judge


@dataclass(frozen=True)
class ClassFigure:
    """One class of the month: its index (G7) and the guaranteed tickets behind it."""

    fault_class: str
    limit: int
    index: Index
    orders_only: Index
    tickets: Sequence[Ticket]
    missed: Sequence[Ticket]

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


@dataclass(frozen=True)
class FixRow:
    """A fix judged at a closing in the month; `reopened` where the ticket came back (K13)."""

    ticket: Ticket
    fault_class: str
    verdict: str
    elapsed: int
    limit: int | None
    closed_at: datetime | None
    reopened: bool


@dataclass(frozen=True)
class MonthFigures:
    month: Month
    client: Client | None
    at: datetime
    start: datetime
    end: datetime
    terms: Terms
    classes: list[ClassFigure]
    excluded: dict[str, list[Ticket]]
    not_covered: dict[str, list[Ticket]]
    running: list[Ticket]
    fixes: list[FixRow]
    uptime: availability.Uptime | None
    outages: list[Outage]
    opened: int = 0
    reopened: list[Ticket] = field(default_factory=list)

    @property
    def missed(self) -> list[Ticket]:
        return [ticket for figure in self.classes for ticket in figure.missed]

    @property
    def is_running(self) -> bool:
        return self.at < self.end

    @property
    def requests(self) -> list[Ticket]:
        return self.not_covered.get("request", [])


def month_figures(month: Month, *, client: Client | None = None, at: datetime) -> MonthFigures:
    """The month as recorded now; its terms are those in force at its first instant (V1)."""
    book = inputs.PublishedVersions()
    terms = _terms(month, client, book)
    zone = str(terms.calendar.zone)
    start, end = month.start(zone), month.end(zone)
    tickets = Ticket.objects.with_verdict_in(start, end)
    if client is not None:
        tickets = tickets.filter(client=client)
    rows = list(tickets)
    fixes, reopened = _fixes(start, end, client, book)
    return MonthFigures(
        month=month,
        client=client,
        at=at,
        start=start,
        end=end,
        terms=terms,
        classes=[_class_figure(code, rows, terms) for code in CLASSES],
        excluded=_by_reason(rows, EXCLUDED),
        not_covered=_by_reason(rows, NOT_COVERED),
        running=[row for row in rows if row.response_verdict == RUNNING],
        fixes=fixes,
        uptime=_uptime(start, end, terms, at),
        outages=list(Outage.objects.overlapping(start, end).with_updates().order_by("started_at")),
        opened=len(rows),
        reopened=reopened,
    )


def _terms(month: Month, client: Client | None, book: inputs.PublishedVersions) -> Terms:
    """A client's own agreement where its Premium fact holds at the month's first instant."""
    standard = book.standard(month.start())
    first = month.start(str(standard.calendar.zone))
    if client is None:
        return book.standard(first)
    held = inputs.facts_at(client.facts.select_related("author").order_by("-since", "-id"), first)
    premium = held.get(ClientFact.Kind.PREMIUM)
    own = premium is not None and premium.value == ClientFact.YES
    return book.terms(first, client_id=client.pk if own else None)[0]


def _class_figure(code: str, rows: Sequence[Ticket], terms: Terms) -> ClassFigure:
    """Guaranteed are the tickets met or missed under the class at qualification (K12, G7)."""
    tickets = [
        row for row in rows if row.response_class == code and row.response_verdict in (MET, MISSED)
    ]
    orders = [row for row in tickets if row.class_test in ORDER_TESTS]
    return ClassFigure(
        code,
        terms.limits[code].response,
        _index(tickets, terms),
        _index(orders, terms),
        tickets,
        [row for row in tickets if row.response_verdict == MISSED],
    )


def _index(tickets: Sequence[Ticket], terms: Terms) -> Index:
    met = sum(ticket.response_verdict == MET for ticket in tickets)
    return Index(met, len(tickets), terms.index)


def _by_reason(rows: Sequence[Ticket], verdict: str) -> dict[str, list[Ticket]]:
    found: dict[str, list[Ticket]] = {}
    for row in rows:
        if row.response_verdict == verdict:
            found.setdefault(row.response_reason, []).append(row)
    return dict(sorted(found.items()))


def _fixes(
    start: datetime, end: datetime, client: Client | None, book: inputs.PublishedVersions
) -> tuple[list[FixRow], list[Ticket]]:
    """Fixes by the month of their closing (K8), those of reopened tickets too (K13)."""
    closings = Event.objects.filter(
        subject_kind=Event.Kind.TICKET, verb="close", at__gte=start, at__lt=end
    ).values("subject_id")
    tickets = Ticket.objects.filter(pk__in=closings, kind=TicketKind.FAULT).select_related("client")
    if client is not None:
        tickets = tickets.filter(client=client)
    reopenings = Event.objects.filter(subject_kind=Event.Kind.TICKET, verb="reopen")
    back = list(tickets.filter(pk__in=reopenings.values("subject_id")).order_by("number"))
    found = _earlier_fixes(back, start, end, book)
    for ticket in tickets.filter(
        closed_at__gte=start, closed_at__lt=end, close_reason=CloseReason.RESOLVED
    ).order_by("number"):
        found.append(
            FixRow(
                ticket,
                ticket.fix_class,
                ticket.fix_verdict,
                ticket.fix_elapsed or 0,
                ticket.fix_limit,
                ticket.closed_at,
                reopened=False,
            )
        )
    return sorted(found, key=lambda row: (row.closed_at or end, row.ticket.number)), back


def _earlier_fixes(
    tickets: Sequence[Ticket], start: datetime, end: datetime, book: inputs.PublishedVersions
) -> list[FixRow]:
    known = inputs.load_inputs_for_many(tickets, book=book)
    return [
        FixRow(ticket, fix.fault_class, fix.verdict, fix.elapsed, fix.limit, fix.stopped_at, True)
        for ticket in tickets
        for fix in judge(known[ticket.pk], now=end).earlier_fixes
        if fix.stopped_at is not None and start <= fix.stopped_at < end
    ]


def fix_counts(fixes: Sequence[FixRow]) -> dict[str, Counter[str]]:
    """Verdicts of the fixes by class; *indicative* unless the agreement says otherwise (K8)."""
    counts: dict[str, Counter[str]] = {code: Counter() for code in CLASSES}
    for row in fixes:
        if row.fault_class and row.verdict:
            counts[row.fault_class][row.verdict] += 1
    return counts


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
        terms=availability.Terms(
            index=terms.availability_index,
            system_uptime=terms.system_uptime,
            release_is_maintenance=terms.release_is_maintenance,
            zone=str(terms.calendar.zone),
        ),
    )
