"""A month's tickets as a table of text, one row each, under a head that says what they are."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from istockist_sla.core.lib.csv_cells import cell
from istockist_sla.core.lib.time import zulu
from tickets.reports.closing.kept_figures import is_as_closed
from tickets.reports.documents.frame import head_of, state, title_of
from tickets.reports.documents.rows import ResponseRow, response_rows
from tickets.reports.monthly import MonthFigures

HEAD = (
    "number",
    "client",
    "client_name",
    "subject",
    "class",
    "verdict",
    "reason",
    "reason_in_words",
    "about_orders",
    "opened_at",
    "due_at",
    "answered_at",
    "limit_seconds",
    "elapsed_seconds",
    "late_by_seconds",
)


def as_csv(figures: MonthFigures) -> bytes:
    """Every ticket opened in the month; instants in UTC, lengths in seconds. The table begins
    after the first empty line."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([name, cell(value)] for name, value in _frame(figures))
    writer.writerow([])
    writer.writerow(HEAD)
    writer.writerows([cell(value) for value in _values(row)] for row in response_rows(figures))
    return text.getvalue().encode()


def _frame(figures: MonthFigures) -> Iterator[tuple[str, Any]]:
    """The same lines in each file, empty where they say nothing."""
    closed = figures.closed
    yield "report", title_of(figures)
    yield "as_of", zulu(figures.at)
    yield "state", state(figures)
    yield "closed_at", zulu(closed.closed_at) if closed else ""
    yield "number_in_the_chain", closed.sequence if closed else ""
    yield "head", head_of(figures)
    yield "unchanged_since", ("yes" if is_as_closed(figures) else "no") if closed else ""


def _values(row: ResponseRow) -> tuple[Any, ...]:
    return (
        row.number,
        row.client,
        row.client_name,
        row.subject,
        row.class_words.lower(),
        row.verdict,
        row.reason,
        row.reason_words,
        "yes" if row.about_orders else "no",
        zulu(row.opened_at),
        zulu(row.due_at) if row.due_at else "",
        zulu(row.answered_at) if row.answered_at else "",
        "" if row.limit is None else row.limit,
        row.elapsed,
        "" if row.late_by is None else row.late_by,
    )
