"""The months of the list: each with its four figures and its cells of the matrix."""

from collections.abc import Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString

from istockist_sla.core.lib.months import Month
from tickets.admin.months.cells import index_cell, mark_cell, uptime_cell
from tickets.reports.four_figures import FourFigures
from tickets.reports.trend import SMALL
from tickets.sla.terms import CLASSES

# The running month and twelve before it.
LISTED = 13
KEPT, MISSED, FEW, RUNNING, NONE = "kept", "missed", "few", "running", "none"
CELL_WORDS = {
    KEPT: "kept",
    MISSED: "not kept",
    FEW: f"kept, fewer than {SMALL} tickets",
    RUNNING: "running",
    NONE: "no cases",
}


class Cell(NamedTuple):
    month: Month
    code: str

    @property
    def mark(self) -> SafeString:
        return mark_cell(self.code, CELL_WORDS[self.code])


class Row(NamedTuple):
    """A month of the list, its address, and its four figures under their names."""

    figures: FourFigures
    url: str
    cells: list[tuple[str, SafeString]]


def rows(figures: Sequence[FourFigures]) -> list[Row]:
    return [_row(each) for each in figures]


def _row(each: FourFigures) -> Row:
    indices = [
        (code.capitalize(), index_cell(index, so_far=each.is_running))
        for code, index in each.indices.items()
    ]
    availability = ("Availability", uptime_cell(each.uptime, so_far=each.is_running))
    return Row(each, reverse("months:month", args=[each.month]), [availability, *indices])


def legend() -> list[tuple[SafeString, str]]:
    return [(mark_cell(code), words) for code, words in CELL_WORDS.items()]


def matrix(figures: list[FourFigures]) -> list[tuple[str, list[Cell]]]:
    """Four rows over the months, the earliest first."""
    months = figures[::-1]
    availability = [Cell(each.month, _of_availability(each)) for each in months]
    classes = [
        (code.capitalize(), [Cell(each.month, _of_class(each, code)) for each in months])
        for code in CLASSES
    ]
    return [("Availability", availability), *classes]


def kept_of_judged(figures: list[FourFigures]) -> tuple[int, int]:
    """Over the finished months: how many figures were kept, of all that were judged."""
    judged = [
        kept
        for each in figures
        if not each.is_running
        for kept in (
            each.uptime.kept if each.uptime else None,
            *(index.kept for index in each.indices.values()),
        )
        if kept is not None
    ]
    return sum(judged), len(judged)


def _of_availability(each: FourFigures) -> str:
    kept = each.uptime.kept if each.uptime else None
    return _code(kept, is_running=each.is_running, is_few=False)


def _of_class(each: FourFigures, code: str) -> str:
    index = each.indices[code]
    return _code(index.kept, is_running=each.is_running, is_few=index.guaranteed < SMALL)


def _code(kept: bool | None, *, is_running: bool, is_few: bool) -> str:
    if is_running:
        return RUNNING
    if kept is None:
        return NONE
    if not kept:
        return MISSED
    return FEW if is_few else KEPT
