"""A month of one component as a band of marks, each of which may open what it rests on. PURE."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from istockist_sla.core.lib.charts import THIN_HEIGHT, THIN_TOP, cuts, day_shape, line_of_up

# Two hours of a month: narrower marks could not be seen.
LEAST = 0.28
HEIGHT = 36


class Mark(NamedTuple):
    """From one share of the month (0 to 1) to another, in the shape of its state."""

    state: str
    start: float
    end: float
    words: str = ""
    href: str = ""


def ribbon(sentence: str, marks: Sequence[Mark], days: int) -> str:
    """What was up lies below all other marks, thinner; what can be opened is a link."""
    shapes = [line_of_up(*_place(mark)) for mark in marks if mark.state == "up"]
    shapes += cuts(days, THIN_TOP, THIN_HEIGHT)
    shapes += [_link(mark) for mark in marks if mark.state != "up"]
    head = (
        f'<svg class="bar ribbon" role="group" aria-label="{escape(sentence)}" height="{HEIGHT}">'
    )
    return head + "".join(shapes) + "</svg>"


def _place(mark: Mark) -> tuple[float, float]:
    """In percent: where it begins and how wide it is."""
    return 100 * mark.start, 100 * (mark.end - mark.start)


def _link(mark: Mark) -> str:
    x, width = _place(mark)
    if width < LEAST:
        x, width = min(max(0.0, x - (LEAST - width) / 2), 100 - LEAST), LEAST
    drawn = "".join(day_shape(mark.state, x, width))
    if not mark.href:
        return f"<g><title>{escape(mark.words)}</title>{drawn}</g>"
    words = escape(mark.words)
    return f'<a href="{escape(mark.href)}" aria-label="{words}"><title>{words}</title>{drawn}</a>'
