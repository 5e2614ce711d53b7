"""The printed tables of first answers: those missed, and those that are in no index."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db.models import F, Max

from istockist_sla.core.lib.text import duration, duration_exact
from tickets.models import ClockResult
from tickets.reports import ticket_lists
from tickets.reports.documents.drawn import legend, spent_image
from tickets.reports.documents.rows import ResponseRow, response_rows
from tickets.reports.documents.tables import Cell, Column, Row, Table, chip, drawn, when, words
from tickets.reports.monthly import MonthFigures
from tickets.reports.time_spent import time_spent
from tickets.sla.verdict import EXCLUDED, MISSED, NOT_COVERED, RUNNING
from tickets.wording.fault_classes import class_name
from tickets.wording.not_judged import LABELS, sentence_for_client

# What a row rests on is read for so many at a time.
TOGETHER = 500
WHICH, CLASS = Column("Ticket, opened (GMT)", 3.4), Column("Class", 1.35)
OUTSIDE = [WHICH, CLASS, Column("Why", 3.2), Column("First answer after", 1.4, "right")]


def class_chip(code: str) -> Cell:
    return chip(code, class_name(code)) if code else words("–")


def ticket_cell(number: int, subject: str, client: str, second: str) -> Cell:
    return {**words(subject, f"{client} · {second}"), "number": str(number)}


def missed_table(figures: MonthFigures) -> Table:
    guaranteed = sum(each.index.guaranteed for each in figures.classes)
    return Table(
        title="Missed first answers",
        lead=f"Of {guaranteed} guaranteed. Orders only: {figures.misses_about_orders} of "
        f"{figures.misses}. The latest first.",
        legend=legend() if figures.misses else [],
        columns=[
            WHICH,
            CLASS,
            Column("Late by", 1.9, "right"),
            Column("Where the time went", 3.6),
        ],
        rows=_missed(figures),
        total=figures.misses,
        empty="Every guaranteed ticket was answered in time."
        if figures.opened
        else "No ticket was opened in this month.",
    )


def _missed(figures: MonthFigures) -> Iterator[Row]:
    """All bars have one scale: the longest of the month."""
    rows = figures.responses.filter(verdict=MISSED).with_ticket()
    longest = rows.aggregate(longest=Max("elapsed"))["longest"] or 0
    late = rows.annotate(late=F("elapsed") - F("limit")).order_by("-late", "ticket_id")
    for some in _chunks(late.iterator(TOGETHER)):
        spent = time_spent(some, at=figures.at)
        for row in some:
            took = f"{duration_exact(row.elapsed)} of {duration(row.limit or 0)}"
            bar = spent[row.ticket_id]
            yield [
                _ticket(row),
                class_chip(row.fault_class),
                words(duration_exact(row.late_by), took, "critical"),
                drawn(spent_image(bar, longest), bar.words),
            ]


def excluded_table(figures: MonthFigures) -> Table:
    return Table(
        title="Excluded by condition",
        lead="Measured, but outside the guarantee, each with "
        + ("its reason." if figures.client else "what it rests on."),
        columns=OUTSIDE,
        rows=_excluded(figures),
        total=sum(figures.by_reason(EXCLUDED).values()),
    )


def _excluded(figures: MonthFigures) -> Iterator[Row]:
    rows = figures.responses.filter(verdict=EXCLUDED).with_ticket()
    why = _reasons_for_client if figures.client else _what_it_rests_on
    for some in _chunks(rows.order_by("opened_at", "ticket_id").iterator(TOGETHER)):
        found = why(some, figures.at)
        for row in some:
            yield [
                _ticket(row),
                class_chip(row.fault_class),
                words(LABELS.get(row.reason, row.reason), found.get(row.ticket_id, "")),
                _took(row.elapsed, row.limit),
            ]


def _what_it_rests_on(rows: list[ClockResult], at: datetime) -> dict[int, str]:
    """Evidence is a note among Support's people."""
    found = ticket_lists.evidence(rows, at=at)
    return {
        ticket: " · ".join(filter(None, [each.evidence, each.author, each.reading]))
        for ticket, each in found.items()
    }


def _reasons_for_client(rows: list[ClockResult], at: datetime) -> dict[int, str]:
    """The file of one client may reach it: never the evidence (G3)."""
    return {row.ticket_id: sentence_for_client(row.reason) for row in rows}


def not_covered_table(figures: MonthFigures) -> Table:
    return Table(
        title="Not covered",
        lead="In no index, requests among them.",
        columns=OUTSIDE,
        rows=map(_outside, response_rows(figures, NOT_COVERED)),
        total=sum(figures.by_reason(NOT_COVERED).values()),
    )


def undecided_table(figures: MonthFigures) -> Table:
    return Table(
        title="Undecided",
        lead="Without a verdict yet.",
        columns=OUTSIDE,
        rows=map(_outside, response_rows(figures, RUNNING)),
        total=figures.undecided,
    )


def _outside(row: ResponseRow) -> Row:
    return [
        ticket_cell(row.number, row.subject, row.client_name, when(row.opened_at)),
        class_chip(row.fault_class) if row.fault_class else words(row.class_words or "–"),
        words(row.reason_words),
        _took(row.elapsed, row.limit),
    ]


def _took(elapsed: int, limit: int | None) -> Cell:
    return words(duration_exact(elapsed), f"of {duration(limit)}" if limit else "")


def _ticket(row: ClockResult) -> Cell:
    ticket, opened = row.ticket, when(row.opened_at)
    return ticket_cell(ticket.number, ticket.subject, ticket.client.name, opened)


def _chunks(rows: Iterable[ClockResult]) -> Iterator[list[ClockResult]]:
    waiting = iter(rows)
    while some := list(islice(waiting, TOGETHER)):
        yield some
