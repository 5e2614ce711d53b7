"""Months as lines that differ by marker and dash, against a target that may change.

Markers of few cases are hollow; a month without cases leaves a gap in its line.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from istockist_sla.core.lib.months import Month
from istockist_sla.core.lib.plot import (
    BOTTOM,
    LINE,
    TOP,
    Caption,
    Scale,
    axis,
    drawing,
    grid,
    percent_scale,
    percent_words,
    spread,
)
from istockist_sla.core.lib.text import MONTHS

HEIGHT = 268
ROOM_BELOW = 2  # percent below a target, so that its line is not the floor
# The narrowest plots on a desk and on a phone, and the words below them; all in pixels.
WIDE, NARROW = 420, 250
MONTH_WORD, YEAR_WORD = 30, 38
MARKERS = {
    "critical": "M-3.5-3.5h7v7h-7z",
    "medium": "M0-4.2 4.2 3.4h-8.4z",
    "low": "M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0z",
}


@dataclass(frozen=True)
class Point:
    """A month's figure in percent, None without cases; a small one is drawn hollow."""

    percent: float | None
    small: bool = False


@dataclass(frozen=True)
class ChartLine:
    """One of critical, medium, low with its name at the line's end."""

    kind: str
    name: str
    points: Sequence[Point]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Lines and targets have a value for each month."""

    caption: Caption
    months: Sequence[Month]
    lines: Sequence[ChartLine]
    targets: Sequence[float]


class Place:
    """The months side by side, each in a slot of the same width."""

    def __init__(self, count: int) -> None:
        self.count = count

    def edge(self, i: int) -> float:
        return 100 * i / self.count

    def middle(self, i: int) -> float:
        return 100 * (i + 0.5) / self.count


def line_chart(chart: Chart) -> str:
    """The chart as SVG."""
    if not chart.months:
        return drawing(chart.caption, HEIGHT, ())
    heights, place = scale(chart), Place(len(chart.months))
    shapes = [
        *grid(heights),
        *axis(percent_words(heights, chart.targets[-1])),
        *_targets(chart.targets, heights, place),
        *_months(chart.months, place),
        *_years(chart.months, place),
    ]
    for line in chart.lines:
        shapes += [*_line(line, heights, place), *_marks(line, heights, place)]
    return drawing(chart.caption, HEIGHT, [*shapes, *_names(chart, heights)])


def line_swatch(kind: str) -> str:
    """A piece of a line with its marker, for a legend; its word is beside it."""
    return (
        '<svg class="line-swatch bar chart" aria-hidden="true" width="34" height="12">'
        f'<line class="line line-{kind}" x1="0" x2="34" y1="6" y2="6"/>'
        f'<svg x="17" y="6" overflow="visible">'
        f'<path class="dot dot-{kind}" d="{MARKERS[kind]}"/></svg></svg>'
    )


def target_swatch() -> str:
    return (
        '<svg class="line-swatch bar chart" aria-hidden="true" width="34" height="12">'
        '<line class="target" x1="0" x2="34" y1="6" y2="6"/></svg>'
    )


def scale(chart: Chart) -> Scale:
    """Holds every figure and every target."""
    figures = [p.percent for line in chart.lines for p in line.points if p.percent is not None]
    return percent_scale([*figures, *(max(0.0, target - ROOM_BELOW) for target in chart.targets)])


def _targets(targets: Sequence[float], heights: Scale, place: Place) -> Iterator[str]:
    """A step where the target changes from one month to the next."""
    for i, target in enumerate(targets):
        y = heights.y(target)
        yield _segment("target", place.edge(i), y, place.edge(i + 1), y)
    for i, (before, after) in enumerate(itertools.pairwise(targets), 1):
        if before != after:
            x = place.edge(i)
            yield _segment("target", x, heights.y(before), x, heights.y(after))


def _segment(names: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{names}" x1="{x1:.2f}%" y1="{y1:.1f}" x2="{x2:.2f}%" y2="{y2:.1f}"/>'


def strides(count: int) -> tuple[int, int]:
    """Every how many months are named on a desk, and of these on a phone."""
    wide = math.ceil(count * MONTH_WORD / WIDE)
    return wide, wide * math.ceil(count * MONTH_WORD / NARROW / wide)


def _months(months: Sequence[Month], place: Place) -> Iterator[str]:
    """Counted back from the last, which is the one being read."""
    wide, narrow = strides(len(months))
    last = len(months) - 1
    for i, month in enumerate(months):
        if (last - i) % wide == 0:
            names = "strong" if i == last else "minor" if (last - i) % narrow else ""
            yield _word(names, place.middle(i), BOTTOM + 20, MONTHS[month.month - 1][:3])


def _years(months: Sequence[Month], place: Place) -> Iterator[str]:
    """Each January's year, and that of the first month where there is room before it."""
    januaries = [i for i, month in enumerate(months) if month.month == 1 and i]
    room = math.ceil(len(months) * YEAR_WORD / NARROW)
    if not januaries or januaries[0] >= room:
        januaries.insert(0, 0)
    for i in januaries:
        yield _word("", place.middle(i), BOTTOM + 38, str(months[i].year))


def _word(names: str, x: float, y: float, text: str) -> str:
    attribute = f' class="{names}"' if names else ""
    return f'<text{attribute} x="{x:.2f}%" y="{y}" text-anchor="middle">{escape(text)}</text>'


def _line(line: ChartLine, heights: Scale, place: Place) -> Iterator[str]:
    """From month to month; a month without cases is not bridged."""
    for i, (here, there) in enumerate(itertools.pairwise(line.points)):
        if here.percent is not None and there.percent is not None:
            yield _segment(
                f"line line-{line.kind}",
                place.middle(i),
                heights.y(here.percent),
                place.middle(i + 1),
                heights.y(there.percent),
            )


def _marks(line: ChartLine, heights: Scale, place: Place) -> Iterator[str]:
    for i, point in enumerate(line.points):
        if point.percent is not None:
            hollow = " hollow" if point.small else ""
            yield (
                f'<svg x="{place.middle(i):.2f}%" y="{heights.y(point.percent):.1f}"'
                f' overflow="visible"><path class="dot dot-{line.kind}{hollow}"'
                f' d="{MARKERS[line.kind]}"/></svg>'
            )


def _names(chart: Chart, heights: Scale) -> Iterator[str]:
    """Right of the drawing at the height of each line's last figure, moved where they touch."""
    ends = []
    for line in chart.lines:
        known = [point.percent for point in line.points if point.percent is not None]
        if known:
            ends.append((heights.y(known[-1]), line))
    ends.sort(key=lambda end: end[0])
    places = spread([y for y, _ in ends], gap=LINE + 1, low=TOP - LINE / 2, high=BOTTOM)
    for y, (_, line) in zip(places, ends, strict=True):
        yield (
            f'<text class="end end-{line.kind}" x="100%" dx="8" y="{y + 4:.1f}">'
            f"{escape(line.name)}</text>"
        )
