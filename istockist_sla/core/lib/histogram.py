"""How many cases took how much of a limit, a bar for each tenth; the limit is a line.

Cases within the limit are solid bars, those past it outlined ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from istockist_sla.core.lib.plot import (
    BOTTOM,
    TOP,
    Caption,
    Scale,
    axis,
    count_scale,
    count_words,
    drawing,
    grid,
)
from istockist_sla.core.lib.text import NBSP

HEIGHT = 250
TENTHS = 10  # bars up to the limit
BEYOND = 2 * TENTHS + 1  # the last bar holds all that took more than twice the limit
SHOWN_PAST_LIMIT = 2
FILLED = 0.84  # of a bar's slot


class Bar(NamedTuple):
    met: int = 0
    missed: int = 0


@dataclass(frozen=True, kw_only=True)
class Histogram:
    """`bars` are the tenths from the first on, at least so many as go up to the limit."""

    caption: Caption
    bars: Sequence[Bar]


class ShareWord(NamedTuple):
    """A share of the limit below its place, in percent of the width."""

    x: float
    text: str
    anchor: str = "middle"
    is_strong: bool = False


def histogram(given: Histogram) -> str:
    """The chart as SVG."""
    heights = count_scale(max(bar.met + bar.missed for bar in given.bars))
    shapes = [*grid(heights), *axis(count_words(heights))]
    for i, bar in enumerate(given.bars):
        shapes += _bar(bar, i, len(given.bars), heights)
    return drawing(
        given.caption, HEIGHT, [*shapes, *_limit(len(given.bars)), *_words(len(given.bars))]
    )


def shown(bars: Sequence[Bar]) -> Sequence[Bar]:
    """Without the empty end: up to the last bar with cases, and at least a little past the
    limit."""
    last = max((i for i, bar in enumerate(bars, 1) if any(bar)), default=0)
    return bars[: max(last, TENTHS + SHOWN_PAST_LIMIT)]


def share_words(count: int) -> list[ShareWord]:
    """Each half of the limit; the last bar says that it has no end."""
    words = [
        ShareWord(100 * i / count, f"{10 * i}{NBSP}%", is_strong=i == TENTHS)
        for i in range(0, min(count, 2 * TENTHS), TENTHS // 2)
    ]
    if count >= BEYOND:
        words.append(ShareWord(100, f">200{NBSP}%", "end"))
    elif count == 2 * TENTHS:
        words.append(ShareWord(100, f"200{NBSP}%", "end"))
    return words


def bar_swatch(kind: str) -> str:
    """A bar for a legend: met or missed; its word is beside it."""
    return (
        '<svg class="bar-swatch" aria-hidden="true" width="16" height="14">'
        f'<rect class="share-{kind}" x="2" y="1" width="12" height="12"/></svg>'
    )


def _bar(bar: Bar, i: int, count: int, heights: Scale) -> Iterator[str]:
    """The missed stand on the met; an empty bar is not drawn."""
    slot = 100 / count
    x, width = (i + (1 - FILLED) / 2) * slot, slot * FILLED
    foot = 0
    for kind, cases in (("met", bar.met), ("missed", bar.missed)):
        if cases:
            # Rounded before their difference: two roundings would put a foot below the axis.
            top, bottom = round(heights.y(foot + cases), 1), round(heights.y(foot), 1)
            yield (
                f'<rect class="share-{kind}" x="{x:.2f}%" width="{width:.2f}%" y="{top:.1f}"'
                f' height="{bottom - top:.1f}"/>'
            )
            foot += cases


def _limit(count: int) -> Iterator[str]:
    x = f"{100 * TENTHS / count:.2f}%"
    yield f'<line class="limit" x1="{x}" x2="{x}" y1="{TOP - 4}" y2="{BOTTOM + 4}"/>'
    yield f'<text class="strong" x="{x}" y="{TOP - 8}" text-anchor="middle">limit</text>'


def _words(count: int) -> Iterator[str]:
    for word in share_words(count):
        names = ' class="strong"' if word.is_strong else ""
        yield (
            f'<text{names} x="{word.x:.2f}%" y="{BOTTOM + 22}" text-anchor="{word.anchor}">'
            f"{escape(word.text)}</text>"
        )
