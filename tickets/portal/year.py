"""Twelve months and the running one at a glance: which of the four figures each has kept."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from availability.uptime import Uptime
from istockist_sla.core.lib.months import Month
from istockist_sla.core.lib.text import MONTHS, NBSP, join_words
from tickets import access, inputs
from tickets.access import Visit
from tickets.models import ClosedMonth
from tickets.reports.four_figures import FourFigures, figures_of_months
from tickets.reports.record import FIRST_MONTH
from tickets.reports.ticket_lists import GUARANTEED
from tickets.reports.trend import SMALL
from tickets.sla.index import Index
from tickets.sla.terms import CLASSES
from tickets.wording import fault_classes

LENGTH = 13
AVAILABILITY = "availability"
CLOSED, DRAFT, RUNNING = "closed", "draft", "running"
STATES = {CLOSED: "closed", DRAFT: "draft", RUNNING: "so far"}
SPOKEN = {"kept": "kept", "not_kept": "not kept", "none": "no cases", "open": "may still change"}


class Cell(NamedTuple):
    """One figure of a month. `verdict`: kept, not_kept, none, or open until the month is closed;
    `is_small` where a single late answer would have said the opposite."""

    verdict: str
    is_small: bool
    words: str
    spoken: str
    address: str

    @property
    def mark(self) -> str:
        small = "-few" if self.is_small else ""
        return {"kept": f"m-met{small}", "not_kept": f"m-missed{small}", "none": "m-none"}.get(
            self.verdict, "m-running"
        )


class YearMonth(NamedTuple):
    """A column: `amendments` says how often the closed month was amended."""

    month: Month
    state: str
    amendments: int
    cells: list[Cell]

    @property
    def short(self) -> str:
        return MONTHS[self.month.month - 1][:3]

    @property
    def state_words(self) -> str:
        return "amended" if self.amendments else STATES[self.state]


class YearRow(NamedTuple):
    """What the cells of all months in one place are of; `limit` in seconds."""

    code: str
    limit: int | None
    cells: list[Cell]

    @property
    def mark(self) -> str:
        """The mark of its class."""
        return f"m-{self.code}"


class Year(NamedTuple):
    """The oldest month first; `sentence` and `others` tell what the closed ones have kept."""

    months: list[YearMonth]
    rows: list[YearRow]
    sentence: str
    others: str

    @property
    def latest_first(self) -> list[YearMonth]:
        return self.months[::-1]


def year_of(visit: Visit) -> Year:
    """In a fixed number of statements; the classes' limits are those of the newest month."""
    running = inputs.month_of(visit.now)
    first = max(running.shifted(1 - LENGTH), FIRST_MONTH, _beginning(visit))
    months = [first]
    while months[-1] < running:
        months.append(months[-1].next)
    links = access.closed_months_of(visit.administrator).published()
    closed = _latest(links.filter(closing__month__in=list(map(str, months))))
    figures = figures_of_months(months, client=visit.client, at=visit.now)
    columns = [_column(each, closed.get(each.month)) for each in figures]
    limits = {code: figures[-1].terms.limits[code].response for code in CLASSES}
    return Year(columns, list(_rows(columns, limits)), *_sentences(columns))


def _beginning(visit: Visit) -> Month:
    return inputs.month_of(min(visit.client.created_at, visit.now))


def _latest(links: Iterable[ClosedMonth]) -> dict[Month, ClosedMonth]:
    """By its month the link that holds; the newest come first."""
    found: dict[Month, ClosedMonth] = {}
    for link in links:
        found.setdefault(link.closing.of, link)
    return found


def _column(figures: FourFigures, closed: ClosedMonth | None) -> YearMonth:
    state = CLOSED if closed else RUNNING if figures.is_running else DRAFT
    is_final = state == CLOSED
    cells = [_uptime_cell(figures.month, figures.uptime, is_final=is_final)]
    for code in CLASSES:
        cells.append(_index_cell(figures.month, code, figures.indices[code], is_final=is_final))
    return YearMonth(figures.month, state, closed.closing.number - 1 if closed else 0, cells)


def _uptime_cell(month: Month, uptime: Uptime | None, *, is_final: bool) -> Cell:
    address = f"{reverse('portal:service_month', args=[month])}#service"
    percent = uptime.judged.percent if uptime else None
    verdict = _verdict(uptime.kept if uptime else None, is_final=is_final)
    spoken = f"{month.name}, availability: {SPOKEN[verdict]}"
    if percent is None:
        return Cell(verdict, False, "none", f"{spoken}, not measured", address)
    return Cell(verdict, False, percent, f"{spoken}, {percent}{NBSP}%", address)


def _index_cell(month: Month, code: str, index: Index, *, is_final: bool) -> Cell:
    query = urlencode({"class": code, "verdict": GUARANTEED})
    address = f"{reverse('portal:service_tickets', args=[month])}?{query}"
    verdict = _verdict(index.kept, is_final=is_final)
    spoken = f"{month.name}, {fault_classes.NAMES[code]}: {SPOKEN[verdict]}"
    if not index.guaranteed:
        return Cell(verdict, False, "none", spoken, address)
    is_small = index.guaranteed < SMALL
    few = ", small number" if is_small else ""
    spoken = f"{spoken}, {index.met} of {index.guaranteed}{few}"
    return Cell(verdict, is_small, f"{index.met}/{index.guaranteed}", spoken, address)


def _verdict(kept: bool | None, *, is_final: bool) -> str:
    if kept is None:
        return "none"
    if not is_final:
        return "open"
    return "kept" if kept else "not_kept"


def _rows(columns: Sequence[YearMonth], limits: Mapping[str, int]) -> Iterable[YearRow]:
    for place, code in enumerate((AVAILABILITY, *CLASSES)):
        yield YearRow(code, limits.get(code), [column.cells[place] for column in columns])


def _sentences(columns: Sequence[YearMonth]) -> tuple[str, str]:
    """`In 12 closed months 43 of 45 figures were kept.`, and which were not."""
    closed = [column for column in columns if column.state == CLOSED]
    judged = [cell for column in closed for cell in column.cells if cell.verdict != "none"]
    if not closed:
        return "No month is closed yet.", "What stands here may still change."
    months = "one closed month" if len(closed) == 1 else f"{len(closed)} closed months"
    if not judged:
        return f"In {months} there was nothing to judge.", ""
    kept = sum(cell.verdict == "kept" for cell in judged)
    if kept == len(judged):
        return f"In {months} all {kept} figures were kept.", ""
    verb = "was" if kept == 1 else "were"
    return f"In {months} {kept} of {len(judged)} figures {verb} kept.", _not_kept(closed)


def _not_kept(closed: Sequence[YearMonth]) -> str:
    """`Not kept: Medium in October and May 2026; the API in March 2026.`"""
    names = ["availability", *(fault_classes.NAMES[code] for code in CLASSES)]
    parts = []
    for place, name in enumerate(names):
        months = [each.month.name for each in closed if each.cells[place].verdict == "not_kept"]
        if months:
            parts.append(f"{name} in {join_words(months)}")
    return f"Not kept: {'; '.join(parts)}."
