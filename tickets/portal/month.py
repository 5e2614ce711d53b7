"""One month of a client: what was kept, and every row that stands behind it (M2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, F, Value, When
from django.urls import reverse
from django.utils.http import urlencode

from istockist_sla.core.lib.months import Month
from tickets import access, inputs
from tickets.access import Visit
from tickets.models import ClockResult, ClosedMonth, Finding
from tickets.portal.findings import Decision, decision
from tickets.portal.works import WorkLine, works_of
from tickets.reports import decisions, service
from tickets.reports.closing.bundle_file import file_name
from tickets.reports.closing.checklist import closable_from
from tickets.reports.closing.kept_figures import agree
from tickets.reports.monthly import ClassFigure, MonthFigures, figures_so_far
from tickets.reports.record import in_the_record
from tickets.reports.service import OutageRow
from tickets.reports.ticket_lists import GUARANTEED
from tickets.reports.verdict_words import verdict_words
from tickets.sla.verdict import EXCLUDED, MISSED, NOT_COVERED, RUNNING
from tickets.wording import not_judged

# So many tickets stand on the page; the rest is behind the links of their counts.
SHOWN = 60
LISTED = (MISSED, EXCLUDED, RUNNING)


class Measure(NamedTuple):
    """The index of one class, with the addresses of the tickets behind its numbers."""

    figure: ClassFigure
    address: str
    missed_address: str
    orders_address: str


class ExcludedTicket(NamedTuple):
    """A ticket outside the guarantee, why, and what was decided of it, if that was a decision."""

    row: ClockResult
    reason: str
    decision: Decision | None


class NotCovered(NamedTuple):
    reason: str
    tickets: int
    address: str


@dataclass(frozen=True, kw_only=True)
class MonthPage:
    """`links`: the closing and its amendments, the last of which holds; none of a draft."""

    figures: MonthFigures
    links: Sequence[ClosedMonth]
    is_as_closed: bool
    missed: Sequence[ClockResult]
    excluded: Sequence[ExcludedTicket]
    running: Sequence[ClockResult]
    outages: Sequence[OutageRow]
    maintenance: Sequence[WorkLine]
    invoiced: Sequence[Finding]

    @property
    def month(self) -> Month:
        return self.figures.month

    @property
    def closed(self) -> ClosedMonth | None:
        return self.links[-1] if self.links else None

    @property
    def amended_title(self) -> str:
        """`Closed, amendment 1`."""
        return f"Closed, {self.closed.closing.title}" if self.closed else ""

    @property
    def closable_from(self) -> datetime:
        return closable_from(self.figures.bounds)

    @property
    def verdict(self) -> tuple[str, str]:
        return verdict_words(self.figures)

    @property
    def measures(self) -> list[Measure]:
        return [
            Measure(
                figure,
                address(self.month, fault_class=figure.fault_class, verdict=GUARANTEED),
                address(self.month, fault_class=figure.fault_class, verdict=MISSED),
                address(
                    self.month, fault_class=figure.fault_class, verdict=GUARANTEED, orders=True
                ),
            )
            for figure in self.figures.classes
        ]

    @property
    def all_address(self) -> str:
        return address(self.month)

    @property
    def missed_address(self) -> str:
        return address(self.month, verdict=MISSED)

    @property
    def excluded_address(self) -> str:
        return address(self.month, verdict=EXCLUDED)

    @property
    def running_address(self) -> str:
        return address(self.month, verdict=RUNNING)

    @property
    def earlier_links(self) -> Sequence[ClosedMonth]:
        return self.links[:-1]

    @property
    def bundle_name(self) -> str:
        closed, client = self.closed, self.figures.client
        return file_name(closed.closing, client) if closed and client else ""

    @property
    def excluded_count(self) -> int:
        return sum(self.figures.by_reason(EXCLUDED).values())

    @property
    def minutes(self) -> int:
        return sum(finding.minutes or 0 for finding in self.invoiced)

    def not_covered(self) -> Iterator[NotCovered]:
        for reason, count in self.figures.by_reason(NOT_COVERED).items():
            link = address(self.month, verdict=NOT_COVERED, reason=reason)
            yield NotCovered(not_judged.LABELS.get(reason, reason), count, link)


def address(
    month: Month,
    *,
    fault_class: str = "",
    verdict: str = "",
    reason: str = "",
    orders: bool = False,
) -> str:
    """Of the list of the month's tickets, narrowed to these."""
    asked = {"class": fault_class, "verdict": verdict, "reason": reason, "orders": orders and "yes"}
    query = urlencode({name: value for name, value in asked.items() if value})
    page = reverse("portal:service_tickets", args=[month])
    return f"{page}?{query}" if query else page


