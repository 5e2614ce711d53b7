"""Worked cases of the agreement's limits."""

import pytest

from tests.tickets.sla.calendars import HOUR, office, utc
from tickets.sla.clock import MAINTENANCE, PAUSED, Period

LIMITS = {"critical": 4 * HOUR, "medium": 8 * HOUR, "low": 10 * HOUR}

DUE = [
    ("four hours in one day", "2026-03-10T09:00", "critical", "2026-03-10T13:00"),
    ("over a weekend", "2026-03-13T16:00", "medium", "2026-03-16T16:00"),
    ("over Saint Patrick's Day", "2026-03-16T16:00", "low", "2026-03-19T10:00"),
    (
        "opened on the night of the clock change, GMT does not move",
        "2026-03-28T22:00",
        "critical",
        "2026-03-30T13:00",
    ),
    ("Good Friday is worked", "2026-04-02T15:00", "medium", "2026-04-03T15:00"),
    ("over Christmas", "2026-12-24T15:30", "critical", "2026-12-28T11:30"),
    ("summer, before opening in GMT", "2026-07-15T08:15", "critical", "2026-07-15T13:00"),
    ("summer, still open in GMT", "2026-07-15T16:30", "critical", "2026-07-16T12:30"),
    (
        "exactly one day ends at closing time, not at the next opening",
        "2026-03-10T09:00",
        "medium",
        "2026-03-10T17:00",
    ),
    (
        "a public holiday on a weekend moves nothing: Monday 27 December 2027 is worked",
        "2027-12-27T09:00",
        "critical",
        "2027-12-27T13:00",
    ),
    (
        "Saint Brigid's Day is 1 February where that is a Friday",
        "2030-01-31T16:00",
        "critical",
        "2030-02-04T12:00",
    ),
    (
        "opened at 23:30 GMT on the last day of the month",
        "2026-04-30T23:30",
        "critical",
        "2026-05-01T13:00",
    ),
]

HANDLED = [
    ("four hours in one day", "2026-03-10T09:00", "critical", "2026-03-10T13:00:01", False),
    ("exactly one day", "2026-03-10T09:00", "medium", "2026-03-11T09:00:00", True),
    ("exactly one day", "2026-03-10T09:00", "medium", "2026-03-11T09:00:01", False),
]


@pytest.mark.parametrize(
    ("opened", "fault_class", "due"), [case[1:] for case in DUE], ids=[case[0] for case in DUE]
)
def test_the_limit_is_used_up_at_the_due_instant(opened, fault_class, due):
    assert office().after(utc(opened), LIMITS[fault_class]) == utc(due)


@pytest.mark.parametrize(
    ("opened", "fault_class", "handled", "met"),
    [case[1:] for case in HANDLED],
    ids=[f"{case[0]}, handled {case[3]}" for case in HANDLED],
)
def test_the_elapsed_time_decides_and_not_the_due_instant(opened, fault_class, handled, met):
    assert (office().between(utc(opened), utc(handled)) <= LIMITS[fault_class]) is met


def test_a_calendar_in_irish_time_moves_with_the_clock_change():
    irish = office("Europe/Dublin")
    assert irish.after(utc("2026-03-28T22:00"), LIMITS["critical"]) == utc("2026-03-30T12:00")


def test_waiting_for_the_client_does_not_count():
    pause = Period(utc("2026-03-13T16:30"), utc("2026-03-16T09:30"), PAUSED)
    clock = office().excluding([pause])
    assert clock.after(utc("2026-03-13T16:00"), LIMITS["medium"]) == utc("2026-03-16T17:00")


def test_announced_maintenance_does_not_count():
    work = Period(utc("2026-03-10T10:00"), utc("2026-03-10T12:00"), MAINTENANCE)
    clock = office().excluding([work])
    assert clock.after(utc("2026-03-10T09:00"), LIMITS["critical"]) == utc("2026-03-10T15:00")
