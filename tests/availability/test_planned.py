"""Which announced time can count as planned maintenance."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from availability.planned import PublishedWindow, planned_ranges
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
