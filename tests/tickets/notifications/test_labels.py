"""Limits and support hours as clients read them."""

from datetime import UTC, datetime, time

import pytest

from tickets.models import SupportWindow
from tickets.notifications import labels

NINE, NOON, ONE, FIVE = time(9), time(12), time(13), time(17)
WEEK = [(day, NINE, FIVE) for day in range(5)]


@pytest.mark.parametrize(
    ("seconds", "elapsed", "told"),
    [
        (4 * 3600, False, "4 support hours"),
        (3600, False, "1 support hour"),
        (8 * 3600, True, "8 hours"),
        (5400, False, "1 h 30 min of support time"),
        (5400, True, "1 h 30 min"),
    ],
)
def test_a_limit_names_its_kind_of_hours(seconds, elapsed, told):
    assert labels.limit(seconds, elapsed=elapsed).replace("\xa0", " ") == told


@pytest.mark.parametrize(
    ("week", "zone", "told"),
    [
        (WEEK, "UTC", "Monday to Friday, 09:00–17:00 GMT (10:00–18:00 Irish time in summer)"),
        (WEEK, "Europe/Dublin", "Monday to Friday, 09:00–17:00 Irish time"),
        (WEEK[:2], "Europe/Dublin", "Monday and Tuesday, 09:00–17:00 Irish time"),
        (WEEK[:1], "Europe/Paris", "Monday, 09:00–17:00 (Europe/Paris)"),
        (
            [(0, NINE, NOON), (0, ONE, FIVE), (2, NINE, FIVE)],
            "UTC",
            "Monday, 09:00–12:00 and 13:00–17:00; Wednesday, 09:00–17:00 GMT "
            "(one hour later by Irish time in summer)",
        ),
        (
            [(5, NINE, time(0))],
            "UTC",
            "Saturday, 09:00–00:00 GMT (10:00–01:00 Irish time in summer)",
        ),
        ([], "UTC", ""),
    ],
)
def test_support_hours_are_told_as_one_says_them(week, zone, told):
    windows = [
        SupportWindow(weekday=day, opens=opens, closes=closes) for day, opens, closes in week
    ]
    assert labels.of_week(windows, zone) == told


@pytest.mark.django_db
def test_the_hours_in_force_are_told():
    assert labels.support_hours(datetime(2026, 3, 10, tzinfo=UTC)).startswith("Monday to Friday")


@pytest.mark.django_db
def test_before_the_first_agreement_no_hours_are_told():
    assert labels.support_hours(datetime(2019, 10, 1, tzinfo=UTC)) == ""
