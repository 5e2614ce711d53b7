"""Twelve months as lines that differ by marker and dash; markers of few cases are hollow."""

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from istockist_sla.core.lib.text import NBSP

INSET = 1.0  # percent of the width before the first and after the last month
TOP, BOTTOM = 14, 216  # pixels
HEIGHT = 256
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


@dataclass(frozen=True)
class Chart:
    """`name` makes the ids of title and description unique on the page."""

    name: str
    title: str
    description: str
    months: Sequence[str]
    lines: Sequence[ChartLine]
    target: float = 98.0


@dataclass(frozen=True)
class Scale:
    """Percent to pixels: from a round floor below the lowest figure up to 100."""

    floor: float
    step: float

    def y(self, percent: float) -> float:
        return TOP + (100 - percent) / (100 - self.floor) * (BOTTOM - TOP)

    def ticks(self) -> list[float]:
        count = round((100 - self.floor) / self.step)
        return [100 - i * self.step for i in range(count + 1)]


def scale(chart: Chart) -> Scale:
    """Four to five grid lines; the target always lies inside."""
    values = [p.percent for line in chart.lines for p in line.points if p.percent is not None]
    lowest = min([*values, chart.target - 2])
    for step in (1, 2, 5, 10, 20, 25):
        floor = 100 - math.ceil((100 - lowest) / step) * step
        if (100 - floor) / step <= 5:
            return Scale(max(0.0, floor), step)
    return Scale(0.0, 25)


def line_chart(chart: Chart) -> str:
    """The chart as SVG; the page shows the same figures in a table below."""
    heights = scale(chart)
    shapes = [*_grid(chart, heights), *_months(chart.months)]
    for line in chart.lines:
        shapes += _line(line, heights, len(chart.months))
    shapes += _names(chart, heights)
    title, description = f"{chart.name}-title", f"{chart.name}-desc"
    return (
        f'<svg class="bar chart" role="img" aria-labelledby="{title} {description}"'
        f' height="{HEIGHT}"><title id="{title}">{escape(chart.title)}</title>'
        f'<desc id="{description}">{escape(chart.description)}</desc>' + "".join(shapes) + "</svg>"
    )


def _x(index: int, count: int) -> float:
    return INSET + index * (100 - 2 * INSET) / max(1, count - 1)


def _grid(chart: Chart, heights: Scale) -> Iterator[str]:
    for percent in heights.ticks():
        y = heights.y(percent)
        yield f'<line class="grid" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'
        if percent != chart.target:
            yield _axis_word("axis", y, percent)
    y = heights.y(chart.target)
    yield f'<line class="target" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'
    yield _axis_word("axis strong", y, chart.target)


def _axis_word(css_class: str, y: float, percent: float) -> str:
    """Left of the drawing, in the padding of its frame."""
    place = f'x="-8" y="{y + 4:.1f}" text-anchor="end"'
    return f'<text class="{css_class}" {place}>{percent:g}{NBSP}%</text>'


def _months(months: Sequence[str]) -> Iterator[str]:
    # Every other month is named, counted back from the last, which is the one being read.
    last = len(months) - 1
    for i, month in enumerate(months):
        if i == last or ((last - i) % 2 == 1 and i < last):
            attribute = ' class="strong"' if i == last else ""
            yield (
                f'<text{attribute} x="{_x(i, len(months)):.2f}%" y="{BOTTOM + 26}"'
                f' text-anchor="middle">{escape(month)}</text>'
            )


def _line(line: ChartLine, heights: Scale, count: int) -> Iterator[str]:
    here = [
        (_x(i, count), heights.y(point.percent), point.small)
        for i, point in enumerate(line.points)
        if point.percent is not None
    ]
    for (x1, y1, _a), (x2, y2, _b) in itertools.pairwise(here):
        yield (
            f'<line class="line line-{line.kind}" x1="{x1:.2f}%" y1="{y1:.1f}"'
            f' x2="{x2:.2f}%" y2="{y2:.1f}"/>'
        )
    for x, y, small in here:
        hollow = " hollow" if small else ""
        yield (
            f'<svg x="{x:.2f}%" y="{y:.1f}" overflow="visible">'
            f'<path class="dot dot-{line.kind}{hollow}" d="{MARKERS[line.kind]}"/></svg>'
        )


def _names(chart: Chart, heights: Scale) -> Iterator[str]:
    ends = []
    for line in chart.lines:
        known = [point.percent for point in line.points if point.percent is not None]
        if known:
            ends.append((heights.y(known[-1]), line))
    for y, line in _spread(ends):
        yield (
            f'<text class="end-{line.kind}" x="100%" dx="8" y="{y + 4:.1f}">'
            f"{escape(line.name)}</text>"
        )


def _spread(
    ends: Iterable[tuple[float, ChartLine]], apart: float = 17
) -> list[tuple[float, ChartLine]]:
    """Names that would overlap are moved down, in their order."""
    placed: list[tuple[float, ChartLine]] = []
    for y, line in sorted(ends, key=lambda end: end[0]):
        lowest = placed[-1][0] + apart if placed else y
        placed.append((max(y, lowest), line))
    return placed
