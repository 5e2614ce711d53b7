"""The months of the list: each with its four figures and its cells of the matrix."""

from typing import NamedTuple

from istockist_sla.core.lib.months import Month
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
    def words(self) -> str:
        return CELL_WORDS[self.code]


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
