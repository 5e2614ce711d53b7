"""Which announced time can count as planned maintenance."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from availability.planned import PublishedWindow, Work, excluded, off_the_clock, planned_ranges
from availability.ranges import TimeRange, overlap


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, 14, hour, minute, tzinfo=UTC)


def test_a_window_published_before_it_starts_is_planned():
    assert planned_ranges([PublishedWindow(at(4), at(5), at(7))]) == [TimeRange(at(5), at(7))]


def test_a_window_published_at_the_second_it_starts_is_not_planned():
    assert planned_ranges([PublishedWindow(at(5), at(5), at(7))]) == []


def test_a_window_moved_before_it_starts_is_planned_as_moved():
    moves = [PublishedWindow(at(1), at(5), at(7)), PublishedWindow(at(2), at(6), at(9))]
    assert planned_ranges(moves) == [TimeRange(at(6), at(9))]


def test_a_window_stretched_while_it_runs_is_planned_from_the_publication_of_the_move():
    moves = [PublishedWindow(at(1), at(5), at(7)), PublishedWindow(at(6), at(4), at(9))]
    assert planned_ranges(moves) == [TimeRange(at(5), at(6)), TimeRange(at(6), at(9))]


def test_a_move_published_after_the_window_leaves_the_time_between_unplanned():
    moves = [PublishedWindow(at(1), at(5), at(7)), PublishedWindow(at(8), at(5), at(10))]
    assert planned_ranges(moves) == [TimeRange(at(5), at(7)), TimeRange(at(8), at(10))]


def test_a_move_heals_no_window_that_was_announced_too_late():
    moves = [PublishedWindow(at(5, 10), at(5), at(7)), PublishedWindow(at(5, 20), at(5), at(8))]
    assert planned_ranges(moves) == []


def test_a_late_window_moved_into_the_future_is_planned():
    moves = [PublishedWindow(at(5, 10), at(5), at(7)), PublishedWindow(at(5, 20), at(9), at(10))]
    assert planned_ranges(moves) == [TimeRange(at(9), at(10))]


def test_a_window_is_planned_until_it_is_cancelled():
    assert planned_ranges([PublishedWindow(at(1), at(5), at(7))], at(6)) == [
        TimeRange(at(5), at(6))
    ]


def test_a_window_cancelled_before_it_starts_is_not_planned():
    assert planned_ranges([PublishedWindow(at(1), at(5), at(7))], at(4)) == []


def test_only_what_lies_in_window_and_work_is_common():
    assert overlap(
        [TimeRange(at(5), at(7))], [TimeRange(at(4), at(6)), TimeRange(at(6, 30), at(8))]
    ) == [
        TimeRange(at(5), at(6)),
        TimeRange(at(6, 30), at(7)),
    ]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 60), st.integers(1, 30)), max_size=6))
def test_planned_time_never_lies_before_its_publication_and_never_twice(moves):
    start = at(0)
    announcements = [
        PublishedWindow(
            start + timedelta(minutes=published),
            start + timedelta(minutes=begin),
            start + timedelta(minutes=begin + length),
        )
        for published, begin, length in sorted(moves)
    ]
    spans = planned_ranges(announcements)
    assert all(span.start >= announcements[0].published for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))


WINDOW = [PublishedWindow(at(1), at(5), at(7))]


def test_excluded_is_what_was_both_announced_and_done():
    assert excluded(WINDOW, Work(at(4), at(6)), None, at(9)) == [TimeRange(at(5), at(6))]


def test_a_window_without_a_beginning_excludes_nothing():
    assert excluded(WINDOW, Work(None, at(6)), None, at(9)) == []


def test_work_without_an_end_lasts_until_the_announced_one():
    assert excluded(WINDOW, Work(at(6)), None, at(9)) == [TimeRange(at(6), at(7))]


def test_work_without_an_end_lasts_until_the_last_announced_one():
    moved = [*WINDOW, PublishedWindow(at(6, 30), at(5), at(8))]
    assert excluded(moved, Work(at(6)), None, at(9)) == [
        TimeRange(at(6), at(6, 30)),
        TimeRange(at(6, 30), at(8)),
    ]


def test_an_announcement_of_later_changes_nothing_before():
    moved = [*WINDOW, PublishedWindow(at(6, 30), at(5), at(8))]
    assert excluded(moved, Work(at(6)), None, at(6, 15)) == [TimeRange(at(6), at(6, 15))]


@pytest.mark.parametrize("work", [Work(), Work(at(5, 30))])
def test_until_the_work_has_ended_its_window_is_off_the_clock(work):
    for hour in (2, 5, 6):
        assert off_the_clock(WINDOW, work, None, at(hour)) == [TimeRange(at(5), at(7))]


def test_a_window_that_passed_without_a_beginning_stops_no_clock():
    assert off_the_clock(WINDOW, Work(), None, at(6, 59)) == [TimeRange(at(5), at(7))]
    assert off_the_clock(WINDOW, Work(), None, at(7)) == []


def test_from_its_end_on_only_what_was_done_is_off_the_clock():
    work = Work(at(5, 30), at(6))
    assert off_the_clock(WINDOW, work, None, at(5, 59)) == [TimeRange(at(5), at(7))]
    assert off_the_clock(WINDOW, work, None, at(6)) == [TimeRange(at(5, 30), at(6))]


def test_work_without_an_end_is_off_the_clock_until_the_announced_one():
    assert off_the_clock(WINDOW, Work(at(5, 30)), None, at(9)) == [TimeRange(at(5, 30), at(7))]


def test_from_an_end_without_a_beginning_nothing_was_done():
    assert off_the_clock(WINDOW, Work(None, at(6)), None, at(6)) == []


def test_a_cancelled_window_is_on_the_clock():
    assert off_the_clock(WINDOW, Work(), at(3), at(2)) == [TimeRange(at(5), at(7))]
    assert off_the_clock(WINDOW, Work(), at(3), at(3)) == []


def test_a_late_announcement_stops_no_clock():
    late = [PublishedWindow(at(5), at(5), at(7))]
    assert off_the_clock(late, Work(at(5), at(6)), None, at(6)) == []
