"""What every file of a month says of itself: whose figures it holds, and as of when."""

from datetime import UTC

from istockist_sla.core.lib.text import long_day, time_gmt
from tickets.reports.monthly import MonthFigures

SHORT = 36


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


def file_name(figures: MonthFigures, ending: str) -> str:
    """`service-level-2026-05-meadow.pdf`."""
    client = f"-{figures.client.code}" if figures.client else ""
    return f"service-level-{figures.month}{client}{ending}"
