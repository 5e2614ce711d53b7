"""A week as seven rows of hours, stronger where there is more; closed hours are hatched and their
load is only a band, so that they are told apart without colour."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import NamedTuple

from istockist_sla.core.lib.plot import AxisWord, Caption, axis, drawing, short_count
from istockist_sla.core.lib.text import DAYS

HOURS = 24
NAMED_EACH = 3  # hours
ROW, CELL = 28, 26  # pixels from row to row, and of a cell
FOOT = CELL // 3  # pixels that stay hatched below the load of partly open hours
INSET = CELL // 4  # and above and below that of closed ones
LEVELS = 4
HEIGHT = 7 * ROW + 22


class Opening(StrEnum):
    """Whether Support is open in an hour of the week: in all weeks, in some or for a part of it,
    or never."""

    OPEN = "open"
    PARTLY = "partly"
    CLOSED = "closed"


class Cell(NamedTuple):
    cases: int
    opening: Opening


@dataclass(frozen=True, kw_only=True)
class HeatMap:
    """Monday first, each day with its 24 hours."""

    caption: Caption
    week: Sequence[Sequence[Cell]]


def heat_map(given: HeatMap) -> str:
    """The chart as SVG."""
    most = max(cell.cases for day in given.week for cell in day)
    shapes = list(axis(AxisWord(row * ROW + CELL / 2, name[:3]) for row, name in enumerate(DAYS)))
    for row, day in enumerate(given.week):
        for hour, cell in enumerate(day):
            shapes += _cell(cell, hour, row * ROW, most)
    shapes += _hours()
    return drawing(given.caption, HEIGHT, shapes)


def level(count: int, most: int) -> int:
    """1 to 4 quarters of the most, begun; 0 for nothing."""
    return math.ceil(LEVELS * count / most) if most else 0


def heat_swatch(opening: str) -> str:
    """A cell for a legend; its word is beside it."""
    shapes = "".join(_shapes(Opening(opening), 0, 0, 100, 3))
    return f'<svg class="heat-swatch" aria-hidden="true" width="26" height="{CELL}">{shapes}</svg>'


def _cell(cell: Cell, hour: int, y: int, most: int) -> Iterator[str]:
    slot = 100 / HOURS
    x, width = hour * slot, slot * 0.94
    shade = level(cell.cases, most)
    yield from _shapes(cell.opening, x, y, width, shade)
    if cell.cases:
        dark = " on-dark" if shade == LEVELS else ""
        foot = FOOT if cell.opening is Opening.PARTLY else 0
        middle = y + (CELL - foot) / 2
        yield (
            f'<text class="minor cell{dark}" x="{x + width / 2:.2f}%" y="{middle + 4:.0f}"'
            f' text-anchor="middle">{short_count(cell.cases)}</text>'
        )


def _shapes(opening: Opening, x: float, y: int, width: float, shade: int) -> Iterator[str]:
    """The ground of the cell, its hatching, and its load: full in open hours, above the hatched
    foot in partly open ones, a band through the hatching in closed ones."""
    if opening is not Opening.CLOSED:
        yield _rect('class="heat-0"', x, y, width, CELL)
    if opening is not Opening.OPEN:
        hatched = FOOT if opening is Opening.PARTLY else CELL
        yield _rect('fill="url(#hatch-closed)"', x, y + CELL - hatched, width, hatched)
    if shade:
        above = INSET if opening is Opening.CLOSED else 0
        below = {Opening.OPEN: 0, Opening.PARTLY: FOOT, Opening.CLOSED: INSET}[opening]
        yield _rect(f'class="heat-{shade}"', x, y + above, width, CELL - above - below)


def _rect(fill: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect {fill} x="{x:.2f}%" y="{y:.0f}" width="{width:.2f}%" height="{height:.0f}"/>'


def _hours() -> Iterator[str]:
    for hour in range(0, HOURS, NAMED_EACH):
        yield (
            f'<text x="{100 * hour / HOURS:.2f}%" y="{7 * ROW + 16}" text-anchor="start">'
            f"{escape(f'{hour:02d}')}</text>"
        )
