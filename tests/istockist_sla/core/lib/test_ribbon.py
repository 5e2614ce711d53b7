"""A month as a band of marks."""

import re

import pytest

from istockist_sla.core.lib.ribbon import LEAST, Mark, ribbon


def rects(drawing, state):
    found = re.findall(rf'class="fill-{state}" x="([\d.-]+)%" width="([\d.]+)%"', drawing)
    return [(float(x), float(width)) for x, width in found]


def test_what_was_up_reaches_over_its_share():
    assert rects(ribbon("API", [Mark("up", 0.25, 0.75)], 30), "up") == [(25, 50)]


@pytest.mark.parametrize(("start", "x"), [(0, 0), (0.5, 49.86), (0.999999, 100 - LEAST)])
def test_a_narrow_mark_is_drawn_wide_enough_and_inside(start, x):
    drawing = ribbon("API", [Mark("down", start, start + 0.000001, "Down", "/x/")], 30)
    assert rects(drawing, "down") == [(pytest.approx(x, abs=0.01), LEAST)]


def test_marks_lie_above_what_was_up():
    drawing = ribbon("API", [Mark("down", 0, 0.1), Mark("up", 0.1, 1)], 30)
    assert drawing.index("fill-up") < drawing.index("fill-down")


def test_a_mark_with_an_address_is_a_link_with_its_words():
    drawing = ribbon("API", [Mark("down", 0, 0.1, "Down <1 h>", "/desk/?a=1&b=2")], 30)
    assert '<a href="/desk/?a=1&amp;b=2" aria-label="Down &lt;1 h&gt;">' in drawing


def test_a_mark_without_an_address_has_a_title():
    drawing = ribbon("API", [Mark("unknown", 0, 0.1, "Not measured")], 30)
    assert "<g><title>Not measured</title>" in drawing
    assert "<a " not in drawing


def test_the_band_says_in_words_what_it_shows():
    assert 'role="group" aria-label="API: &quot;up&quot;"' in ribbon('API: "up"', [], 30)


def test_each_day_is_cut_off_from_the_next():
    assert ribbon("API", [], 31).count("fill-gap") == 30
