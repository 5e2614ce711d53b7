"""The charts of a month as images for print: those of its pages, with the colours of paper."""

from collections.abc import Sequence
from typing import Any, cast

from istockist_sla.core.lib.heatmap import HEIGHT as HEAT_HEIGHT
from istockist_sla.core.lib.heatmap import heat_map
from istockist_sla.core.lib.histogram import HEIGHT as HISTOGRAM_HEIGHT
from istockist_sla.core.lib.histogram import Histogram, histogram
from istockist_sla.core.lib.linechart import HEIGHT as LINES_HEIGHT
from istockist_sla.core.lib.linechart import line_chart
from istockist_sla.core.lib.plot import Caption
from istockist_sla.core.lib.spent_bar import spent_bar, swatch
from tickets.reports.distribution import distributions
from tickets.reports.drawings import (
    DistributionDrawing,
    distribution_drawings,
    load_drawing,
    trend_drawing,
)
from tickets.reports.load import load
from tickets.reports.monthly import MonthFigures
from tickets.reports.time_spent import LEGEND, TimeSpent
from tickets.reports.trend import SMALL, TrendRow
from tickets.wording.fault_classes import class_name

WIDTH, BAR_WIDTH, BAR_HEIGHT = 640, 240, 22
BAR_STYLE = (
    ".fill-on-hold{fill:#87857a}.fill-counted{fill:#0d5c6b}.fill-past{fill:#b3201a}"
    ".fill-tick{fill:#182022}.stroke-closed{stroke:#c0bdb3;stroke-width:1}"
    ".stroke-maintenance{stroke:#5a6ac0;stroke-width:1.5}"
)
STYLE = BAR_STYLE + (
    'text{font-family:"IBM Plex Sans";font-size:13px;fill:#475155}'
    ".strong{fill:#182022;font-weight:600}.grid{stroke:#dedbd2}"
    ".target,.limit{stroke:#182022;stroke-width:1.6}.line{fill:none;stroke-width:1.6}"
    ".line-critical,.dot-critical{stroke:#b3201a}.line-medium,.dot-medium{stroke:#b26b00}"
    ".line-low,.dot-low{stroke:#44525a}.line-medium{stroke-dasharray:6 3}"
    ".line-low{stroke-dasharray:2 3}.dot{stroke-width:1.6}.dot-critical{fill:#b3201a}"
    ".dot-medium{fill:#b26b00}.dot-low{fill:#44525a}.hollow{fill:#fff}"
    ".end{font-weight:600}.end-critical{fill:#a81c14}.end-medium{fill:#7a4600}"
    ".end-low{fill:#44525a}.share-met{fill:#2f8554}"
    ".share-missed{fill:#fcece9;stroke:#b3201a;stroke-width:2}.heat-0{fill:#efede7}"
    ".heat-1,.heat-2,.heat-3,.heat-4{fill:#0d5c6b}.heat-1{fill-opacity:.2}"
    ".heat-2{fill-opacity:.4}.heat-3{fill-opacity:.6}.cell{font-size:12px;fill:#182022}"
    ".on-dark{fill:#fff}"
)
PATTERN = '<pattern id="hatch-{}" patternUnits="userSpaceOnUse" {}>{}</pattern>'
PATTERNS = "".join(
    PATTERN.format(*parts)
    for parts in (
        (
            "closed",
            'width="8" height="8" patternTransform="rotate(45)"',
            '<path class="stroke-closed" d="M4 0v8"/>',
        ),
        (
            "maintenance",
            'width="6" height="6" patternTransform="rotate(45)"',
            '<path class="stroke-maintenance" d="M3 0v6"/>',
        ),
        ("operations", 'width="5" height="10"', '<path class="fill-counted" d="M0 0h3v10H0z"/>'),
        (
            "development",
            'width="5" height="5"',
            '<circle class="fill-counted" cx="2.5" cy="2.5" r="1.6"/>',
        ),
    )
)


def image(drawing: str, *, height: int, width: int = WIDTH, left: int = 0, right: int = 0) -> str:
    """A drawing of a page, which stretches with it, at a size of its own; `left` and `right` are
    the room for the words beside it."""
    opening, _, rest = drawing.partition(">")
    inner = width - left - right
    placed = f'<svg x="{left}" y="0" width="{inner}" overflow="visible"{opening[4:]}>{rest}'
    style = STYLE if "<text" in rest else BAR_STYLE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}"><style>{style}</style><defs>{PATTERNS}</defs>{placed}</svg>'
    )


def spent_image(spent: TimeSpent, longest: int) -> str:
    """Its figures stand beneath in words."""
    bar = spent_bar("", spent.stretches, limit=spent.limit, longest=longest)
    return image(bar, width=BAR_WIDTH, height=BAR_HEIGHT)


def legend() -> list[dict[str, str]]:
    return [
        {
            "svg": image(swatch(kind), width=22, height=10),
            "words": words,
        }
        for kind, words in LEGEND.items()
    ]


def trend_chart(rows: Sequence[TrendRow], figures: MonthFigures) -> dict[str, Any]:
    found = trend_drawing(rows, figures.client)
    svg = image(line_chart(found.chart), height=LINES_HEIGHT, left=60, right=76)
    return {
        "title": found.chart.caption.title,
        "lead": f"Each month by its own terms; target {found.targets}. Hollow marks: fewer than "
        f"{SMALL} tickets. A gap: no cases.",
        "images": [_alternative(found.chart.caption, svg)],
    }


def load_chart(figures: MonthFigures) -> dict[str, Any]:
    caption, drawing = (found := load_drawing(load(figures))).chart.caption, heat_map(found.chart)
    return {
        "title": caption.title,
        "lead": f"{caption.description} Hatched: closed, or open for a part of the hour.",
        "images": [_alternative(caption, image(drawing, height=HEAT_HEIGHT, left=40))],
    }


def answers_chart(figures: MonthFigures) -> dict[str, Any]:
    """One for each class that has answers."""
    return {
        "title": "First answers by the share of their limit",
        "lead": "A bar for each tenth of the limit; solid in time, outlined late.",
        "images": [
            _distribution(each)
            for each in distribution_drawings(distributions(figures))
            if each.chart
        ],
    }


def _distribution(found: DistributionDrawing) -> dict[str, str]:
    chart = cast(Histogram, found.chart)
    svg = image(histogram(chart), width=WIDTH // 3, height=HISTOGRAM_HEIGHT, left=30, right=6)
    name = class_name(found.distribution.fault_class)
    words = f"{name}, limit {found.limits}. {' '.join(found.sentences)}"
    return {**_alternative(chart.caption, svg), "words": words}


def _alternative(caption: Caption, svg: str) -> dict[str, str]:
    return {"svg": svg, "alternative": f"{caption.title}. {caption.description}", "words": ""}
