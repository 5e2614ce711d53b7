"""A week as seven rows of hours, darker where there is more; closed hours are hatched and their
load is drawn smaller, so that both are told apart without colour."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import NamedTuple

from istockist_sla.core.lib.plot import AxisWord, Caption, axis, drawing
from istockist_sla.core.lib.text import DAYS

HOURS = 24
NAMED_EACH = 3  # hours
ROW, CELL = 28, 26  # pixels from row to row, and of a cell
INSET = 6  # pixels, and in the same measure percent of a cell's width
LEVELS = 4
HEIGHT = 7 * ROW + 22
THOUSAND = 1000


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


def short_count(count: int) -> str:
    """`999`, then `1.2k`: it must fit into a cell; the table has it exactly."""
    if count < THOUSAND:
        return str(count)
    tenths = count // (THOUSAND // 10)
    return f"{tenths // 10}.{tenths % 10}k" if tenths < 100 else f"{tenths // 10}k"


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
        yield (
            f'<text class="minor cell{dark}" x="{x + width / 2:.2f}%" y="{y + CELL / 2 + 4:.0f}"'
            f' text-anchor="middle">{short_count(cell.cases)}</text>'
        )


def _shapes(opening: Opening, x: float, y: int, width: float, shade: int) -> Iterator[str]:
    """The ground of the cell, its hatching, and its load: full in open hours, above the hatched
    foot in partly open ones, inset in closed ones."""
    yield _rect('class="heat-0"', x, y, width, CELL)
    if opening is not Opening.OPEN:
        foot = CELL // 3 if opening is Opening.PARTLY else CELL
        yield _rect('fill="url(#hatch-closed)"', x, y + CELL - foot, width, foot)
    if not shade:
        return
    fill = f'class="heat-{shade}"'
    if opening is Opening.OPEN:
        yield _rect(fill, x, y, width, CELL)
    elif opening is Opening.PARTLY:
        yield _rect(fill, x, y, width, CELL - CELL // 3)
    else:
        aside = width * INSET / CELL
        yield _rect(fill, x + aside, y + INSET, width - 2 * aside, CELL - 2 * INSET)


def _rect(fill: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect {fill} x="{x:.2f}%" y="{y:.0f}" width="{width:.2f}%" height="{height:.0f}"/>'


def _hours() -> Iterator[str]:
    for hour in range(0, HOURS, NAMED_EACH):
        yield (
            f'<text x="{100 * hour / HOURS:.2f}%" y="{7 * ROW + 16}" text-anchor="start">'
            f"{escape(f'{hour:02d}')}</text>"
        )
