"""A month of one component as a band of marks, each of which may open what it rests on. PURE."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from istockist_sla.core.lib.charts import cuts, day_shape

# Two hours of a month: narrower marks could not be seen.
LEAST = 0.28
TOP, HEIGHT, OF_UP = 6, 36, 24


class Mark(NamedTuple):
    """From one share of the month (0 to 1) to another, in the shape of its state."""

    state: str
    start: float
    end: float
    words: str = ""
    href: str = ""


def ribbon(sentence: str, marks: Sequence[Mark], days: int) -> str:
    """What was up lies below all other marks; what can be opened is a link."""
    shapes = [shape for mark in marks if mark.state == "up" for shape in _shapes(mark)]
    shapes += cuts(days, TOP, OF_UP)
    shapes += [_link(mark) for mark in marks if mark.state != "up"]
    head = (
        f'<svg class="bar ribbon" role="group" aria-label="{escape(sentence)}" height="{HEIGHT}">'
    )
    return head + "".join(shapes) + "</svg>"


def _shapes(mark: Mark) -> Iterator[str]:
    x, width = 100 * mark.start, 100 * (mark.end - mark.start)
    if mark.state != "up" and width < LEAST:
        x, width = min(max(0.0, x - (LEAST - width) / 2), 100 - LEAST), LEAST
    yield from day_shape(mark.state, x, width)


def _link(mark: Mark) -> str:
    drawn = "".join(_shapes(mark))
    if not mark.href:
        return f"<g><title>{escape(mark.words)}</title>{drawn}</g>"
    words = escape(mark.words)
    return f'<a href="{escape(mark.href)}" aria-label="{words}"><title>{words}</title>{drawn}</a>'
