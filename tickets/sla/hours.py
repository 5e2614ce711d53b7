"""Support hours of one day as people write them: `09:00-13:00, 14:00-16:30` (K2, K3)."""

import re
from datetime import time

from tickets.sla.week import Hours, openings

SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-\u2013]\s*(\d{1,2}):(\d{2})")


def read_hours(text: str) -> tuple[Hours, ...]:
    """In their order; none where nothing is written. 00:00 or 24:00 as an end is midnight.

    Raises ValueError, with a message for the user, for what are no hours of a day.
    """
    spans = [span.strip() for span in text.split(",") if span.strip()]
    hours = tuple(sorted(_span(span) for span in spans))
    openings("this day", hours)
    return hours


def written_hours(hours: tuple[Hours, ...]) -> str:
    """`09:00-13:00, 14:00-16:30`."""
    return ", ".join(f"{each.opens:%H:%M}-{each.closes:%H:%M}" for each in hours)


def _span(text: str) -> Hours:
    match = SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"Write hours like 09:00-13:00, with commas between them, not {text!r}.")
    opens, closes = (int(match[1]), int(match[2])), (int(match[3]), int(match[4]))
    try:
        return Hours(time(*opens), time(*((0, 0) if closes == (24, 0) else closes)))
    except ValueError:
        raise ValueError(f"{text!r} is no time of day.") from None
