"""The first sheet of a month's workbook: the figures of its page, each in a cell."""

from collections.abc import Iterator, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from availability.uptime import Share, Uptime
from tickets.reports.behind import behind
from tickets.reports.documents.frame import as_of, head_of, state_in_words, title_of
from tickets.reports.documents.sheet import A4, Column, Formats, write_cell, write_head
from tickets.reports.monthly import ClassFigure, MonthFigures
from tickets.reports.verdict_words import verdict_words
from tickets.sla.verdict import EXCLUDED, NOT_COVERED
from tickets.wording.fault_classes import class_name
from tickets.wording.not_judged import LABELS

CLASSES = (
    Column("First answers", 34),
    Column("Limit", 13, "duration"),
    Column("Guaranteed", 13, "count"),
    Column("Met", 13, "count"),
    Column("Missed", 13, "count"),
    Column("In time", 13, "percent"),
    Column("Target", 13, "percent"),
    Column("Misses allowed", 13, "count"),
    Column("Still allowed", 13, "count"),
    Column("Kept", 13),
    Column("Orders only, met", 13, "count"),
    Column("Orders only, of", 13, "count"),
)
KEPT = {True: "yes", False: "no", None: "no cases"}
# The name, the kind and the value of a line.
Line = tuple[str, str, Any]


def add(book: Workbook, formats: Formats, figures: MonthFigures) -> None:
    """Row by row from the top: what is written is not kept."""
    sheet = book.add_worksheet("Summary")
    for number, column in enumerate(CLASSES):
        sheet.set_column(number, number, column.width)
    sheet.freeze_panes(1, 1)
    sheet.write_string(0, 0, title_of(figures), formats.title)
    row = 0
    for line in _head(figures):
        row += 1
        sheet.write_string(row, 0, line)
    row += 2
    write_head(sheet, formats, row, CLASSES)
    for figure in figures.classes:
        row += 1
        for number, (column, value) in enumerate(zip(CLASSES, _values(figure), strict=True)):
            write_cell(sheet, formats, (row, number), column.kind, value)
    _write_groups(sheet, formats, row, figures)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _write_groups(sheet: Worksheet, formats: Formats, row: int, figures: MonthFigures) -> None:
    for title, lines in _groups(figures):
        row += 2
        write_head(sheet, formats, row, [Column(title, 0), Column("", 0)])
        for name, kind, value in lines:
            row += 1
            sheet.write_string(row, 0, name)
            write_cell(sheet, formats, (row, 1), kind, value)


def _head(figures: MonthFigures) -> list[str]:
    terms = figures.terms
    head = head_of(figures)
    return [
        " ".join(verdict_words(figures)).strip(),
        state_in_words(figures),
        *([f"Head {head}"] if head else []),
        f"{as_of(figures)}. Instants in GMT, lengths in hours, minutes and seconds.",
        f"{terms.agreement}, version {terms.version}; {terms.calendar_version}",
    ]


def _values(figure: ClassFigure) -> Sequence[Any]:
    index, orders = figure.index, figure.orders_only
    return (
        class_name(figure.fault_class),
        figure.limit,
        index.guaranteed,
        index.met,
        index.misses,
        share_down(index.met, index.guaranteed),
        float(index.target) / 100,
        index.allowed,
        index.still_allowed,
        KEPT[index.kept],
        orders.met,
        orders.guaranteed,
    )


def share_down(part: int, whole: int) -> float | None:
    """Cut to what is shown, so that no 98.00 % is shown before it is reached."""
    return part * 10_000 // whole / 10_000 if whole else None


def _groups(figures: MonthFigures) -> Iterator[tuple[str, Sequence[Line]]]:
    yield "Availability of the API", list(_availability(figures.uptime))
    for title, verdict in (("Excluded by condition", EXCLUDED), ("Not covered", NOT_COVERED)):
        counts = figures.by_reason(verdict)
        lines = [(LABELS.get(reason, reason), "count", n) for reason, n in counts.items()]
        yield title, [*lines, ("All", "count", sum(counts.values()))]
    found = behind(figures)
    yield (
        "Volume",
        [
            ("Opened", "count", figures.opened),
            ("Undecided", "count", figures.undecided),
            ("Unclosed at the beginning", "count", found.volume.at_start),
            ("Unclosed at the end", "count", found.volume.at_end),
            ("Reopened", "count", found.reopened),
            ("Basic support to invoice", "duration", 60 * found.invoiced.minutes),
        ],
    )


def _availability(uptime: Uptime | None) -> Iterator[Line]:
    if uptime is None:
        yield "Not measured", "text", ""
        return
    yield "Judged", "percent", _share(uptime.judged)
    yield "Target", "percent", float(uptime.terms.index) / 100
    yield "Kept", "text", KEPT[uptime.kept]
    yield "As written", "percent", _share(uptime.as_written)
    yield "Stricter", "percent", _share(uptime.scheduled)
    yield "Coverage", "percent", _share(uptime.coverage)
    yield "Marked, coverage below 99 %", "text", "yes" if uptime.marked else "no"
    yield "If all unknown time was up", "percent", _share(uptime.best)
    yield "If all unknown time was down", "percent", _share(uptime.worst)
    for name in ("up", "down", "systems_down", "excluded", "unknown", "lost", "allowed"):
        words = name.replace("_", " ").capitalize()
        yield words, "duration", getattr(uptime, name)


def _share(share: Share) -> float | None:
    return share_down(share.part, share.whole)
