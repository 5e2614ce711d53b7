"""Bars as SVG: what is drawn where, and that nothing breaks the content policy."""

import re
from xml.etree import ElementTree

import pytest

from istockist_sla.core.lib import charts
from istockist_sla.core.lib.charts import Label, Part, Rule


def shapes(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg))


def widths(svg: str, kind: str) -> list[float]:
    drawn = re.findall(rf'class="fill-{kind}" x="[\d.]+%" width="([\d.]+)%"', svg)
    return [float(width) for width in drawn]


def test_a_rule_says_what_it_shows():
    drawn = charts.rule(Rule("4 h of 8 h <counted>", [Part("counted", 1)]))
    root = ElementTree.fromstring(drawn)
    assert (root.get("role"), root.get("aria-label")) == ("img", "4 h of 8 h <counted>")


def test_parts_share_the_width_by_their_weight():
    drawn = charts.rule(Rule("x", [Part("counted", 3), Part("free", 1)], apart=False))
    assert (widths(drawn, "counted"), widths(drawn, "free")) == ([75.0], [25.0])


def test_a_part_without_weight_is_not_drawn():
    drawn = charts.rule(Rule("x", [Part("counted", 0), Part("free", 1)]))
    assert len(shapes(drawn)) == 1


@pytest.mark.parametrize("kind", ["closed", "paused", "maintenance"])
def test_time_that_does_not_count_is_hatched(kind):
    drawn = charts.rule(Rule("x", [Part(kind, 1)]))
    assert f'fill="url(#hatch-{kind})"' in drawn


def test_an_unknown_part_is_refused():
    with pytest.raises(ValueError, match="no such part"):
        charts.rule(Rule("x", [Part("elsewhere", 1)]))


def test_nothing_is_styled_inline_and_nothing_is_scaled():
    drawn = charts.rule(Rule("x", [Part("counted", 1)], cells=4, tick=1, labels=[Label(0, "now")]))
    assert "style" not in drawn
    assert "viewBox" not in drawn


def test_the_words_of_a_label_are_escaped():
    drawn = charts.rule(Rule("x", [Part("counted", 1)], labels=[Label(0, "<8 h & more>")]))
    assert "&lt;8 h &amp; more&gt;" in drawn


def test_a_clock_bar_has_one_cell_for_each_hour_of_the_limit():
    drawn = charts.clock_bar("x", "counted", 3600, 4 * 3600)
    assert drawn.count("fill-gap") == 3


def test_a_clock_bar_never_grows_past_its_limit():
    drawn = charts.clock_bar("x", "missed", 9 * 3600, 4 * 3600)
    assert widths(drawn, "missed") == [100.0]


def test_a_clock_without_a_limit_is_an_empty_bar():
    assert widths(charts.clock_bar("x", "counted", 10, 0), "empty") == [100.0]


def test_past_the_limit_the_bar_is_red_and_the_tick_moves_back():
    drawn = charts.limit_bar("x", "counted", 10 * 3600, 8 * 3600)
    assert widths(drawn, "past") == [20.0]
    assert 'x="80.00%"' in drawn


def test_paused_time_never_reaches_over_the_limit():
    drawn = charts.limit_bar("x", "counted", 3 * 3600, 4 * 3600, paused=30 * 3600)
    assert "fill-past" not in drawn
    assert 'fill="url(#hatch-paused)" x="75.00%" width="25.00%"' in drawn


def test_closed_time_is_drawn_short():
    parts = charts.shortened([Part("counted", 100), Part("closed", 5000)])
    assert [part.weight for part in parts] == [100, 12.0]


def test_labels_find_where_each_part_starts():
    assert charts.starts([Part("counted", 1), Part("closed", 1), Part("past", 2)]) == [0, 0.25, 0.5]


def test_each_state_of_a_day_has_a_shape_of_its_own():
    drawn = [
        charts.day_swatch(state) for state in ("up", "degraded", "down", "maintenance", "unknown")
    ]
    bare = {re.sub(r' class="[^"]*"', "", svg) for svg in drawn}
    assert len(bare) == 5


def test_ninety_days_give_ninety_bars():
    assert len(shapes(charts.days("x", ["up"] * 90))) == 90
