"""What the clock refuses, each with a sentence that says why."""

from datetime import UTC, date, datetime, time

import pytest

from tests.tickets.sla.calendars import HOUR, OFFICE_HOURS, office, utc
from tickets.sla.clock import PAUSED, Calendar, Holiday, Hours, Period, Window

NOON = utc("2026-03-10T12:00")
NAIVE = datetime(2026, 3, 10, 12)  # noqa: DTZ001
EMPTY = Calendar(UTC, [])


@pytest.mark.parametrize(
    "ask",
    [
        lambda: office().after(NAIVE, HOUR),
        lambda: office().between(NAIVE, NOON),
        lambda: office().between(NOON, NAIVE),
        lambda: office().segments(NOON, NAIVE),
        lambda: office().is_open(NAIVE),
        lambda: office().opening_after(NAIVE),
        lambda: office().closing_after(NAIVE),
        lambda: office().excluding([Period(NAIVE, NOON, PAUSED)]),
    ],
)
def test_an_instant_without_a_zone_is_refused(ask):
    with pytest.raises(ValueError, match="has no time zone"):
        ask()


@pytest.mark.parametrize(
    "ask",
    [
        lambda start, end: office().between(start, end),
        lambda start, end: office().segments(start, end),
        lambda start, end: office().excluding([Period(start, end, PAUSED)]),
        lambda start, end: office().excluding([Period(end, start, PAUSED)]).between(start, end),
        lambda start, end: office().excluding([Period(end, start, PAUSED)]).segments(start, end),
    ],
)
def test_an_end_before_its_start_is_refused(ask):
    with pytest.raises(ValueError, match="is later than"):
        ask(NOON, utc("2026-03-10T11:59:59"))


def test_the_clock_does_not_run_backwards():
    with pytest.raises(ValueError, match="only runs forward"):
        office().after(NOON, -1)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: EMPTY.after(NOON, 1),
        lambda: EMPTY.opening_after(NOON),
        lambda: EMPTY.closing_after(NOON),
        lambda: EMPTY.closing_on_support_date(date(2026, 3, 10), 1),
    ],
)
def test_what_needs_support_hours_is_refused_where_there_are_none(ask):
    with pytest.raises(ValueError, match="no support hours"):
        ask()


def test_without_support_hours_nothing_counts():
    assert EMPTY.between(NOON, utc("2027-03-10T12:00")) == 0


def test_a_limit_of_more_than_centuries_is_refused():
    with pytest.raises(OverflowError, match="400 years"):
        office().after(NOON, 40 * 52 * 401 * HOUR)


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59:59"])
def test_the_ends_of_time_are_refused(at):
    with pytest.raises(OverflowError, match="from year 3 to year 9996"):
        office().is_open(utc(at))


def test_a_pause_without_an_end_has_no_due_instant():
    pause = Period(NOON, utc("9999-12-31T23:59:59"), PAUSED)
    with pytest.raises(OverflowError):
        office().excluding([pause]).after(NOON, HOUR)


@pytest.mark.parametrize(
    ("windows", "sentence"),
    [
        ([Window(0, time(17), time(9))], "not after it opens"),
        ([Window(0, time(9), time(9))], "not after it opens"),
        ([Window(7, time(9), time(17))], "from 0 .Monday. to 6, not 7"),
        ([Window(-1, time(9), time(17))], "from 0 .Monday. to 6, not -1"),
        ([Window(2, time(9), time(13)), Window(2, time(12), time(17))], "on Wednesday overlap"),
        ([OFFICE_HOURS[0], OFFICE_HOURS[0]], "on Monday overlap"),
        ([Window(0, time(9), time(17, 0, 0, 5))], "whole seconds"),
        ([Window(0, time(9, tzinfo=UTC), time(17, tzinfo=UTC))], "without a zone"),
    ],
)
def test_windows_that_make_no_sense_are_refused(windows, sentence):
    with pytest.raises(ValueError, match=sentence):
        Calendar(UTC, windows)


def test_a_holiday_must_be_a_date():
    with pytest.raises(ValueError, match="must be a date"):
        Calendar(UTC, OFFICE_HOURS, {utc("2026-03-17T00:00"): Holiday("Saint Patrick's Day")})


def test_hours_of_a_holiday_that_overlap_are_refused_by_its_date():
    half_day = Holiday("Eve", (Hours(time(9), time(13)), Hours(time(12), time(15))))
    with pytest.raises(ValueError, match="on 24 December 2026 overlap"):
        Calendar(UTC, OFFICE_HOURS, {date(2026, 12, 24): half_day})


def test_support_dates_are_counted_from_one():
    with pytest.raises(ValueError, match="counted from 1"):
        office().closing_on_support_date(date(2026, 3, 10), 0)
