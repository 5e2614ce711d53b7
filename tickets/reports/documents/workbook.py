"""A month as a workbook: its figures, its first answers, its fixes and its outages."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from tickets.reports import service
from tickets.reports.documents import summary_sheet
from tickets.reports.documents.frame import title_of
from tickets.reports.documents.rows import FixRow, ResponseRow, fix_rows, response_rows
from tickets.reports.documents.sheet import Column, Formats, add_table
from tickets.reports.monthly import MonthFigures
from tickets.wording.fault_classes import class_name

# Text stays text whatever it begins with, and rows are written as they come.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
TICKET = (
    Column("Ticket", 9, "count"),
    Column("Client", 26),
    Column("Subject", 48),
    Column("Class", 10),
    Column("Verdict", 13),
)
RESPONSES = (
    *TICKET,
    Column("Reason", 32),
    Column("About orders", 9),
    Column("Opened, GMT", 20, "instant"),
    Column("Due, GMT", 20, "instant"),
    Column("First answer, GMT", 20, "instant"),
    Column("Limit", 11, "duration"),
    Column("Elapsed", 11, "duration"),
    Column("Late by", 11, "duration"),
)
FIXES = (
    *TICKET,
    Column("Limits", 12),
    Column("Reopened later", 10),
    Column("Closed, GMT", 20, "instant"),
    Column("Due, GMT", 20, "instant"),
    Column("Limit", 11, "duration"),
    Column("Took", 11, "duration"),
)
OUTAGES = (
    Column("Outage", 48),
    Column("Cause", 32),
    Column("Began, GMT", 20, "instant"),
    Column("Ended, GMT", 20, "instant"),
    Column("Length", 11, "duration"),
    Column("Counted as down", 11, "duration"),
    Column("In the API’s figure", 60),
    Column("Interrupted", 48),
)


def as_workbook(figures: MonthFigures) -> bytes:
    stored = BytesIO()
    with Workbook(stored, OPTIONS) as book:
        book.set_properties(
            {
                "title": title_of(figures),
                "subject": "Service level report",
                "author": "iStockist Support",
                "company": "iStockist",
                "created": figures.at,
            }
        )
        formats = Formats(book)
        summary_sheet.add(book, formats, figures)
        add_table(book, formats, "Responses", RESPONSES, map(_response, response_rows(figures)))
        add_table(book, formats, "Fixes", FIXES, map(_fix, fix_rows(figures)))
        add_table(book, formats, "Outages", OUTAGES, _outages(figures))
    return stored.getvalue()


def _response(row: ResponseRow) -> tuple[Any, ...]:
    return (
        row.number,
        row.client_name,
        row.subject,
        row.class_words,
        row.verdict,
        row.reason_words,
        "yes" if row.about_orders else "no",
        row.opened_at,
        row.due_at,
        row.answered_at,
        row.limit,
        row.elapsed,
        row.late_by,
    )


def _fix(row: FixRow) -> tuple[Any, ...]:
    return (
        row.number,
        row.client_name,
        row.subject,
        class_name(row.fault_class),
        row.verdict or "no limit",
        "contractual" if row.is_contractual else "indicative",
        "yes" if row.is_reopened else "no",
        row.closed_at,
        row.due_at,
        row.limit,
        row.elapsed,
    )


def _outages(figures: MonthFigures) -> Iterator[tuple[Any, ...]]:
    for row in service.outages_of_month(figures.start, figures.until, figures.uptime):
        yield (
            row.outage.title,
            row.outage.get_cause_display(),
            row.outage.started_at,
            row.outage.ended_at,
            row.seconds,
            row.counted,
            row.shares_in_words,
            row.interrupted,
        )
