"""What the tables of a printed month consist of: columns, rows of cells, and what stands there
without any."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from istockist_sla.core.lib.text import NBSP, clock_gmt

# A cell as the template reads it.
Cell = dict[str, str]
Row = list[Cell]


class Column(NamedTuple):
    """`width` is its share of the page's width."""

    title: str
    width: float
    align: str = "left"


@dataclass(kw_only=True)
class Table:
    """Its rows are read as they are printed; `total` counts them all."""

    title: str
    columns: list[Column]
    rows: Iterable[Row]
    total: int
    lead: str = ""
    empty: str = "There are none in this month."
    legend: list[dict[str, str]] = field(default_factory=list)

    def pieces(self) -> "Pieces":
        return Pieces(self)


class Pieces:
    """A table in as many pieces as it takes, the first with its head alone where it is empty."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._rows: Iterator[Row] = iter(table.rows)
        self.left = table.total
        self._is_begun = False

    def next(self, most: int) -> dict[str, Any]:
        """With at most so many rows."""
        rows = list(islice(self._rows, most))
        self.left = max(0, self.left - most)
        title = f"{self._table.title}, {self._table.total}"
        found = {
            "title": f"{title}, continued" if self._is_begun else title,
            "lead": self._table.lead,
            "legend": self._table.legend,
            "columns": [column._asdict() for column in self._table.columns],
            "rows": rows,
            "empty": self._table.empty,
        }
        self._is_begun = True
        return found


def when(at: datetime) -> str:
    """`Fri 29 May, 15:20`: in GMT, which the head of the column says."""
    return clock_gmt(at).removesuffix(f"{NBSP}GMT").replace(" ", NBSP)


def words(text: str, second: str = "", tone: str = "") -> Cell:
    """`second` is the smaller line beneath; tones: strong, critical, quiet."""
    return {"words": text, "second": second, "tone": tone}


def chip(kind: str, text: str, second: str = "") -> Cell:
    """A word in the dress of its kind: critical, medium, low, met, missed, excluded, plain."""
    return {"chip": kind, "words": text, "second": second, "tone": ""}


def drawn(svg: str, second: str) -> Cell:
    """A bar, told in words beneath."""
    return {"svg": svg, "words": "", "second": second, "tone": ""}
