"""When Support is open, as people read it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tickets.sla.clock import Calendar, Window
from tickets.wording.support_hours import support_hours, weekly_hours_in_zone

NINE, NOON, ONE, FIVE = time(9), time(12), time(13), time(17)
WEEK = [Window(day, NINE, FIVE) for day in range(5)]


@pytest.mark.parametrize(
    ("week", "zone", "written"),
    [
        (WEEK, "UTC", "Monday to Friday, 09:00–17:00 GMT (10:00–18:00 Irish time in summer)"),
        (WEEK, "Europe/Dublin", "Monday to Friday, 09:00–17:00 Irish time"),
        (WEEK[:2], "Europe/Dublin", "Monday and Tuesday, 09:00–17:00 Irish time"),
        (WEEK[:1], "Europe/Paris", "Monday, 09:00–17:00 (Europe/Paris)"),
        (
            [Window(0, NINE, NOON), Window(0, ONE, FIVE), Window(2, NINE, FIVE)],
            "UTC",
            "Monday, 09:00–12:00 and 13:00–17:00; Wednesday, 09:00–17:00 GMT "
            "(one hour later by Irish time in summer)",
        ),
        (
            [Window(5, NINE, time(0))],
            "UTC",
            "Saturday, 09:00–24:00 GMT (10:00–01:00 Irish time in summer)",
        ),
    ],
)
def test_a_week_is_written_as_one_says_it(week, zone, written):
    assert weekly_hours_in_zone(Calendar(ZoneInfo(zone), week)) == written


def test_within_the_hours_support_is_open_until_it_closes():
    now = datetime(2026, 3, 10, 16, tzinfo=UTC)
    hours = support_hours(Calendar(UTC, WEEK), now)
    assert hours == (True, now + timedelta(hours=1), 3600)


def test_outside_the_hours_support_is_closed_until_it_opens():
    now = datetime(2026, 3, 13, 17, tzinfo=UTC)
    hours = support_hours(Calendar(UTC, WEEK), now)
    assert hours == (False, datetime(2026, 3, 16, 9, tzinfo=UTC), 64 * 3600)
