"""Order volumes: the days that the software suggests as altered (G5)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.sla.volume import WEEKS, compare, suggest

MONDAY = date(2026, 3, 9)
WEEK = timedelta(days=7)


def counts(today, earlier, day=MONDAY):
    """Counts of a day and of the same weekday in the weeks before, the latest first."""
    before = {day - (week + 1) * WEEK: orders for week, orders in enumerate(earlier)}
    return {day: today, **before}


# Orders of the day, of the eight weeks before, the median of those, and what is suggested.
CASES = [
    (201, [100] * 8, 100, "above"),
    (200, [100] * 8, 100, ""),
    (50, [100] * 8, 100, ""),
    (49, [100] * 8, 100, "below"),
    # The median of eight lies between the fourth and the fifth.
    (202, [90, 90, 90, 100, 101, 300, 300, 300], Fraction(201, 2), "above"),
    (201, [90, 90, 90, 100, 101, 300, 300, 300], Fraction(201, 2), ""),
    (51, [90, 90, 90, 100, 101, 300, 300, 300], Fraction(201, 2), ""),
    (50, [90, 90, 90, 100, 101, 300, 300, 300], Fraction(201, 2), "below"),
    # One wild week moves the median little.
    (150, [10_000, 100, 100, 100, 100, 100, 100, 100], 100, ""),
    # Where there are no orders as a rule, the first one is more than twice as many.
    (1, [0] * 8, 0, "above"),
    (0, [0] * 8, 0, ""),
    (1, [2] * 8, 2, ""),
    (1, [3] * 8, 3, "below"),
    (0, [0, 0, 0, 0, 1, 1, 1, 1], Fraction(1, 2), "below"),
]


@pytest.mark.parametrize(("today", "earlier", "median", "suggested"), CASES)
def test_a_day_is_altered_beyond_twice_or_below_half_of_the_median(
    today, earlier, median, suggested
):
    found = compare(counts(today, earlier), MONDAY)
    assert found.median == median
    assert (found.is_above, found.is_below) == (suggested == "above", suggested == "below")


def test_the_order_of_the_weeks_does_not_matter():
    assert compare(counts(150, [1, 2, 3, 4, 500, 6, 7, 8]), MONDAY).median == Fraction(5)


def test_other_weekdays_do_not_count():
    sundays = counts(5, [5] * 8, MONDAY - timedelta(days=1))
    assert compare({**sundays, **counts(100, [100] * 8)}, MONDAY).earlier == (100,) * 8


@pytest.mark.parametrize("week", [0, 1, WEEKS])
def test_a_gap_in_the_eight_weeks_leaves_no_basis(week):
    known = counts(500, [100] * 8)
    del known[MONDAY - week * WEEK]
    assert compare(known, MONDAY) is None
    assert suggest(known) == []


def test_the_ninth_week_before_is_not_asked():
    known = counts(100, [100] * 8)
    known[MONDAY - 9 * WEEK] = 10_000
    assert compare(known, MONDAY).median == 100


def test_nothing_imported_suggests_nothing():
    assert suggest({}) == []


def test_suggestions_come_latest_first():
    known = {**counts(900, [100] * 8), **counts(900, [100] * 8, MONDAY + timedelta(days=1))}
    assert [found.day for found in suggest(known)] == [MONDAY + timedelta(days=1), MONDAY]


EIGHT = st.lists(st.integers(0, 10**6), min_size=WEEKS, max_size=WEEKS)


@given(st.integers(0, 10**6), EIGHT)
def test_it_is_never_both_above_and_below(today, earlier):
    found = compare(counts(today, earlier), MONDAY)
    assert not (found.is_above and found.is_below)


@given(EIGHT)
def test_the_median_itself_never_stands_out(earlier):
    usual = compare(counts(0, earlier), MONDAY).median
    if usual.denominator == 1:
        assert not compare(counts(int(usual), earlier), MONDAY).is_altered


@given(st.integers(0, 10**6), EIGHT, st.integers(1, 1000))
def test_a_client_many_times_as_large_is_judged_alike(today, earlier, times):
    small = compare(counts(today, earlier), MONDAY)
    large = compare(counts(today * times, [orders * times for orders in earlier]), MONDAY)
    assert (small.is_above, small.is_below) == (large.is_above, large.is_below)


@given(st.integers(0, 10**6), EIGHT)
def test_at_least_half_of_the_weeks_lie_on_each_side_of_the_median(today, earlier):
    usual = compare(counts(today, earlier), MONDAY).median
    assert sum(orders <= usual for orders in earlier) >= WEEKS // 2
    assert sum(orders >= usual for orders in earlier) >= WEEKS // 2


@given(st.dictionaries(st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.integers(0, 999)))
def test_every_suggestion_has_its_eight_weeks(known):
    for found in suggest(known):
        assert len(found.earlier) == WEEKS
        assert known[found.day] == found.orders