def month_of_record(text: str, at: datetime) -> Month:
    """Raises ValueError for what is no month, or one without figures."""
    return in_the_record(Month.parse(text), at)


def figures_of(visit: Visit, month: Month) -> MonthFigures:
    return figures_so_far([month], client=visit.client, at=visit.now)[0]


def month_page(visit: Visit, month: Month) -> MonthPage:
    figures = figures_of(visit, month)
    links = _links(visit, month)
    by_verdict = _listed(figures)
    decided, invoiced = _findings(figures, by_verdict[EXCLUDED])
    return MonthPage(
        figures=figures,
        links=links,
        is_as_closed=not links or agree(figures, links[-1].card),
        missed=by_verdict[MISSED],
        excluded=[_excluded(row, decided) for row in by_verdict[EXCLUDED]],
        running=by_verdict[RUNNING],
        outages=service.outages_of_month(figures.start, figures.until, figures.uptime),
        maintenance=works_of(figures.start, figures.until),
        invoiced=invoiced,
    )


def _links(visit: Visit, month: Month) -> list[ClosedMonth]:
    """The client's links of the month, each with the card of its file in it."""
    rows = access.closed_months_of(visit.administrator).of_month(month).with_card()
    rows = rows.select_related("closing__closer", "closing__amendment__decider")
    return list(rows.defer("document", "whole", "closing__shared"))


def _listed(figures: MonthFigures) -> dict[str, list[ClockResult]]:
    """By the verdict, in one statement: the latest answers first, then in the order of opening."""
    place = Case(*(When(verdict=verdict, then=Value(n)) for n, verdict in enumerate(LISTED)))
    rows = figures.responses.filter(verdict__in=LISTED).select_related("ticket")
    late = F("elapsed") - F("limit")
    found: dict[str, list[ClockResult]] = {verdict: [] for verdict in LISTED}
    ordered = rows.annotate(place=place, late=late).order_by("place", F("late").desc(), "ticket_id")
    for row in ordered[:SHOWN]:
        found[row.verdict].append(row)
    return found


def _findings(
    figures: MonthFigures, excluded: Sequence[ClockResult]
) -> tuple[dict[tuple[int, str], Finding], list[Finding]]:
    """Those about the excluded tickets, by ticket and kind, and what is invoiced with the month."""
    about = access.findings_of_many([row.ticket_id for row in excluded])
    invoicing = decisions.invoicing_of_month(figures.start, figures.end, figures.client)
    either = about.order_by().values("pk").union(invoicing.order_by().values("pk"))
    rows = Finding.objects.filter(pk__in=either).order_by("decided_at", "pk")
    found = list(rows.select_related("ticket", "proposer", "decider", "contest", "answer"))
    decided = {(each.ticket_id, each.kind): each for each in found}
    return decided, [each for each in found if _is_invoiced(each, figures)]


def _is_invoiced(finding: Finding, figures: MonthFigures) -> bool:
    """Of a ticket of the month something may be invoiced with another one."""
    if finding.kind != Finding.Kind.INVOICING or not finding.is_in_effect:
        return False
    return finding.decided_at is not None and figures.start <= finding.decided_at < figures.end


def _excluded(row: ClockResult, decided: dict[tuple[int, str], Finding]) -> ExcludedTicket:
    """With the finding that its reason names; the newest of several."""
    finding = decided.get((row.ticket_id, row.reason))
    reason = not_judged.sentence_for_client(row.reason)
    return ExcludedTicket(row, reason, decision(finding) if finding else None)


def contestable(visit: Visit) -> list[Decision]:
    """What the client may still contest: decisions about tickets of months that are not closed."""
    closed = inputs.book().closed
    since = inputs.month_bounds(max(closed)).end if closed else None
    found = access.open_decisions_of(visit.administrator, opened_since=since)
    return [decision(finding) for finding in found if finding.may_be_contested]
