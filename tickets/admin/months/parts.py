"""The lists behind a month's figures: each has an address of its own and comes by fifty (M2)."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tickets.admin.months import titles
from tickets.admin.months.filters import START, Filters
from tickets.admin.months.spent import legend, spent_rows
from tickets.models import ClockResult, Finding, Ticket
from tickets.reports import decisions, publication, ratings, service, ticket_lists, volume
from tickets.reports.monthly import MonthFigures
from tickets.reports.paging import PAGE, Key, by_instant, page_of
from tickets.sla.verdict import MISSED, RUNNING
from tickets.wording.not_judged import LABELS, UNCLASSED

NEWEST = (Key("pk"),)
BEGAN = by_instant("started_at", "pk")


class Listing(NamedTuple):
    """One page of a list; `total` counts all its rows."""

    rows: list[Any]
    after: str
    total: int
    more: Mapping[str, Any] = {}


class Part(NamedTuple):
    title: Callable[[MonthFigures, Filters], str]
    template: str
    read: Callable[[MonthFigures, Filters, str], Listing]


def _tickets(figures: MonthFigures, filters: Filters, after: str) -> Listing:
    wanted = filters.responses
    page = ticket_lists.response_page(figures, wanted, after)
    found = ticket_lists.evidence(page.rows, at=figures.at)
    rows = [(row, _why(row), found.get(row.ticket_id)) for row in page.rows]
    return Listing(rows, page.after, ticket_lists.responses(figures, wanted).count())


def _why(row: ClockResult) -> str:
    """Why it is in no index; empty where it is."""
    return UNCLASSED if row.verdict == RUNNING else LABELS.get(row.reason, row.reason)


def _missed(figures: MonthFigures, filters: Filters, after: str) -> Listing:
    wanted = filters.responses._replace(verdict=MISSED)
    page = ticket_lists.missed_page(figures, wanted, after, PAGE)
    total = ticket_lists.responses(figures, wanted).count()
    rows = spent_rows(page.rows, at=figures.at)
    return Listing(rows, page.after, total, {"legend": legend()})


def _fixes(figures: MonthFigures, filters: Filters, after: str) -> Listing:
    page = ticket_lists.fix_page(figures, filters.fixes, after)
    return Listing(page.rows, page.after, ticket_lists.fixes(figures, filters.fixes).count())


def _findings(figures: MonthFigures, filters: Filters, after: str) -> Listing:
    rows = decisions.findings_of_month(figures.start, figures.end, figures.client)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    else:
        rows = rows.exclude(kind=Finding.Kind.RECTIFICATION)
    if filters.state:
        rows = rows.filter(state=filters.state)
    return _of_findings(rows, after)


def _rectifications(figures: MonthFigures, filters: Filters, after: str) -> Listing:
    return _findings(figures, filters._replace(kind=Finding.Kind.RECTIFICATION), after)


def _invoicing(figures: MonthFigures, filters: Filters, after: str) -> Listing:
    rows = decisions.invoicing_of_month(figures.start, figures.end, figures.client)
    listing = _of_findings(rows, after)
    clients = decisions.invoiced_by_client(figures.start, figures.end, figures.client)
    return listing._replace(more={"clients": clients})


def _of_findings(rows: Any, after: str) -> Listing:
    related = ("ticket__client", "evidence", "proposer", "decider", "answerer")
    page = page_of(rows.select_related(*related), NEWEST, after)
    return Listing(page.rows, page.after, rows.count())


def _outages(figures: MonthFigures, filters: Filters, after: str) -> Listing:
    """Also for one client: the service is the same for all."""
    rows = service.outages_of(figures.start, figures.until)
    page = page_of(rows.with_updates(), BEGAN, after)
    shown = service.outage_rows(page.rows, figures.uptime, figures.until)
    return Listing(shown, page.after, rows.count())


def _publication(figures: MonthFigures, filters: Filters, after: str) -> Listing:
    rows = publication.interruptions_of(figures.start, figures.until)
    page = page_of(rows.select_related("outage", "component"), BEGAN, after)
    shown = publication.publication_rows(page.rows, figures.until)
    return Listing(shown, page.after, rows.count())


def _maintenance(figures: MonthFigures, filters: Filters, after: str) -> Listing:
    rows = service.maintenance_of(figures.start, figures.until)
    page = page_of(rows.with_windows(), NEWEST, after)
    return Listing([service.work_row(each) for each in page.rows], page.after, rows.count())


def _unclosed(figures: MonthFigures, filters: Filters, after: str) -> Listing:
    at = figures.start if filters.when == START else figures.until
    rows = volume.unclosed(at, figures.client).select_related("client")
    page = page_of(rows, by_instant("opened_at", "pk"), after)
    return Listing(page.rows, page.after, volume.count_unclosed([at], figures.client)[0])


def _reopened(figures: MonthFigures, filters: Filters, after: str) -> Listing:
    events = volume.reopenings(figures.start, figures.until, figures.client)
    page = page_of(events.select_related("actor"), by_instant("at", "pk"), after)
    tickets = Ticket.objects.select_related("client").in_bulk(
        [event.subject_id for event in page.rows]
    )
    closings = volume.closings_before(page.rows)
    rows = [(event, tickets[event.subject_id], closings.get(event.pk)) for event in page.rows]
    return Listing(rows, page.after, events.count())


def _ratings(figures: MonthFigures, filters: Filters, after: str) -> Listing:
    rows = ratings.ratings_of(figures.start, figures.end, figures.client)
    if filters.value is not None:
        rows = rows.filter(value=filters.value)
    page = page_of(rows.select_related("ticket", "client"), by_instant("given_at", "pk"), after)
    return Listing(page.rows, page.after, rows.count())


PARTS: dict[str, Part] = {
    "tickets": Part(titles.of_tickets, "_tickets", _tickets),
    "missed": Part(titles.of_missed, "_missed", _missed),
    "fixes": Part(titles.of_fixes, "_fixes", _fixes),
    "findings": Part(titles.of_findings, "_findings", _findings),
    "rectifications": Part(titles.plain("Rectifications"), "_findings", _rectifications),
    "invoicing": Part(titles.plain("Basic support to invoice"), "_findings", _invoicing),
    "outages": Part(titles.plain("Outages"), "_outages", _outages),
    "publication": Part(titles.plain("Publication delays"), "_publication", _publication),
    "maintenance": Part(titles.plain("Maintenance"), "_maintenance", _maintenance),
    "unclosed": Part(titles.of_unclosed, "_unclosed", _unclosed),
    "reopened": Part(titles.plain("Reopened"), "_reopened", _reopened),
    "ratings": Part(titles.of_ratings, "_ratings", _ratings),
}
