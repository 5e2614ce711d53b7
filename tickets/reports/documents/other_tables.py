"""The printed tables of fixes, of what the service did, of reopenings and of invoicing."""

from collections.abc import Iterator
from datetime import datetime

from istockist_sla.core.lib.text import duration, duration_exact, stopwatch
from tickets.models import Ticket
from tickets.reports import decisions, service, volume
from tickets.reports.documents.rows import FixRow, fix_rows
from tickets.reports.documents.tables import Cell, Column, Row, Table, chip, when, words
from tickets.reports.documents.ticket_tables import CLASS, WHICH, class_chip, ticket_cell
from tickets.reports.monthly import MonthFigures
from tickets.reports.service import OutageRow, WorkRow

TICKET = Column("Ticket", 3.4)


def fixes_table(figures: MonthFigures) -> Table:
    return Table(
        title=f"Fixes of tickets closed in {figures.month.name.split()[0]}",
        lead="Each judged at its own closing.",
        columns=[
            Column("Ticket, closed (GMT)", 3.4),
            CLASS,
            Column("Verdict", 1.9),
            Column("Took", 1.8, "right"),
        ],
        rows=map(_fix, fix_rows(figures)),
        total=figures.fixes.count(),
    )


def _fix(row: FixRow) -> Row:
    limits = "contractual" if row.is_contractual else "indicative"
    verdict = row.verdict.capitalize()
    shown = chip(row.verdict, verdict, limits) if verdict else words("No limit", limits)
    again = " · reopened later" if row.is_reopened else ""
    return [
        ticket_cell(row.number, row.subject, row.client_name, f"{when(row.closed_at)}{again}"),
        class_chip(row.fault_class),
        shown,
        words(duration_exact(row.elapsed), f"of {duration(row.limit)}" if row.limit else ""),
    ]


def outages_table(figures: MonthFigures) -> Table:
    """Also for one client: the service is the same for all."""
    rows = service.outages_of_month(figures.start, figures.until, figures.uptime)
    return Table(
        title="Outages",
        lead="What became of them in the API’s figure, with what is excluded from it.",
        columns=[
            Column("Began and ended, GMT", 2),
            Column("What and why", 3.4),
            Column("Length", 1, "right"),
            Column("In the API’s figure", 2.8),
        ],
        rows=map(_outage, rows),
        total=len(rows),
    )


def _outage(row: OutageRow) -> Row:
    outage = row.outage
    cause = outage.get_cause_display() or "cause not stated"
    return [
        _from_to(outage.started_at, outage.ended_at),
        words(outage.title, f"{cause} · {row.interrupted}"),
        words(stopwatch(row.seconds)),
        words(row.shares_in_words),
    ]


def maintenance_table(figures: MonthFigures) -> Table:
    works = list(service.maintenance_of(figures.start, figures.until).with_windows().order_by("pk"))
    return Table(
        title="Maintenance",
        lead="Announced, and whether it was kept.",
        columns=[
            Column("Announced window, GMT", 2),
            Column("What", 3.2),
            Column("Announced", 1.8),
            Column("Kept", 2.2),
        ],
        rows=(_work(service.work_row(work)) for work in works),
        total=len(works),
    )


def _work(row: WorkRow) -> Row:
    work, before = row.maintenance, row.announced_before
    return [
        _from_to(work.window.starts_at, work.window.ends_at),
        words(work.title, work.get_kind_display()),
        words("too late: not planned", tone="critical")
        if before is None
        else words(f"{duration(before)} before"),
        _kept(row),
    ]


def _kept(row: WorkRow) -> Cell:
    work = row.maintenance
    if not work.work_started_at:
        return words("cancelled" if work.cancelled_at else "not begun", tone="quiet")
    if row.is_kept:
        return chip("met", "Kept") if work.work_ended_at else words("goes on")
    early = f"began {duration(row.early)} early" if row.early else ""
    late = f"overran by {duration(row.overrun)}" if row.overrun else ""
    return words(", ".join(filter(None, (early, late))) or "–")


def _from_to(start: datetime, end: datetime | None) -> Cell:
    return words(when(start), f"to {when(end)}" if end else "goes on")


def reopened_table(figures: MonthFigures) -> Table:
    events = volume.reopenings(figures.start, figures.until, figures.client)
    return Table(
        title="Reopened",
        lead="Within 14 days of closing.",
        columns=[WHICH._replace(title="Ticket, reopened (GMT)"), Column("By", 1.4)],
        rows=_reopened(figures),
        total=events.count(),
    )


def _reopened(figures: MonthFigures) -> Iterator[Row]:
    events = volume.reopenings(figures.start, figures.until, figures.client)
    rows = list(events.order_by("at", "id"))
    tickets = Ticket.objects.select_related("client").in_bulk([row.subject_id for row in rows])
    for row in rows:
        ticket = tickets[row.subject_id]
        yield [
            ticket_cell(ticket.number, ticket.subject, ticket.client.name, when(row.at)),
            words(row.get_side_display()),
        ]


def invoicing_table(figures: MonthFigures) -> Table:
    rows = decisions.invoicing_of_month(figures.start, figures.end, figures.client)
    by_client = decisions.invoiced_by_client(figures.start, figures.end, figures.client)
    sums = "; ".join(f"{name}: {found.minutes} min" for name, found in by_client)
    return Table(
        title="Basic support to invoice",
        lead=f"Approved in the month. {sums}." if sums else "Approved in the month.",
        columns=[TICKET, Column("Approved, GMT", 2), Column("Minutes", 1, "right")],
        rows=_invoiced(figures),
        total=rows.count(),
    )


def _invoiced(figures: MonthFigures) -> Iterator[Row]:
    rows = decisions.invoicing_of_month(figures.start, figures.end, figures.client)
    for row in rows.select_related("ticket__client", "decider").order_by("pk"):
        ticket = row.ticket
        approved = when(row.decided_at) if row.decided_at else "–"
        yield [
            {**words(ticket.subject, ticket.client.name), "number": str(ticket.number)},
            words(approved, f"by {row.decider}"),
            words(str(row.minutes)),
        ]
