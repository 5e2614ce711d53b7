"""The lines of a month's page: what they hold, and what is said in them."""

from collections.abc import Iterable
from typing import NamedTuple

from istockist_sla.core.lib.text import duration
from tickets.reports.publication import PublicationCounts
from tickets.reports.ratings import RatingCounts
from tickets.reports.trend import SMALL


class Line(NamedTuple):
    """A count of a part, with the address of its rows."""

    words: str
    number: str
    url: str


class Entry(NamedTuple):
    """A part: its line, what it consists of in words, and the counts that open with it."""

    title: str
    detail: str
    number: str
    url: str
    lines: list[Line]


class Group(NamedTuple):
    title: str
    entries: list[Entry]


def told(lines: Iterable[Line]) -> str:
    return " · ".join(f"{line.words} {line.number}" for line in lines) or "none"


def delays(counts: PublicationCounts) -> str:
    """Of each interruption, from its own detection (A7)."""
    words = []
    if counts.longest_delay is not None:
        words.append(f"longest {duration(counts.longest_delay.total_seconds())}")
    if counts.late:
        words.append(f"{counts.late} after 15 min or more")
    if counts.unpublished:
        words.append(f"{counts.unpublished} not published")
    if counts.expected:
        words.append(f"{counts.expected} inside planned work")
    return " · ".join(words) or "nothing to publish"


def rated(counts: RatingCounts, closed: int) -> str:
    """The average, of how many, beside what was closed in the month."""
    if counts.average is None:
        return f"none, {closed} closed"
    few = ", few" if counts.rated < SMALL else ""
    return f"average {counts.average} of 5 · {counts.rated} rated{few} · {closed} closed"
