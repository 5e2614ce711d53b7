"""The segments behind a figure, and the time that does not count for one ticket."""

from tests.tickets.sla.calendars import HOUR, office, utc
from tickets.sla.clock import (
    HOLIDAY,
    MAINTENANCE,
    OUTSIDE_HOURS,
    PAUSED,
    SUPPORT_HOURS,
    WEEKEND,
    Period,
)

FRIDAY, MONDAY = utc("2026-03-13T16:00"), utc("2026-03-16T10:00")


def written(segments):
    return [(f"{s.start:%d %H:%M}", f"{s.end:%d %H:%M}", s.reason, s.detail) for s in segments]


def test_a_weekend_stands_between_two_closed_nights():
    assert written(office().segments(FRIDAY, MONDAY)) == [
        ("13 16:00", "13 17:00", SUPPORT_HOURS, ""),
        ("13 17:00", "14 00:00", OUTSIDE_HOURS, ""),
        ("14 00:00", "16 00:00", WEEKEND, ""),
        ("16 00:00", "16 09:00", OUTSIDE_HOURS, ""),
        ("16 09:00", "16 10:00", SUPPORT_HOURS, ""),
    ]


def test_a_holiday_bears_its_name():
    segments = office().segments(utc("2026-03-16T18:00"), utc("2026-03-18T06:00"))
    assert written(segments)[1] == ("17 00:00", "18 00:00", HOLIDAY, "Saint Patrick's Day")


def test_a_holiday_on_a_weekend_is_weekend():
    segments = office().segments(utc("2026-12-26T00:00"), utc("2026-12-28T00:00"))
    assert written(segments) == [("26 00:00", "28 00:00", WEEKEND, "")]


def test_days_follow_the_calendars_zone():
    segments = office("Europe/Dublin").segments(utc("2026-07-10T16:00"), utc("2026-07-13T08:00"))
    assert written(segments)[1] == ("10 23:00", "12 23:00", WEEKEND, "")


def test_nothing_lies_between_an_instant_and_itself():
    assert office().segments(FRIDAY, FRIDAY) == ()


def test_the_seconds_of_a_segment_are_those_of_the_wall():
    weekend = office().segments(FRIDAY, MONDAY)[2]
    assert (weekend.seconds, weekend.counted) == (48 * HOUR, False)


def test_a_pause_bears_its_reason_through_the_weekend():
    pause = Period(utc("2026-03-13T16:30"), utc("2026-03-16T09:30"), PAUSED, "question 7")
    assert written(office().excluding([pause]).segments(FRIDAY, MONDAY)) == [
        ("13 16:00", "13 16:30", SUPPORT_HOURS, ""),
        ("13 16:30", "16 09:30", PAUSED, "question 7"),
        ("16 09:30", "16 10:00", SUPPORT_HOURS, ""),
    ]


def test_a_pause_is_cut_to_the_span_asked_for():
    pause = Period(utc("2026-03-01T00:00"), utc("2026-04-01T00:00"), PAUSED)
    assert written(office().excluding([pause]).segments(FRIDAY, MONDAY)) == [
        ("13 16:00", "16 10:00", PAUSED, "")
    ]


def test_where_periods_overlap_the_one_listed_first_gives_the_reason():
    work = Period(utc("2026-03-13T16:10"), utc("2026-03-13T16:30"), MAINTENANCE)
    pause = Period(utc("2026-03-13T16:20"), utc("2026-03-13T16:40"), PAUSED)
    clock = office().excluding([pause, work])
    assert written(clock.segments(FRIDAY, utc("2026-03-13T17:00"))) == [
        ("13 16:00", "13 16:10", SUPPORT_HOURS, ""),
        ("13 16:10", "13 16:20", MAINTENANCE, ""),
        ("13 16:20", "13 16:40", PAUSED, ""),
        ("13 16:40", "13 17:00", SUPPORT_HOURS, ""),
    ]


def test_what_two_periods_share_is_left_out_once():
    work = Period(utc("2026-03-13T16:10"), utc("2026-03-13T16:30"), MAINTENANCE)
    pause = Period(utc("2026-03-13T16:20"), utc("2026-03-13T16:40"), PAUSED)
    clock = office().excluding([pause, work])
    assert clock.between(FRIDAY, utc("2026-03-13T17:00")) == HOUR // 2


def test_pauses_that_touch_are_one_segment():
    first = Period(utc("2026-03-13T16:10"), utc("2026-03-13T16:20"), PAUSED)
    second = Period(utc("2026-03-13T16:20"), utc("2026-03-13T16:30"), PAUSED)
    clock = office().excluding([second, first])
    assert written(clock.segments(FRIDAY, utc("2026-03-13T16:30")))[-1][:2] == (
        "13 16:10",
        "13 16:30",
    )


def test_between_two_pauses_the_clock_runs():
    first = Period(utc("2026-03-13T16:10"), utc("2026-03-13T16:20"), PAUSED)
    second = Period(utc("2026-03-13T16:30"), utc("2026-03-13T16:40"), PAUSED)
    clock = office().excluding([first, second])
    assert clock.after(FRIDAY, HOUR // 2) == utc("2026-03-13T16:50")


def test_a_limit_used_up_when_the_pause_begins_keeps_its_due_instant():
    pause = Period(utc("2026-03-13T16:30"), utc("2026-03-16T09:30"), PAUSED)
    assert office().excluding([pause]).after(FRIDAY, HOUR // 2) == utc("2026-03-13T16:30")


def test_inside_a_pause_no_seconds_end_where_they_start():
    pause = Period(FRIDAY, MONDAY, PAUSED)
    assert office().excluding([pause]).after(FRIDAY, 0) == FRIDAY


def test_a_clock_without_periods_is_the_calendar_itself():
    calendar = office()
    assert calendar.excluding([Period(FRIDAY, FRIDAY, PAUSED)]) is calendar
