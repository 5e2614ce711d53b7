"""Interruptions that another monitor's checks tell of."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from availability.confirming import interruptions, usual_step
from availability.coverage import Check, epoch
from availability.ranges import TimeRange, union

START = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def told(results, step=60):
    """`+` answered, `-` failed, a space is a check that was not made."""
    checks = [
        Check(epoch(START) + number * step, result == "+")
        for number, result in enumerate(results)
        if result != " "
    ]
    return [
        ((span.start - START) // MINUTE, (span.end - START) // MINUTE)
        for span in interruptions(checks)
    ]


def test_two_failures_in_a_row_begin_with_the_first():
    assert told("++--++") == [(2, 4)]


def test_one_failure_is_none():
    assert told("++-++") == []


def test_one_answer_does_not_end_it():
    assert told("--+--++") == [(0, 5)]


def test_failures_further_apart_than_two_steps_are_not_in_a_row():
    assert told("+++-   -+++") == []


def test_silence_inside_of_it_does_not_end_it():
    assert told("++--      --++") == [(2, 12)]


def test_the_steps_of_a_slow_monitor_are_its_own():
    assert told("++--++", step=300) == [(10, 20)]


def test_what_does_not_end_lasts_as_long_as_its_last_check_speaks_for():
    assert told("++--") == [(2, 5)]


def test_what_ends_with_one_answer_ends_there():
    assert told("++--+") == [(2, 4)]


def test_the_usual_step_is_that_of_most_checks_and_a_minute_at_least():
    assert usual_step([Check(second, True) for second in (0, 300, 600, 90_000, 90_300)]) == 300
    assert usual_step([Check(second, True) for second in (0, 20, 40)]) == 60
    assert usual_step([]) == 60


@given(st.text("+- ", max_size=60))
def test_interruptions_are_in_order_and_apart(results):
    checks = [
        Check(epoch(START) + number * 60, result == "+")
        for number, result in enumerate(results)
        if result != " "
    ]
    found = list(interruptions(checks))
    assert union(found) == found


@given(st.text("+-", min_size=2, max_size=60))
def test_each_interruption_begins_with_two_failures(results):
    checks = [Check(epoch(START) + n * 60, result == "+") for n, result in enumerate(results)]
    failed = {check.second for check in checks if not check.ok}
    for span in interruptions(checks):
        assert isinstance(span, TimeRange)
        assert {epoch(span.start), epoch(span.start) + 60} <= failed
