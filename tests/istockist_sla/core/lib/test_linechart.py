"""Months as lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istockist_sla.core.lib.linechart import (
    NARROW,
    WIDE,
    Chart,
    ChartLine,
    Point,
    line_chart,
    line_swatch,
    scale,
)
from istockist_sla.core.lib.months import Month
from istockist_sla.core.lib.plot import BOTTOM, TOP, Caption
from tests.istockist_sla.core.lib.charts_read import (
    axis,
    below,
    corners,
    crowded,
    overlap,
    root,
    words,
)

CAPTION = Caption(name="t", title="First answers in time", description="Low fell below 98 percent.")
JUNE = Month(2025, 6)
KINDS = ("critical", "medium", "low")


def chart(*lines: ChartLine, targets=None, first=JUNE) -> Chart:
    count = len(lines[0].points)
    return Chart(
        caption=CAPTION,
        months=[first.shifted(i) for i in range(count)],
        lines=lines,
        targets=targets or [98.0] * count,
    )


def line(*values: float | None, kind: str = "low") -> ChartLine:
    return ChartLine(kind, kind.title(), [Point(value) for value in values])


def drawn_lines(drawn: str, kind: str) -> int:
    return drawn.count(f'class="line line-{kind}"')


def targets_of(drawn: str) -> list[tuple[str, str, str, str]]:
    return [
        tuple(each.get(key) for key in ("x1", "y1", "x2", "y2"))
        for each in root(drawn).iter("line")
        if each.get("class") == "target"
    ]


def test_the_chart_is_an_image_with_a_title_and_a_description():
    found = root(line_chart(chart(line(99.0))))
    assert (found.get("role"), found.get("aria-labelledby")) == ("img", "t-title t-desc")
    assert [child.text for child in found[:2]] == [CAPTION.title, CAPTION.description]


def test_the_axis_always_shows_the_target():
    assert scale(chart(line(100.0))).low < 98


def test_the_axis_shows_a_target_far_from_all_figures():
    assert scale(chart(line(100.0, 100.0), targets=[98.0, 40.0])).low <= 38


def test_a_month_without_cases_has_no_mark_and_is_not_bridged():
    drawn = line_chart(chart(line(99.0, None, 98.0, 97.0)))
    assert (drawn.count("<path"), drawn_lines(drawn, "low")) == (3, 1)


def test_small_numbers_are_drawn_hollow():
    drawn = line_chart(
        chart(ChartLine("critical", "Critical", [Point(100, small=True), Point(99)]))
    )
    assert drawn.count(" hollow") == 1


def test_lines_differ_by_their_marker():
    low, medium = (line_chart(chart(line(99.0, kind=kind))) for kind in ("low", "medium"))
    assert low.split(" d=")[1] != medium.split(" d=")[1]


def test_a_target_that_changes_is_a_step_between_its_months():
    drawn = line_chart(chart(line(99.0, 99.0), targets=[98.0, 96.0]))
    heights = scale(chart(line(99.0, 99.0), targets=[98.0, 96.0]))
    high, low = (f"{heights.y(target):.1f}" for target in (98, 96))
    assert targets_of(drawn) == [
        ("0.00%", high, "50.00%", high),
        ("50.00%", low, "100.00%", low),
        ("50.00%", high, "50.00%", low),
    ]


def test_a_target_that_stays_has_no_step():
    drawn = line_chart(chart(line(99.0, 99.0)))
    assert len(targets_of(drawn)) == 2


def test_the_target_of_the_last_month_is_named_on_the_axis():
    drawn = line_chart(chart(line(99.0, 99.0), targets=[98.0, 96.5]))
    assert [word.text for word in axis(drawn) if "strong" in word.names] == ["96.5\u00a0%"]


def test_the_last_month_is_always_named():
    drawn = line_chart(chart(*[line(*[99.0] * 24)]))
    assert below(drawn, BOTTOM + 20)[-1].text == "May"


def test_years_stand_below_their_januaries_and_the_first_month():
    drawn = line_chart(chart(line(*[99.0] * 12)))
    assert [word.text for word in below(drawn, BOTTOM + 38)] == ["2025", "2026"]


def test_a_year_that_has_no_room_before_january_is_left_out():
    drawn = line_chart(chart(line(*[99.0] * 24), first=Month(2024, 12)))
    assert [word.text for word in below(drawn, BOTTOM + 38)] == ["2025", "2026"]


def test_without_months_nothing_is_drawn():
    assert not words(line_chart(Chart(caption=CAPTION, months=[], lines=[], targets=[])))


def test_nothing_is_styled_inline():
    assert "style" not in line_chart(chart(line(99.0)))


def test_words_are_escaped():
    caption = Caption(name="t", title="<&>", description='"')
    assert "&lt;&amp;&gt;" in line_chart(Chart(caption=caption, months=[], lines=[], targets=[]))


@pytest.mark.parametrize("kind", KINDS)
def test_a_swatch_is_for_the_eye_only(kind):
    assert root(line_swatch(kind)).get("aria-hidden") == "true"


figures = st.one_of(st.none(), st.floats(0, 100), st.sampled_from([98.0, 99.99, 100.0]))


@st.composite
def charts(draw):
    count = draw(st.integers(1, 24))
    lines = [
        ChartLine(kind, kind.title(), [Point(draw(figures)) for _ in range(count)])
        for kind in KINDS
    ]
    targets = draw(st.lists(st.sampled_from([0.0, 80.0, 95.0, 98.0, 99.5, 100.0]), min_size=count,
                            max_size=count))  # fmt: skip
    return chart(*lines, targets=targets, first=Month(2024, draw(st.integers(1, 12))))


@given(charts())
def test_whatever_the_data_all_points_lie_inside_the_plot(given_chart):
    assert all(0 <= x <= 100 and TOP <= y <= BOTTOM for x, y in corners(line_chart(given_chart)))


@given(charts())
def test_whatever_the_data_no_words_of_an_axis_touch(given_chart):
    drawn = line_chart(given_chart)
    months, years = below(drawn, BOTTOM + 20), below(drawn, BOTTOM + 38)
    assert not crowded(axis(drawn))
    assert not overlap(months, WIDE)
    assert not overlap([word for word in months if word.names != "minor"], NARROW)
    assert not overlap(years, NARROW)


@given(charts())
def test_whatever_the_data_no_names_of_lines_touch(given_chart):
    assert not crowded([w for w in words(line_chart(given_chart)) if w.names.startswith("end ")])
