"""What a list of a month is called, by what narrows it."""

from collections.abc import Callable

from istockist_sla.core.lib.text import duration
from tickets.admin.months.filters import CONTRACTUAL, INDICATIVE, REOPENED, START, Filters
from tickets.models import Finding, Rating
from tickets.reports.monthly import MonthFigures
from tickets.reports.ticket_lists import GUARANTEED
from tickets.sla.verdict import RUNNING
from tickets.wording.not_judged import LABELS, UNCLASSED

VERDICTS = {
    "": "Tickets opened",
    GUARANTEED: "Guaranteed tickets",
    "met": "Answered in time",
    "missed": "Missed",
    "excluded": "Excluded by condition",
    "not covered": "Not covered",
    "running": "Undecided",
}
FIXES = {
    "": "Fixes",
    "met": "Fixes within the limit",
    "missed": "Fixes past the limit",
    "excluded": "Fixes of excluded tickets",
    "not covered": "Fixes of tickets not covered",
    "running": "Fixes still running",
    "none": "Fixes without a limit",
}
FIX_KINDS = {
    "": "",
    INDICATIVE: "indicative limits",
    CONTRACTUAL: "contractual limits",
    REOPENED: "of tickets that were reopened later",
}


def plain(words: str) -> Callable[[MonthFigures, Filters], str]:
    return lambda figures, filters: words


def of_tickets(figures: MonthFigures, filters: Filters) -> str:
    parts = [VERDICTS.get(filters.verdict, ""), *_narrowed(filters)]
    if filters.reason:
        is_running = filters.verdict == RUNNING
        parts.insert(1, UNCLASSED if is_running else LABELS[filters.reason])
    return ", ".join(parts)


def of_missed(figures: MonthFigures, filters: Filters) -> str:
    return ", ".join(["Missed", *_narrowed(filters)])


def of_fixes(figures: MonthFigures, filters: Filters) -> str:
    parts = [FIXES.get(filters.verdict, ""), filters.fault_class.capitalize()]
    return ", ".join(part for part in [*parts, FIX_KINDS[filters.fix]] if part)


def of_findings(figures: MonthFigures, filters: Filters) -> str:
    parts = ["Findings"]
    if filters.kind:
        parts.append(str(Finding.Kind(filters.kind).label).lower())
    if filters.state:
        parts.append(str(Finding.State(filters.state).label).lower())
    return ", ".join(parts)


def of_unclosed(figures: MonthFigures, filters: Filters) -> str:
    if filters.when == START:
        return "Unclosed at the beginning"
    return "Unclosed now" if figures.is_running else "Unclosed at the end"


def of_ratings(figures: MonthFigures, filters: Filters) -> str:
    if filters.value is None:
        return "Ratings"
    return f"Ratings, {filters.value} of 5, {str(Rating.Value(filters.value).label).lower()}"


def _narrowed(filters: Filters) -> list[str]:
    parts = [filters.fault_class.capitalize()] if filters.fault_class else []
    if filters.limit is not None:
        parts.append(f"limit {duration(filters.limit)}")
    if filters.orders:
        parts.append("order processing only")
    return parts
