"""Which instants lie in a month, whatever happens to the zone (G8)."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istockist_sla.core.lib.months import BEGINNING, Month, MonthCalendar, ZonePeriod

APRIL, MAY, JUNE = Month(2026, 4), Month(2026, 5), Month(2026, 6)
NAMES = [
    "UTC",
    "Europe/Dublin",
    "America/New_York",
    "Pacific/Kiritimati",  # 14 hours ahead
    "Etc/GMT+12",
    "America/Havana",  # turns back at one, to midnight
    "Asia/Beirut",  # turns back at midnight, to the day before
    "America/Sao_Paulo",  # left out midnight itself
    "Pacific/Apia",  # left out 30 December 2011
]


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def calendar(first, *changes):
    periods = [ZonePeriod(BEGINNING, ZoneInfo(first))]
    return MonthCalendar([*periods, *(ZonePeriod(utc(at), ZoneInfo(to)) for at, to in changes)])


def test_without_another_zone_months_are_those_of_gmt():
    assert MonthCalendar().bounds(MAY) == (utc("2026-05-01T00:00"), utc("2026-06-01T00:00"))


def test_a_month_begins_at_midnight_of_the_zone_in_force():
    assert calendar("Europe/Dublin").start(MAY) == utc("2026-04-30T23:00")


def test_after_a_change_to_a_zone_ahead_the_month_before_ends_earlier():
    """Irish time from mid-April on: 30 April 23:30 GMT lies in May, and in May alone."""
    months = calendar("UTC", ("2026-04-15T00:00", "Europe/Dublin"))
    assert months.month_of(utc("2026-04-30T23:30")) == MAY
    assert months.bounds(APRIL).end == months.bounds(MAY).start == utc("2026-04-30T23:00")


def test_on_the_way_back_no_instant_is_lost():
    months = calendar("Europe/Dublin", ("2026-05-15T00:00", "UTC"))
    assert months.month_of(utc("2026-05-31T23:30")) == MAY
    assert months.bounds(MAY) == (utc("2026-04-30T23:00"), utc("2026-06-01T00:00"))


def test_a_month_that_has_begun_is_not_taken_back_by_a_zone_behind():
    """New York shows 30 April again, yet May began when Dublin showed its first day."""
    months = calendar("Europe/Dublin", ("2026-05-01T01:00", "America/New_York"))
    assert months.bounds(MAY).start == utc("2026-04-30T23:00")


def test_a_zone_that_comes_into_force_on_the_first_day_begins_the_month_at_once():
    months = calendar("America/New_York", ("2026-05-01T02:00", "Europe/Dublin"))
    assert months.bounds(MAY).start == utc("2026-05-01T02:00")


def test_a_first_day_that_comes_twice_begins_the_first_time():
    """In Beirut the clock went back from midnight on 1 October 1978 to 23:00."""
    first = ZoneInfo("Asia/Beirut")
    months = MonthCalendar([ZonePeriod(BEGINNING, first)])
    start = months.start(Month(1978, 10))
    assert start.astimezone(first).date().isoformat() == "1978-10-01"
    assert (start - timedelta(seconds=1)).astimezone(first).date().isoformat() == "1978-09-30"


@st.composite
def zones(draw):
    days = draw(st.lists(st.integers(0, 9000 * 24), max_size=6, unique=True))
    changes = sorted(utc("2005-01-01T00:00") + timedelta(hours=hours) for hours in days)
    names = st.sampled_from(NAMES).map(ZoneInfo)
    return [ZonePeriod(at, draw(names)) for at in (BEGINNING, *changes)]


def shown_day(periods, at):
    zone = [period.zone for period in periods if period.since <= at][-1]
    return at.astimezone(zone).date()


@given(zones(), st.datetimes(datetime(2006, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_instant_lies_in_one_month(periods, at):
    months = MonthCalendar(periods)
    month = months.month_of(at)
    start, end = months.bounds(month)
    assert start <= at < end
    assert not any(
        first <= at < last
        for first, last in (months.bounds(month.previous), months.bounds(month.next))
    )


@given(zones(), st.integers(2006, 2028), st.integers(1, 12))
def test_a_month_begins_as_soon_as_its_first_day_is_shown(periods, year, number):
    month = Month(year, number)
    start = MonthCalendar(periods).start(month)
    assert shown_day(periods, start) >= month.first_day
    before = start - timedelta(days=3)
    hours = [before + timedelta(minutes=15 * n) for n in range(3 * 24 * 4)]
    assert all(shown_day(periods, at) < month.first_day for at in hours)


@given(zones())
def test_months_follow_one_another_without_gap_or_overlap(periods):
    months = MonthCalendar(periods)
    bounds = [months.bounds(Month(2006, 1).shifted(n)) for n in range(260)]
    assert all(left.end == right.start for left, right in pairwise(bounds))
    assert all(start < end for start, end in bounds)


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "May 2026", "", "20260-1", "1999-12"])
def test_what_is_no_month_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="for example 2026-10"):
        Month.parse(text)
