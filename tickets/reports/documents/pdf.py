"""A month as a PDF, in parts where its tables are long."""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from math import ceil
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tickets.reports.documents.cover import cover
from tickets.reports.documents.drawn import answers_chart, load_chart, trend_chart
from tickets.reports.documents.frame import (
    Printed,
    as_of,
    closed_in_words,
    file_name,
    head_of,
    title_of,
    whose_in_short,
)
from tickets.reports.documents.other_tables import (
    fixes_table,
    invoicing_table,
    maintenance_table,
    outages_table,
    reopened_table,
)
from tickets.reports.documents.tables import Table
from tickets.reports.documents.ticket_tables import (
    excluded_table,
    missed_table,
    not_covered_table,
    undecided_table,
)
from tickets.reports.documents.trend_table import trend_table
from tickets.reports.documents.typesetting import typeset
from tickets.reports.monthly import MonthFigures
from tickets.reports.trend import trend

# Rows of one PDF: the memory that typesetting takes grows with them.
MOST_ROWS = 1000
Progress = Callable[[int, int], None]
PDF, ZIP = "application/pdf", "application/zip"


def nobody(made: int, parts: int) -> None:
    """Nobody waits to be told how far it is."""


def as_pdf(figures: MonthFigures, told: Progress = nobody) -> Printed:
    """One PDF, or a ZIP of several; `told` how many of how many parts are made."""
    parts = _typeset(figures, told)
    first = next(parts)
    second = next(parts, None)
    if second is None:
        return Printed(file_name(figures, ".pdf"), PDF, first)
    stored = BytesIO()
    with ZipFile(stored, "w", ZIP_DEFLATED) as archive:
        for number, content in enumerate([first, second], 1):
            _add(archive, file_name(figures, f"-{number}.pdf"), content)
        for number, content in enumerate(parts, 3):
            _add(archive, file_name(figures, f"-{number}.pdf"), content)
    return Printed(file_name(figures, ".zip"), ZIP, stored.getvalue())


def _typeset(figures: MonthFigures, told: Progress) -> Iterator[bytes]:
    for made, content in enumerate(part_contents(figures), 1):
        yield typeset(content)
        told(made, content["parts"])


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    archive.writestr(ZipInfo(name), content)


def is_in_parts(figures: MonthFigures) -> bool:
    return parts_of(list(_tables(figures))) > 1


def parts_of(tables: Iterable[Table]) -> int:
    return max(1, ceil(sum(table.total for table in tables) / MOST_ROWS))


def part_contents(figures: MonthFigures) -> Iterator[dict[str, Any]]:
    """What the template prints as each part: the first has the cover, the last the charts."""
    tables = list(_tables(figures))
    count = parts_of(tables)
    for number, sections in enumerate(shared_out(tables, MOST_ROWS), 1):
        yield {
            "title": title_of(figures),
            "month": figures.month.name,
            "whose": whose_in_short(figures),
            "draft": as_of(figures) if figures.is_running else "",
            "as_of": as_of(figures),
            "closed": closed_in_words(figures.closed) if figures.closed else "",
            "head": head_of(figures),
            "parts": count,
            "part": f"part {number} of {count}" if count > 1 else "",
            "cover": cover(figures) if number == 1 else None,
            "tables": sections,
            "charts": _charts(figures) if number == count else [],
        }


def _tables(figures: MonthFigures) -> Iterator[Table]:
    yield missed_table(figures)
    yield excluded_table(figures)
    yield not_covered_table(figures)
    if figures.undecided:
        yield undecided_table(figures)
    yield fixes_table(figures)
    yield outages_table(figures)
    yield maintenance_table(figures)
    yield reopened_table(figures)
    yield invoicing_table(figures)


def _charts(figures: MonthFigures) -> list[dict[str, Any]]:
    rows = trend(figures.month, client=figures.client)
    table = trend_table(rows).pieces().next(len(rows))
    return [
        {**trend_chart(rows, figures), "table": table},
        *({**each, "table": None} for each in (load_chart(figures), answers_chart(figures))),
    ]


def shared_out(tables: Iterable[Table], most: int) -> Iterator[list[dict[str, Any]]]:
    """Tables in their order, at most so many rows a part; what is too long goes on in the next."""
    part: list[dict[str, Any]] = []
    room = most
    for table in tables:
        pieces = table.pieces()
        while True:
            if not room and pieces.left:
                yield part
                part, room = [], most
            taken = min(room, pieces.left)
            part.append(pieces.next(taken))
            room -= taken
            if not pieces.left:
                break
    yield part
