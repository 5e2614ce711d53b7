"""What a day is called, and what is said of it."""

from datetime import UTC, datetime, timedelta

from availability.planned import RELEASE
from availability.ranges import TimeRange
from availability.status.days import days, first_day, summary
from availability.uptime import Bucket, Interval
from tests.availability.instants import gmt

AT = gmt("14:46")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def called(*intervals, degraded=(), day=8, since=LONG_AGO):
    found = days(intervals, degraded, at=AT, monitored_since=since)
    return next(each for each in found if each.day == gmt("00:00", day).date())


def test_ninety_days_end_with_today():
    found = days([], [], at=AT, monitored_since=LONG_AGO)
    assert len(found) == 90
    assert (found[0].day.isoformat(), found[-1].day.isoformat()) == ("2026-03-12", "2026-06-09")
    assert first_day(AT) == datetime(2026, 3, 12, tzinfo=UTC)


def test_a_day_is_up_where_nothing_is_said():
    assert called().state == "up"


def test_one_second_down_makes_the_day_down():
    down = Interval(gmt("13:00", 8), gmt("13:00:01", 8), Bucket.DOWN)
    assert (called(down).state, called(down).seconds) == ("down", 1)


def test_an_interval_over_midnight_is_split():
    down = Interval(gmt("23:00", 7), gmt("02:00", 8), Bucket.DOWN)
    assert (called(down, day=7).seconds, called(down, day=8).seconds) == (3600, 7200)


def test_downtime_in_planned_maintenance_is_maintenance():
    work = Interval(
        gmt("05:00", 8), gmt("07:00", 8), Bucket.EXCLUDED, "maintenance", "maintenance:1"
    )
    down = Interval(gmt("05:10", 8), gmt("06:00", 8), Bucket.DOWN)
    assert called(work, down).state == "maintenance"


def test_an_overrun_is_graver_than_the_maintenance():
    work = Interval(
        gmt("05:00", 8), gmt("07:00", 8), Bucket.EXCLUDED, "maintenance", "maintenance:1"
    )
    down = Interval(gmt("05:10", 8), gmt("07:10", 8), Bucket.DOWN)
    assert (called(work, down).state, called(work, down).seconds) == ("down", 600)


def test_a_release_and_an_approved_claim_hide_no_downtime():
    release = Interval(gmt("05:00", 8), gmt("07:00", 8), Bucket.EXCLUDED, RELEASE, "maintenance:1")
    claim = Interval(
        gmt("05:00", 8), gmt("07:00", 8), Bucket.EXCLUDED, "intermediary", "exclusion:1"
    )
    down = Interval(gmt("05:00", 8), gmt("06:00", 8), Bucket.DOWN)
    assert called(release, claim, down).state == "down"


def test_degraded_stands_between_down_and_up():
    slow = [TimeRange(gmt("09:00", 8), gmt("10:00", 8))]
    assert (called(degraded=slow).state, called(degraded=slow).seconds) == ("degraded", 3600)


def test_a_day_measured_for_99_percent_is_up():
    gap = Interval(gmt("09:00", 8), gmt("09:14:24", 8), Bucket.UNKNOWN)
    assert called(gap).state == "up"
    assert called(gap._replace(end=gmt("09:14:25", 8))).state == "unknown"


def test_nothing_is_said_of_days_before_the_monitoring():
    assert called(day=7, since=gmt("12:00", 8)).state == "before"
    assert called(day=8, since=gmt("12:00", 8)).state == "up"


def test_nothing_is_said_of_a_day_in_its_first_instant():
    found = days([], [], at=gmt("00:00"), monitored_since=LONG_AGO)
    assert [each.state for each in found[-2:]] == ["up", "before"]


def test_without_monitoring_nothing_is_said_at_all():
    assert {each.state for each in days([], [], at=AT, monitored_since=None)} == {"before"}


def test_the_bars_have_a_sentence():
    down = Interval(gmt("13:00", 8), gmt("13:10", 8), Bucket.DOWN)
    found = days([down], [], at=AT, monitored_since=gmt("00:00", 8) - timedelta(days=4))
    assert summary("API", found).replace("\u00a0", " ") == (
        "API, 90 days to Tue 9 June: 5 up, 1 down"
    )
