"""Scales, and words that keep apart."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istockist_sla.core.lib.plot import (
    BOTTOM,
    LINE,
    TOP,
    count_scale,
    percent_scale,
    percent_words,
    short_count,
    spread,
)

percents = st.floats(0, 100)


@pytest.mark.parametrize(
    ("lowest", "low", "step"),
    [(100, 99, 1), (99, 99, 1), (96.66, 96, 1), (95, 95, 1), (94.9, 94, 2), (91.66, 90, 2),
     (60, 60, 10), (33, 20, 20), (0, 0, 20)],
)  # fmt: skip
def test_percent_begin_at_a_round_figure_below_the_lowest(lowest, low, step):
    found = percent_scale([100, lowest])
    assert (found.low, found.step) == (low, step)


@pytest.mark.parametrize(
    ("most", "high", "step"),
    [(0, 1, 1), (1, 1, 1), (5, 5, 1), (6, 6, 2), (11, 15, 5), (48, 50, 10), (51, 60, 20),
     (7_431, 8_000, 2_000)],
)  # fmt: skip
def test_counts_end_at_a_round_figure_above_the_most(most, high, step):
    found = count_scale(most)
    assert (found.high, found.step) == (high, step)


@given(st.lists(percents))
def test_a_scale_of_percent_holds_all_its_values(values):
    found = percent_scale(values)
    assert all(TOP <= found.y(value) <= BOTTOM for value in values)
    assert found.low >= 0
    assert 2 <= len(found.ticks()) <= 6


@given(st.integers(0, 10**9))
def test_a_scale_of_counts_holds_all_up_to_the_most(most):
    found = count_scale(most)
    assert most <= found.high
    assert 2 <= len(found.ticks()) <= 6


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0"), (999, "999"), (1000, "1k"), (1299, "1.2k"), (9999, "9.9k"), (10500, "10k")],
)
def test_counts_are_short_where_room_is_scarce(count, words):
    assert short_count(count) == words


@given(st.integers(0, 9_000))
def test_the_words_of_counts_tell_their_grid_lines_exactly(most):
    ticks = count_scale(most).ticks()
    said = [short_count(count) for count in ticks]
    assert len(set(said)) == len(ticks)
    assert [round(float(words.rstrip("k")) * (1000 if "k" in words else 1)) for words in said] == [
        *ticks
    ]


def test_words_that_touch_move_aside_together():
    assert spread([14, 18], gap=16, low=0, high=200) == [8, 24]


def test_words_that_do_not_touch_stay():
    assert spread([10, 40, 90], gap=16, low=0, high=200) == [10, 40, 90]


@given(st.lists(st.floats(TOP, BOTTOM), max_size=6).map(sorted))
def test_spread_words_are_in_order_apart_and_within_their_bounds(wanted):
    found = spread(wanted, gap=LINE, low=TOP, high=BOTTOM)
    assert all(below - above > LINE - 1e-6 for above, below in pairwise(found))
    assert all(TOP - 1e-6 <= place <= BOTTOM + 1e-6 for place in found)


def words(low, target):
    return {
        word.text.replace("\u00a0", " "): word
        for word in percent_words(percent_scale([low]), target)
    }


def test_the_top_and_a_target_just_below_it_are_both_named():
    found = words(0, 98)
    assert found["98 %"].y - found["100 %"].y == LINE


def test_the_target_alone_is_strong():
    assert [text for text, word in words(90, 98).items() if word.is_strong] == ["98 %"]


def test_a_target_of_all_is_the_top():
    assert words(96, 100)["100 %"].is_strong


@given(percents, percents)
def test_no_two_words_of_an_axis_touch(low, target):
    heights = sorted(word.y for word in percent_words(percent_scale([low, target]), target))
    assert all(below - above > LINE - 1e-6 for above, below in pairwise(heights))
