"""What charts share: scales of round steps, words that keep apart, and the frame of the drawing.

Across, places are percent of the width, so that a drawing stretches and its words do not; down
they are pixels.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from istockist_sla.core.lib.text import NBSP

TOP, BOTTOM = 20, 220  # of what is plotted, in pixels
LINE = 16  # pixels from one word to the next below it
MOST_STEPS = 5
THOUSAND = 1000
PERCENT_STEPS = (1, 2, 5, 10, 20)


@dataclass(frozen=True, kw_only=True)
class Caption:
    """What a chart is called and says in words; `name` makes their ids unique on the page."""

    name: str
    title: str
    description: str


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Values to pixels, from `low` at the bottom to `high` at the top, both on a grid line."""

    low: int
    high: int
    step: int

    def y(self, value: float) -> float:
        return TOP + (self.high - value) / (self.high - self.low) * (BOTTOM - TOP)

    def ticks(self) -> range:
        """From the bottom to the top."""
        return range(self.low, self.high + 1, self.step)


class AxisWord(NamedTuple):
    """A word left of the plot, at its height; a strong one names what the chart measures by."""

    y: float
    text: str
    is_strong: bool = False


def percent_scale(values: Iterable[float]) -> Scale:
    """Up to 100, from a round percentage below all values; at most six grid lines."""
    lowest = min(values, default=100.0)
    for step in PERCENT_STEPS:
        steps = max(1, math.ceil((100 - lowest) / step))
        if steps <= MOST_STEPS:
            return Scale(low=100 - steps * step, high=100, step=step)
    raise ValueError(f"{lowest} is less than no percent.")


def count_scale(most: int) -> Scale:
    """From 0 to a round number that is no less than `most`; at most six grid lines."""
    steps = (factor * 10**power for power in range(20) for factor in (1, 2, 5))
    step = next(step for step in steps if step * MOST_STEPS >= most)
    return Scale(low=0, high=max(1, math.ceil(most / step)) * step, step=step)


def spread(wanted: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Ascending places at least `gap` apart within the bounds, as near to the wanted as can be.

    Those that touch move aside together, so that their middle stays where it was.
    """
    groups: list[list[float]] = []
    for i, place in enumerate(wanted):
        groups.append([place - i * gap])
        while len(groups) > 1 and _mean(groups[-2]) > _mean(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    room = high - gap * (len(wanted) - 1)
    level = [min(max(_mean(group), low), room) for group in groups for _ in group]
    return [place + i * gap for i, place in enumerate(level)]


def _mean(group: Sequence[float]) -> float:
    return sum(group) / len(group)


def percent_words(scale: Scale, target: float) -> list[AxisWord]:
    """The top and the target are always named, apart even where they are near; other grid lines
    where there is room."""
    named = sorted({100.0, target}, reverse=True)
    places = spread(
        [scale.y(percent) for percent in named], gap=LINE, low=TOP - LINE / 2, high=BOTTOM
    )
    words = [
        AxisWord(y, f"{percent:g}{NBSP}%", percent == target)
        for y, percent in zip(places, named, strict=True)
    ]
    for percent in scale.ticks():
        y = scale.y(percent)
        if all(abs(y - word.y) >= LINE for word in words):
            words.append(AxisWord(y, f"{percent}{NBSP}%"))
    return words


def count_words(scale: Scale) -> list[AxisWord]:
    return [AxisWord(scale.y(count), short_count(count)) for count in scale.ticks()]


def short_count(count: int) -> str:
    """`999`, then `1.2k`, rounded down: where room is scarce; the table has it exactly."""
    if count < THOUSAND:
        return str(count)
    thousands, tenths = divmod(count // (THOUSAND // 10), 10)
    return f"{thousands}.{tenths}k" if tenths and thousands < 10 else f"{thousands}k"


def grid(scale: Scale) -> Iterator[str]:
    for value in scale.ticks():
        y = scale.y(value)
        yield f'<line class="grid" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'


def axis(words: Iterable[AxisWord]) -> Iterator[str]:
    """Left of the drawing, in the padding of its frame."""
    for word in words:
        names = "axis strong" if word.is_strong else "axis"
        yield (
            f'<text class="{names}" x="-8" y="{word.y + 4:.1f}" text-anchor="end">'
            f"{escape(word.text)}</text>"
        )


def drawing(caption: Caption, height: int, shapes: Iterable[str]) -> str:
    """The whole chart; the page shows the same figures in a table below."""
    title, description = f"{caption.name}-title", f"{caption.name}-desc"
    return (
        f'<svg class="bar chart" role="img" aria-labelledby="{title} {description}"'
        f' height="{height}"><title id="{title}">{escape(caption.title)}</title>'
        f'<desc id="{description}">{escape(caption.description)}</desc>'
        + "".join(shapes)
        + "</svg>"
    )
