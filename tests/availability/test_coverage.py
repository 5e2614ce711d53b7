"""What measurements speak for: by hand, second by second, and as the database tells it."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from availability.coverage import Check, Measured, Run, checks_of, epoch, measured, runs_of
from availability.models import Measurement
from availability.ranges import TimeRange
from tests.availability.instants import gmt

START, UNTIL = gmt("13:00"), gmt("13:20")
FIRST, LENGTH = epoch(START), 1200
CHECKS = st.dictionaries(st.integers(-300, LENGTH + 300), st.booleans(), max_size=25).map(
    lambda found: [Check(FIRST + second, ok) for second, ok in sorted(found.items())]
)


def minute(number, ok=True):
    return Check(FIRST + 60 * number, ok)


def test_without_a_measurement_all_is_a_gap():
    assert measured([], START, UNTIL) == Measured((TimeRange(START, UNTIL),))


def test_a_measurement_speaks_for_two_minutes_and_no_more():
    found = measured([minute(0), minute(3)], START, gmt("13:04"))
    assert found.gaps == (TimeRange(gmt("13:02"), gmt("13:03")),)


def test_measurements_two_minutes_apart_leave_no_gap():
    checks = checks_of([Run(FIRST, 120, 10, True)])
    assert measured(checks, START, UNTIL) == Measured()


def test_one_second_more_between_them_is_a_gap_of_one_second():
    found = measured([minute(0), Check(FIRST + 121, True)], START, gmt("13:02:01"))
    assert found.gaps == (TimeRange(gmt("13:02"), gmt("13:02:01")),)


def test_a_measurement_before_the_start_speaks_for_the_first_seconds():
    found = measured([minute(-1)], START, UNTIL)
    assert found.gaps == (TimeRange(gmt("13:01"), UNTIL),)


def test_a_failed_measurement_speaks_until_the_next_one():
    found = measured([minute(0), minute(1, ok=False), minute(2)], START, gmt("13:04"))
    assert found.failed == (TimeRange(gmt("13:01"), gmt("13:02")),)


def test_what_was_answered_is_what_is_neither_silent_nor_failed():
    found = measured([minute(0), minute(1, ok=False), minute(2), minute(9)], START, gmt("13:10"))
    assert found.answered(TimeRange(START, gmt("13:10"))) == [
        TimeRange(START, gmt("13:01")),
        TimeRange(gmt("13:02"), gmt("13:04")),
        TimeRange(gmt("13:09"), gmt("13:10")),
    ]


def test_runs_may_lie_inside_one_another():
    runs = [Run(FIRST, 120, 3, True), Run(FIRST + 60, 120, 2, False)]
    assert [check.ok for check in checks_of(runs)] == [True, False, True, False, True]


@given(CHECKS)
def test_each_second_is_what_the_last_measurement_before_it_says(checks):
    found = measured(checks, START, UNTIL)
    for number in range(0, LENGTH, 7):
        speaking = [each for each in checks if FIRST + number - 120 < each.second <= FIRST + number]
        expected = ("answered" if speaking[-1].ok else "failed") if speaking else "gap"
        assert _said(found, START + timedelta(seconds=number)) == expected


def _said(found, instant):
    if any(span.start <= instant < span.end for span in found.gaps):
        return "gap"
    return (
        "failed" if any(span.start <= instant < span.end for span in found.failed) else "answered"
    )


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHECKS)
def test_the_database_says_the_same_as_the_plain_rows(api, checks):
    Measurement.objects.all().delete()
    Measurement.objects.bulk_create(
        Measurement(component=api, second=each.second, ok=each.ok, error="" if each.ok else "x")
        for each in checks
    )
    assert Measurement.objects.measured([api], START, UNTIL)[api.pk] == measured(
        checks, START, UNTIL
    )


@given(st.dictionaries(st.integers(0, 400), st.booleans(), max_size=60))
def test_runs_hold_every_measurement_once(results):
    checks = [Check(second, results[second]) for second in sorted(results)]
    assert checks_of(runs_of(checks)) == checks


@given(st.integers(0, 10**9), st.integers(1, 120), st.integers(1, 500), st.booleans())
def test_what_comes_regularly_with_one_result_is_one_run(first, step, length, ok):
    checks = [Check(first + number * step, ok) for number in range(length)]
    assert runs_of(checks) == [Run(first, step if length > 1 else 0, length, ok)]
