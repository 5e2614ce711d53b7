"""Last month's service level in a few words: what was kept, and what was not."""

from datetime import datetime
from typing import NamedTuple

from istockist_sla.core.lib.text import MONTHS, NBSP, join_words
from tickets import inputs
from tickets.models import Client
from tickets.reports.monthly import ClassFigure, MonthFigures, month_figures
from tickets.wording import fault_classes


class ServiceLevel(NamedTuple):
    """`undecided`: so many tickets of the month have no verdict yet."""

    month: str
    kept: str
    not_kept: list[str]
    undecided: int


def last_month(client: Client, at: datetime) -> ServiceLevel | None:
    """The last full month; None where it had neither cases nor a measured availability."""
    figures = month_figures(inputs.month_of(at).previous, client=client, at=at)
    classes = [figure for figure in figures.classes if figure.index.guaranteed]
    kept = [_in_time(figure) for figure in classes if figure.index.kept]
    not_kept = [
        f"{_in_time(figure)} in time: below {figure.index.target}{NBSP}%"
        for figure in classes
        if not figure.index.kept
    ]
    kept_words = f"{join_words(kept)} in time" if kept else ""
    availability = _availability(figures)
    if availability and figures.uptime and figures.uptime.kept:
        kept_words = f"{availability}, {kept_words}" if kept_words else availability
    elif availability:
        not_kept.insert(0, f"{availability}: below {figures.terms.availability_index}{NBSP}%")
    if not kept_words and not not_kept:
        return None
    return ServiceLevel(
        month=MONTHS[figures.month.month - 1],
        kept=kept_words,
        not_kept=not_kept,
        undecided=figures.undecided,
    )


def _in_time(figure: ClassFigure) -> str:
    index = figure.index
    return f"{fault_classes.NAMES[figure.fault_class]} {index.met} of {index.guaranteed}"


def _availability(figures: MonthFigures) -> str:
    """Of a month measured in part with the bounds between which it lies (A6)."""
    uptime = figures.uptime
    if uptime is None or uptime.judged.percent is None:
        return ""
    words = f"Availability {uptime.judged.percent}{NBSP}%"
    if not uptime.marked:
        return words
    return (
        f"{words} (measured for {uptime.coverage.percent}{NBSP}% of the time: between "
        f"{uptime.worst.percent}{NBSP}% and {uptime.best.percent}{NBSP}%)"
    )
