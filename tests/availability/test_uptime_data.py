"""The figures of a month as data."""

from datetime import UTC, datetime, timedelta

from availability.uptime import Bucket, Interval, month_uptime
from availability.uptime_data import uptime_data

START, END = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)


def data(*intervals, until=END):
    return uptime_data(month_uptime(START, END, intervals, until=until))


def test_silence_is_told_with_its_bounds():
    told = data(Interval(START, START + timedelta(days=15), Bucket.UNKNOWN))
    assert told["marked"] is True
    assert (told["worst_percent"], told["best_percent"]) == ("50.00", "100.00")


def test_the_stricter_figure_stands_beside_the_one_as_written():
    told = data(Interval(START, START + timedelta(days=3), Bucket.SYSTEMS_DOWN))
    assert (told["as_written_percent"], told["scheduled_percent"]) == ("100.00", "90.00")


def test_the_seconds_that_may_still_be_lost_are_told():
    told = data(until=START + timedelta(days=1))
    assert told["left_seconds"] == told["allowed_seconds"] == 51840


def test_the_parts_sum_to_the_month():
    told = data(Interval(START, START + timedelta(days=1), Bucket.DOWN))
    parts = ("up", "down", "unknown", "excluded", "systems_down")
    assert sum(told[f"{part}_seconds"] for part in parts) == 30 * 86400
