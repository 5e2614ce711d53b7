"""Calendars that the tests of the clock share, with the holidays written out."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from tickets.sla.clock import Calendar, Holiday, Window

HOLIDAYS = {
    date(2026, 1, 1): Holiday("New Year's Day"),
    date(2026, 2, 2): Holiday("Saint Brigid's Day"),
    date(2026, 3, 17): Holiday("Saint Patrick's Day"),
    date(2026, 4, 6): Holiday("Easter Monday"),
    date(2026, 5, 4): Holiday("May Day"),
    date(2026, 6, 1): Holiday("June Holiday"),
    date(2026, 8, 3): Holiday("August Holiday"),
    date(2026, 10, 26): Holiday("October Holiday"),
    date(2026, 12, 25): Holiday("Christmas Day"),
    date(2026, 12, 26): Holiday("Saint Stephen's Day"),
    date(2027, 12, 25): Holiday("Christmas Day"),
    date(2027, 12, 26): Holiday("Saint Stephen's Day"),
    date(2030, 1, 1): Holiday("New Year's Day"),
    date(2030, 2, 1): Holiday("Saint Brigid's Day"),
}
OFFICE_HOURS = [Window(weekday, time(9), time(17)) for weekday in range(5)]
HOUR = 3600


def office(zone: str = "UTC") -> Calendar:
    return Calendar(ZoneInfo(zone), OFFICE_HOURS, HOLIDAYS)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
