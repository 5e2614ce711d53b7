"""How a client is doing: its index by class over twelve months, with each miss that costs one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from istockist_sla.core.lib.months import Month
from istockist_sla.core.lib.text import MONTHS
from tickets import inputs
from tickets.models import Client, ClockResult
from tickets.reports.four_figures import terms_of_months
from tickets.reports.judged_counts import judged_counts
from tickets.sla.index import Index
from tickets.sla.terms import CLASSES
from tickets.sla.verdict import MISSED

LISTED = 12
# So many misses are named; the rest stands in the months.
NAMED = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One class in one month; of a running month nothing is missed yet."""

    month: Month
    fault_class: str
    index: Index
    is_running: bool

    @property
    def mark(self) -> str:
        if self.index.kept is None:
            return ""
        return "kept" if self.index.kept else "running" if self.is_running else "missed"

    @property
    def is_kept(self) -> bool | None:
        """Of a month that is over."""
        return None if self.is_running else self.index.kept


class Miss(NamedTuple):
    """A month's class that was not kept, and the first answers that came late in it."""

    cell: Cell
    results: list[ClockResult]


class MonthHead(NamedTuple):
    month: Month
    name: str
    year: int | None
    is_old: bool


@dataclass(frozen=True, slots=True)
class Standing:
    months: Sequence[Month]
    rows: Sequence[tuple[str, list[Cell]]]
    misses: Sequence[Miss]

    @property
    def heads(self) -> list[MonthHead]:
        """The year stands where it begins; a phone leaves the first six out."""
        return [
            MonthHead(
                month,
                MONTHS[month.month - 1][:3],
                month.year if n == 0 or month.month == 1 else None,
                n < LISTED // 2,
            )
            for n, month in enumerate(self.months)
        ]

    @property
    def running(self) -> str:
        return self.months[-1].name

    @property
    def judged(self) -> list[bool]:
        found = [cell.is_kept for _, cells in self.rows for cell in cells]
        return [kept for kept in found if kept is not None]

    @property
    def kept(self) -> int:
        return sum(self.judged)


def standing_of(client: Client, *, at: datetime) -> Standing:
    versions = inputs.published_versions()
    last = inputs.month_of(at)
    months = [last.shifted(-back) for back in range(LISTED - 1, -1, -1)]
    bounds = [inputs.month_bounds(month) for month in months]
    terms = terms_of_months(bounds, client, versions)
    counts = judged_counts(bounds, client)
    rows = [
        (
            code,
            [
                Cell(month, code, Index(*counts[n][code], terms[n].index), month == last)
                for n, month in enumerate(months)
            ],
        )
        for code in CLASSES
    ]
    return Standing(months, rows, _misses(client, rows))


def _misses(client: Client, rows: Sequence[tuple[str, list[Cell]]]) -> list[Miss]:
    lost = [cell for _, cells in rows for cell in cells if cell.mark == "missed"]
    if not lost:
        return []
    span = (
        inputs.month_bounds(min(cell.month for cell in lost)).start,
        inputs.month_bounds(max(cell.month for cell in lost)).end,
    )
    late = ClockResult.objects.responses().of_client(client).opened_in(*span)
    found = list(late.filter(verdict=MISSED).with_ticket().order_by("opened_at"))
    return [
        Miss(
            cell,
            [
                each
                for each in found
                if each.fault_class == cell.fault_class
                and inputs.month_of(each.opened_at) == cell.month
            ][:NAMED],
        )
        for cell in sorted(lost, key=lambda cell: (cell.month, cell.fault_class))
    ]
