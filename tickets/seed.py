"""Version 1 of the agreement, its calendar, the holiday lists and the components, as data.

Migrations call `seed`, and so does whatever empties a test database. Models are named by
string, so that a migration hands in its own.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

PUBLISHED = datetime(2019, 10, 28, tzinfo=UTC)
EFFECTIVE = datetime(2019, 10, 29, tzinfo=UTC)
HOUR = 3600
# Class, response limit (K7), indicative fix limit (K8), in support hours.
LIMITS = [("critical", 4, 4), ("medium", 8, 8), ("low", 10, 10)]
FIRST_TICKET = 1001
# The one of them whose figure is judged (A5).
CONTRACTUAL = "api"
# Code, name and description of what has a line of its own on the status page (A5).
COMPONENTS = [
    ("admin", "Client admin", "Where you manage products, prices and orders"),
    ("api", "API", "What your systems call"),
    ("ordering", "Ordering", "Placing and receiving orders"),
    ("reports", "Reports", "Statistics and exports"),
]
# Public holidays in Ireland on their own dates, no substitute for a weekend (K3).
IRISH_HOLIDAYS: dict[int, list[tuple[str, str]]] = {
    2019: [
        ("01-01", "New Year's Day"),
        ("03-17", "Saint Patrick's Day"),
        ("04-22", "Easter Monday"),
        ("05-06", "May holiday"),
        ("06-03", "June holiday"),
        ("08-05", "August holiday"),
        ("10-28", "October holiday"),
        ("12-25", "Christmas Day"),
        ("12-26", "Saint Stephen's Day"),
    ],
    2020: [
        ("01-01", "New Year's Day"),
        ("03-17", "Saint Patrick's Day"),
        ("04-13", "Easter Monday"),
        ("05-04", "May holiday"),
        ("06-01", "June holiday"),
        ("08-03", "August holiday"),
        ("10-26", "October holiday"),
        ("12-25", "Christmas Day"),
        ("12-26", "Saint Stephen's Day"),
    ],
    2021: [
        ("01-01", "New Year's Day"),
        ("03-17", "Saint Patrick's Day"),
        ("04-05", "Easter Monday"),
        ("05-03", "May holiday"),
        ("06-07", "June holiday"),
        ("08-02", "August holiday"),
        ("10-25", "October holiday"),
        ("12-25", "Christmas Day"),
        ("12-26", "Saint Stephen's Day"),
    ],
    2022: [
        ("01-01", "New Year's Day"),
        ("03-17", "Saint Patrick's Day"),
        ("03-18", "Day of Remembrance and Recognition"),
        ("04-18", "Easter Monday"),
        ("05-02", "May holiday"),
        ("06-06", "June holiday"),
        ("08-01", "August holiday"),
        ("10-31", "October holiday"),
        ("12-25", "Christmas Day"),
        ("12-26", "Saint Stephen's Day"),
    ],
    2023: [
        ("01-01", "New Year's Day"),
        ("02-06", "Saint Brigid's Day"),
        ("03-17", "Saint Patrick's Day"),
        ("04-10", "Easter Monday"),
        ("05-01", "May holiday"),
        ("06-05", "June holiday"),
        ("08-07", "August holiday"),
        ("10-30", "October holiday"),
        ("12-25", "Christmas Day"),
        ("12-26", "Saint Stephen's Day"),
    ],
    2024: [
        ("01-01", "New Year's Day"),
        ("02-05", "Saint Brigid's Day"),
        ("03-17", "Saint Patrick's Day"),
        ("04-01", "Easter Monday"),
        ("05-06", "May holiday"),
        ("06-03", "June holiday"),
        ("08-05", "August holiday"),
        ("10-28", "October holiday"),
        ("12-25", "Christmas Day"),
        ("12-26", "Saint Stephen's Day"),
    ],
    2025: [
        ("01-01", "New Year's Day"),
        ("02-03", "Saint Brigid's Day"),
        ("03-17", "Saint Patrick's Day"),
        ("04-21", "Easter Monday"),
        ("05-05", "May holiday"),
        ("06-02", "June holiday"),
        ("08-04", "August holiday"),
        ("10-27", "October holiday"),
        ("12-25", "Christmas Day"),
        ("12-26", "Saint Stephen's Day"),
    ],
    2026: [
        ("01-01", "New Year's Day"),
        ("02-02", "Saint Brigid's Day"),
        ("03-17", "Saint Patrick's Day"),
        ("04-06", "Easter Monday"),
        ("05-04", "May holiday"),
        ("06-01", "June holiday"),
        ("08-03", "August holiday"),
        ("10-26", "October holiday"),
        ("12-25", "Christmas Day"),
        ("12-26", "Saint Stephen's Day"),
    ],
    2027: [
        ("01-01", "New Year's Day"),
        ("02-01", "Saint Brigid's Day"),
        ("03-17", "Saint Patrick's Day"),
        ("03-29", "Easter Monday"),
        ("05-03", "May holiday"),
        ("06-07", "June holiday"),
        ("08-02", "August holiday"),
        ("10-25", "October holiday"),
        ("12-25", "Christmas Day"),
        ("12-26", "Saint Stephen's Day"),
    ],
}


def seed(get_model: Callable[[str, str], Any]) -> None:
    """Add what is missing of the shipped rows; rows that are there stay as they are."""
    get_model("tickets", "Counter").objects.get_or_create(
        name="ticket", defaults={"last": FIRST_TICKET - 1}
    )
    for order, (code, name, description) in enumerate(COMPONENTS):
        get_model("availability", "Component").objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "description": description,
                "order": order,
                "is_contractual": code == CONTRACTUAL,
            },
        )
    calendar, _ = get_model("tickets", "SupportCalendar").objects.get_or_create(name="Ireland")
    _seed_hours(get_model, calendar)
    for year, days in IRISH_HOLIDAYS.items():
        _seed_holidays(get_model, calendar, year, days)
    _seed_agreement(get_model, calendar)


def _publish(row: Any) -> None:
    row.published_at = PUBLISHED
    row.save(update_fields=["published_at"])


def _seed_hours(get_model: Callable[[str, str], Any], calendar: Any) -> None:
    version, created = get_model("tickets", "CalendarVersion").objects.get_or_create(
        calendar=calendar, number=1, defaults={"zone": "UTC", "effective_from": EFFECTIVE}
    )
    if created:
        window = get_model("tickets", "SupportWindow")
        window.objects.bulk_create(
            window(version=version, weekday=day, opens=time(9), closes=time(17)) for day in range(5)
        )
        _publish(version)


def _seed_holidays(
    get_model: Callable[[str, str], Any], calendar: Any, year: int, days: list[tuple[str, str]]
) -> None:
    holidays, created = get_model("tickets", "HolidayList").objects.get_or_create(
        calendar=calendar, year=year, number=1, defaults={"effective_from": EFFECTIVE}
    )
    if created:
        holiday = get_model("tickets", "Holiday")
        holiday.objects.bulk_create(
            holiday(holiday_list=holidays, day=date.fromisoformat(f"{year}-{day}"), name=name)
            for day, name in days
        )
        _publish(holidays)


def _seed_agreement(get_model: Callable[[str, str], Any], calendar: Any) -> None:
    agreement, _ = get_model("tickets", "Agreement").objects.get_or_create(
        client=None, defaults={"name": "Standard agreement"}
    )
    version, created = get_model("tickets", "AgreementVersion").objects.get_or_create(
        agreement=agreement,
        number=1,
        defaults={"calendar": calendar, "effective_from": EFFECTIVE},
    )
    if created:
        limit = get_model("tickets", "ClassLimit")
        limit.objects.bulk_create(
            limit(
                version=version,
                fault_class=fault_class,
                response_seconds=response * HOUR,
                fix_seconds=fix * HOUR,
            )
            for fault_class, response, fix in LIMITS
        )
        _publish(version)
