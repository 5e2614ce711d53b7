"""The clock at its boundaries: opening, closing, holidays, zones, far years, bad input."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta, timezone
from pickle import dumps, loads
from zoneinfo import ZoneInfo

import pytest

from tests.tickets.sla.calendars import HOUR, OFFICE_HOURS, office, utc
from tickets.sla.clock import ELAPSED, HOLIDAY, SUPPORT_HOURS, Calendar, Holiday, Hours, Window

DUBLIN = ZoneInfo("Europe/Dublin")
NIGHT = [Window(6, time(0, 30), time(2, 30))]  # Sundays, when the clocks change
SPRING, AUTUMN = utc("2026-03-29T00:00"), utc("2026-10-25T00:00")


def test_the_first_second_of_a_window_counts():
    assert office().between(utc("2026-03-10T09:00"), utc("2026-03-10T09:00:01")) == 1


def test_the_last_second_of_a_window_counts():
    assert office().between(utc("2026-03-10T16:59:59"), utc("2026-03-10T17:00:01")) == 1


def test_the_closing_instant_itself_is_closed():
    assert not office().is_open(utc("2026-03-10T17:00"))


def test_the_opening_instant_itself_is_open():
    assert office().is_open(utc("2026-03-10T09:00"))


def test_nothing_is_open_on_a_holiday():
    assert not office().is_open(utc("2026-03-17T12:00"))


def test_at_the_next_opening_the_elapsed_time_still_equals_a_limit_of_one_day():
    assert office().between(utc("2026-03-10T09:00"), utc("2026-03-11T09:00")) == 8 * HOUR


@pytest.mark.parametrize("opened", ["2026-03-13T17:00", "2026-03-14T12:00", "2026-03-16T08:59:59"])
def test_out_of_hours_the_clock_starts_at_the_next_opening(opened):
    assert office().after(utc(opened), HOUR) == utc("2026-03-16T10:00")


def test_one_second_opened_a_second_before_closing_ends_at_closing_time():
    assert office().after(utc("2026-03-13T16:59:59"), 1) == utc("2026-03-13T17:00")


def test_no_seconds_end_where_they_start_even_out_of_hours():
    assert office().after(utc("2026-03-14T12:00"), 0) == utc("2026-03-14T12:00")


def test_an_instant_in_another_zone_is_the_same_instant():
    opened = datetime(2026, 7, 15, 9, 15, tzinfo=DUBLIN)
    assert office().after(opened, 4 * HOUR) == utc("2026-07-15T13:00")


def test_answers_are_in_utc():
    opened = datetime(2026, 7, 15, 12, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    assert office().after(opened, HOUR).tzinfo is UTC


def test_fractions_of_a_second_are_cut_before_anything_is_counted():
    opened = datetime(2026, 3, 10, 9, 0, 0, 999_999, UTC)
    assert office().between(opened, utc("2026-03-10T13:00")) == 4 * HOUR


def test_a_due_instant_has_no_fractions_of_a_second():
    opened = datetime(2026, 3, 10, 9, 0, 0, 999_999, UTC)
    assert office().after(opened, 4 * HOUR) == utc("2026-03-10T13:00")


def test_a_lunch_break_does_not_count():
    split = [Window(1, time(9), time(12)), Window(1, time(13), time(17))]
    assert Calendar(UTC, split).after(utc("2026-03-10T11:00"), 2 * HOUR) == utc("2026-03-10T14:00")


def test_windows_that_touch_are_one_window():
    split = [Window(1, time(12), time(17)), Window(1, time(9), time(12))]
    assert Calendar(UTC, split).closing_after(utc("2026-03-10T10:00")) == utc("2026-03-10T17:00")


@pytest.mark.parametrize("closes", [time(0), time.max])
def test_a_window_can_last_until_the_end_of_its_day(closes):
    evening = Calendar(UTC, [Window(1, time(20), closes)])
    assert evening.between(utc("2026-03-10T00:00"), utc("2026-03-12T00:00")) == 4 * HOUR


def test_the_hour_that_spring_leaves_out_does_not_count():
    calendar = Calendar(DUBLIN, NIGHT)
    assert calendar.between(SPRING, SPRING + timedelta(days=1)) == HOUR


def test_the_hour_that_autumn_repeats_counts_twice():
    calendar = Calendar(DUBLIN, NIGHT)
    start = AUTUMN - timedelta(hours=2)
    assert calendar.between(start, start + timedelta(days=1)) == 3 * HOUR


def test_a_change_of_the_clocks_does_not_close_a_window():
    calendar = Calendar(DUBLIN, NIGHT)
    assert calendar.closing_after(utc("2026-10-24T23:45")) == utc("2026-10-25T02:30")


def test_a_date_that_the_zone_leaves_out_has_no_support_hours():
    apia = Calendar(ZoneInfo("Pacific/Apia"), OFFICE_HOURS)  # no Friday 30 December 2011 there
    assert apia.after(utc("2011-12-30T02:00"), 2 * HOUR) == utc("2012-01-01T20:00")


def test_every_second_counts_on_the_elapsed_clock():
    assert Calendar.always().after(utc("2026-12-24T15:30"), 50 * HOUR) == utc("2026-12-26T17:30")


def test_the_elapsed_clock_gives_its_own_reason():
    (only,) = Calendar.always().segments(utc("2025-12-24T15:30"), utc("2026-12-26T17:30"))
    assert (only.counted, only.reason) == (True, ELAPSED)


def test_a_deadline_can_be_years_away():
    hours = 52 * 40 * 10 + 4
    calendar = Calendar(UTC, OFFICE_HOURS)
    assert calendar.after(utc("2026-03-09T09:00"), hours * HOUR) == utc("2036-02-25T13:00")


def test_a_year_far_from_the_last_one_asked_for_is_answered():
    calendar = Calendar(UTC, OFFICE_HOURS)
    answers = [calendar.after(utc(f"{year}-01-04T00:00"), 1) for year in ("2026", "9996", "0003")]
    assert [answer.year for answer in answers] == [2026, 9996, 3]


def test_after_a_far_year_the_near_one_is_still_right():
    calendar = office()
    calendar.is_open(utc("9000-01-01T00:00"))
    assert calendar.after(utc("2026-12-24T15:30"), 4 * HOUR) == utc("2026-12-28T11:30")


def test_a_window_over_new_year_in_utc_closes_at_its_own_time():
    california = Calendar(ZoneInfo("America/Los_Angeles"), [Window(3, time(9), time(17))])
    california.is_open(utc("2025-06-01T00:00"))
    assert california.closing_after(utc("2026-12-31T20:00")) == utc("2027-01-01T01:00")


def test_a_calendar_closed_for_years_opens_after_them():
    closed = {
        date(2026, 1, 1) + timedelta(days=day): Holiday("Moving house") for day in range(4 * 365)
    }
    calendar = Calendar(UTC, OFFICE_HOURS, closed)
    assert calendar.opening_after(utc("2026-03-10T09:00")) == utc("2029-12-31T09:00")


def test_threads_that_ask_a_new_calendar_for_different_years_agree_with_one_alone():
    asked = [utc(f"{year}-05-06T10:00") for year in range(2000, 2060, 20)] * 20
    alone, shared = Calendar(DUBLIN, OFFICE_HOURS), Calendar(DUBLIN, OFFICE_HOURS)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda at: shared.after(at, 20 * HOUR), asked))
    assert answers == [alone.after(at, 20 * HOUR) for at in asked]


def test_a_calendar_can_be_pickled():
    copied = loads(dumps(office()))
    assert copied.after(utc("2026-12-24T15:30"), 4 * HOUR) == utc("2026-12-28T11:30")


def test_support_opens_at_once_while_it_is_open():
    assert office().opening_after(utc("2026-03-10T12:00")) == utc("2026-03-10T12:00")


def test_support_opens_on_the_day_after_a_holiday():
    assert office().opening_after(utc("2026-03-16T17:00")) == utc("2026-03-18T09:00")


@pytest.mark.parametrize("at", ["2026-03-10T09:00", "2026-03-10T16:59:59", "2026-03-10T03:00"])
def test_support_closes_at_the_end_of_the_present_or_the_next_window(at):
    assert office().closing_after(utc(at)) == utc("2026-03-10T17:00")


def test_from_closing_time_the_next_closing_is_a_day_later():
    assert office().closing_after(utc("2026-03-10T17:00")) == utc("2026-03-11T17:00")


@pytest.mark.parametrize(
    ("count", "closing"),
    [(1, "2026-03-16T17:00"), (2, "2026-03-18T17:00"), (5, "2026-03-23T17:00")],
)
def test_support_dates_leave_out_weekends_and_holidays(count, closing):
    assert office().closing_on_support_date(date(2026, 3, 13), count) == utc(closing)


def test_a_support_date_ends_with_its_last_window():
    split = [Window(1, time(9), time(12)), Window(1, time(13), time(17))]
    calendar = Calendar(DUBLIN, split)
    assert calendar.closing_on_support_date(date(2026, 7, 13), 1) == utc("2026-07-14T16:00")


def test_support_dates_are_dates_of_the_calendars_zone():
    california = Calendar(ZoneInfo("America/Los_Angeles"), OFFICE_HOURS)
    assert california.closing_on_support_date(date(2026, 12, 30), 1) == utc("2027-01-01T01:00")


def test_every_date_of_the_elapsed_clock_is_a_support_date():
    closing = Calendar.always().closing_on_support_date(date(2026, 12, 30), 2)
    assert closing == utc("2027-01-02T00:00")


# Christmas Eve 2026 is a Thursday, 19 December a Saturday.
MORNING = Holiday("Christmas Eve", (Hours(time(9), time(13)),))
HALF_DAYS = Calendar(UTC, OFFICE_HOURS, {date(2026, 12, 24): MORNING})
SATURDAY = Calendar(
    UTC, OFFICE_HOURS, {date(2026, 12, 19): Holiday("Stocktaking", (Hours(time(10), time(12)),))}
)


def test_on_a_half_day_its_own_hours_count_in_place_of_the_weeks():
    assert HALF_DAYS.between(utc("2026-12-24T00:00"), utc("2026-12-25T00:00")) == 4 * HOUR


def test_a_limit_goes_on_the_day_after_a_half_day():
    assert HALF_DAYS.after(utc("2026-12-24T12:00"), 2 * HOUR) == utc("2026-12-25T10:00")


def test_the_closed_part_of_a_half_day_is_a_holiday_and_the_open_part_bears_its_name():
    segments = HALF_DAYS.segments(utc("2026-12-24T09:00"), utc("2026-12-25T00:00"))
    assert [(each.reason, each.detail) for each in segments] == [
        (SUPPORT_HOURS, "Christmas Eve"),
        (HOLIDAY, "Christmas Eve"),
    ]


def test_a_day_with_hours_of_its_own_counts_where_the_week_is_closed():
    assert SATURDAY.between(utc("2026-12-19T00:00"), utc("2026-12-20T00:00")) == 2 * HOUR


def test_a_saturday_with_hours_of_its_own_is_a_support_date():
    assert SATURDAY.closing_on_support_date(date(2026, 12, 18), 1) == utc("2026-12-19T12:00")


def test_support_closes_on_a_half_day_when_its_own_hours_end():
    assert HALF_DAYS.closing_on_support_date(date(2026, 12, 23), 1) == utc("2026-12-24T13:00")


def test_several_windows_of_one_day_count_apart():
    split = Holiday("Fair", (Hours(time(9), time(10)), Hours(time(15), time(0))))
    calendar = Calendar(UTC, OFFICE_HOURS, {date(2026, 12, 24): split})
    assert calendar.between(utc("2026-12-24T00:00"), utc("2026-12-25T00:00")) == 10 * HOUR
