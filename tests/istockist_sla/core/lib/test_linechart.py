"""Twelve months as lines."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from istockist_sla.core.lib.linechart import Chart, ChartLine, Point, line_chart, scale

MONTHS = ["Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May"]


def chart(*lines: ChartLine) -> Chart:
    return Chart("t", "First answers in time", "Low fell below 98 percent.", MONTHS, lines)


def line(*values: float | None, kind: str = "low") -> ChartLine:
    return ChartLine(kind, kind.title(), [Point(value) for value in values])


def test_the_chart_has_a_title_and_a_description():
    root = ElementTree.fromstring(line_chart(chart(line(99.0))))
    assert root.get("aria-labelledby") == "t-title t-desc"
    assert [child.text for child in root[:2]] == [
        "First answers in time",
        "Low fell below 98 percent.",
    ]


@pytest.mark.parametrize(
    ("lowest", "floor"), [(99.0, 96), (96.66, 96), (95.2, 95), (91.66, 90), (60, 60), (0, 0)]
)
def test_the_axis_starts_at_a_round_percentage_below_the_lowest_figure(lowest, floor):
    assert scale(chart(line(lowest))).floor == floor


def test_the_axis_always_shows_the_target():
    assert scale(chart(line(100.0))).floor < 98


def test_a_month_without_cases_has_no_mark():
    assert line_chart(chart(line(99.0, None, 98.0))).count("<path") == 2


def test_small_numbers_are_drawn_hollow():
    drawn = line_chart(
        chart(ChartLine("critical", "Critical", [Point(100, small=True), Point(99)]))
    )
    assert drawn.count(" hollow") == 1


def test_lines_differ_by_their_marker():
    low, medium = (line_chart(chart(line(99.0, kind=kind))) for kind in ("low", "medium"))
    assert low.split(" d=")[1] != medium.split(" d=")[1]


def test_names_at_the_end_of_lines_do_not_overlap():
    drawn = line_chart(chart(line(100.0, kind="critical"), line(100.0), line(99.99, kind="medium")))
    root = ElementTree.fromstring(drawn)
    ends = sorted(float(t.get("y")) for t in root if (t.get("class") or "").startswith("end-"))
    assert min(b - a for a, b in pairwise(ends)) >= 17


def test_nothing_is_styled_inline():
    assert "style" not in line_chart(chart(line(99.0)))
