"""The figures of the printed chart of twelve months."""

from collections.abc import Sequence

from istockist_sla.core.lib.text import NBSP
from tickets.reports.documents.tables import Cell, Column, Row, Table, words
from tickets.reports.trend import SMALL, TrendRow
from tickets.sla.index import Index
from tickets.sla.terms import CLASSES
from tickets.wording.fault_classes import class_name


def trend_table(rows: Sequence[TrendRow]) -> Table:
    """The latest month first."""
    return Table(
        title="Figures of the months",
        columns=[
            Column("Month", 2),
            Column("Target", 1, "right"),
            *(Column(class_name(code), 1.6, "right") for code in CLASSES),
        ],
        rows=[_row(row) for row in reversed(rows)],
        total=len(rows),
    )


def _row(row: TrendRow) -> Row:
    terms = f"{row.terms.agreement}, version {row.terms.version}"
    return [
        words(row.month.name, terms),
        words(f"{float(row.terms.index):g}{NBSP}%"),
        *(_index(row.indices[code]) for code in CLASSES),
    ]


def _index(index: Index) -> Cell:
    if not index.guaranteed:
        return words("no cases", tone="quiet")
    kept = "kept" if index.kept else "not kept"
    few = " · few" if index.guaranteed < SMALL else ""
    second = f"{index.met} of {index.guaranteed} · {kept}{few}"
    return words(f"{index.shown}{NBSP}%", second, "" if index.kept else "critical")
