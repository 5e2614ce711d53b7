"""Cases by the share of a limit that they took."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from istockist_sla.core.lib.histogram import (
    BEYOND,
    TENTHS,
    Bar,
    Histogram,
    bar_swatch,
    histogram,
    share_words,
    shown,
)
from istockist_sla.core.lib.plot import BOTTOM, TOP, Caption
from tests.istockist_sla.core.lib.charts_read import axis, corners, crowded, overlap, root, words

CAPTION = Caption(name="d", title="Medium", description="Half within a third.")
NARROW = 250


def drawn(*bars: Bar) -> str:
    return histogram(
        Histogram(caption=CAPTION, bars=shown([*bars, *[Bar()] * (BEYOND - len(bars))]))
    )


def rects(found: str, kind: str):
    return [each for each in root(found).iter("rect") if each.get("class") == f"share-{kind}"]


def test_an_empty_end_is_not_shown_but_a_little_past_the_limit_is():
    assert len(shown([Bar(1), *[Bar()] * 20])) == 12


def test_the_last_bar_with_cases_is_shown():
    assert len(shown([*[Bar()] * 15, Bar(missed=1), *[Bar()] * 5])) == 16


def test_the_limit_is_drawn_in_after_ten_tenths():
    (limit,) = (e for e in root(drawn(Bar(1))).iter("line") if e.get("class") == "limit")
    assert limit.get("x1") == f"{100 * 10 / 12:.2f}%"


def test_met_and_missed_are_drawn_apart():
    found = drawn(*[Bar(2)] * 10, Bar(missed=3))
    assert (len(rects(found, "met")), len(rects(found, "missed"))) == (10, 1)


def test_missed_stand_on_the_met_of_their_bar():
    found = drawn(Bar(met=1, missed=1))
    (met,), (missed,) = rects(found, "met"), rects(found, "missed")
    foot = float(missed.get("y")) + float(missed.get("height"))
    assert round(foot, 1) == float(met.get("y"))


def test_an_empty_bar_is_not_drawn():
    assert len(rects(drawn(Bar(), Bar(1)), "met")) == 1


def test_the_last_bar_says_that_it_has_no_end():
    assert share_words(BEYOND)[-1].text == ">200\u00a0%"


@pytest.mark.parametrize("count", range(TENTHS + 2, BEYOND + 1))
def test_words_below_do_not_touch(count):
    found = histogram(Histogram(caption=CAPTION, bars=[Bar(1)] * count))
    assert not overlap([word for word in words(found) if word.y == BOTTOM + 22], NARROW)


@pytest.mark.parametrize("kind", ["met", "missed"])
def test_a_swatch_is_for_the_eye_only(kind):
    assert root(bar_swatch(kind)).get("aria-hidden") == "true"


counts = st.integers(0, 200_000)
bars = st.lists(st.builds(Bar, counts, counts), min_size=1, max_size=BEYOND)


@given(bars)
@example([Bar(0, 3541)])
def test_whatever_the_data_all_bars_lie_inside_the_plot(given_bars):
    inside = [(x, y) for x, y in corners(drawn(*given_bars)) if not (y < TOP or y > BOTTOM)]
    outside = set(corners(drawn(*given_bars))) - set(inside)
    # Only the line of the limit is a little taller than the plot.
    assert {y for _, y in outside} <= {TOP - 4, BOTTOM + 4}
    assert all(0 <= x <= 100 for x, _ in corners(drawn(*given_bars)))


@given(bars)
def test_whatever_the_data_no_words_of_the_axis_touch(given_bars):
    assert not crowded(axis(drawn(*given_bars)))
