"""What every file of a month says of itself: whose figures it holds, and as of when."""

from datetime import UTC
from typing import NamedTuple

from istockist_sla.core.lib.text import long_day, time_gmt
from tickets.models import ClosedMonth
from tickets.reports.closing.kept_figures import is_as_closed
from tickets.reports.monthly import MonthFigures

SHORT = 36
CHANGED = "A verdict was put right since; its amendment has not followed yet"
RUNNING, NOT_CLOSED, CLOSED = "running", "not closed", "closed"


class Printed(NamedTuple):
    """A file with its name and its type."""

    name: str
    content_type: str
    content: bytes


def title_of(figures: MonthFigures) -> str:
    """`Service level report, May 2026, all clients`."""
    return f"Service level report, {figures.month.name}, {whose(figures)}"


def whose(figures: MonthFigures) -> str:
    return figures.client.name if figures.client else "all clients"


def whose_in_short(figures: MonthFigures) -> str:
    """For the running head, which has one line."""
    name = whose(figures)
    return name if len(name) <= SHORT else f"{name[: SHORT - 1].rstrip()}…"


def as_of(figures: MonthFigures) -> str:
    """`Draft, as of Tuesday 9 June 2026, 14:05 GMT` until the month is over."""
    at = figures.at.astimezone(UTC)
    instant = f"{long_day(at.date())}, {time_gmt(at)}"
    return f"Draft, as of {instant}" if figures.is_running else f"Figures as of {instant}"


def state(figures: MonthFigures) -> str:
    """`running`, `not closed` or `closed`."""
    if figures.closed is not None:
        return CLOSED
    return RUNNING if figures.is_running else NOT_CLOSED


def state_in_words(figures: MonthFigures) -> str:
    """`Closed Friday 10 April 2026, 09:00 GMT, number 1 in the chain`."""
    if figures.closed is not None:
        changed = "" if is_as_closed(figures) else ". " + CHANGED
        return f"{closed_in_words(figures.closed)}{changed}"
    if figures.is_running:
        return "Running: figures so far"
    return "Not closed: the month is over, and its figures may still change"


def closed_in_words(closed: ClosedMonth) -> str:
    at = closed.closed_at.astimezone(UTC)
    verb = "Amended" if closed.closing.is_amendment else "Closed"
    instant = f"{long_day(at.date())}, {time_gmt(at)}"
    return f"{verb} {instant}, number {closed.sequence} in the chain"


def head_of(figures: MonthFigures) -> str:
    """Empty unless the month is closed."""
    return figures.closed.head if figures.closed else ""


def file_name(figures: MonthFigures, ending: str) -> str:
    """`service-level-2026-05-meadow.pdf`."""
    client = f"-{figures.client.code}" if figures.client else ""
    return f"service-level-{figures.month}{client}{ending}"
