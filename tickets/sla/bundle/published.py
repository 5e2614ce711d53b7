"""Published versions in a document: their switches, weeks and holidays, in the order of precedence.

Names that people gave stand for nothing here: an agreement is the standard one or the client's own,
calendars are numbered, holidays are dates. PURE."""

from collections.abc import Iterable
from datetime import time
from typing import Any, NamedTuple

from tickets.sla.bundle.values import Part, hundredths, seconds_of_day, written
from tickets.sla.bundle.zones import Offsets, offsets_of, read_zone, zone_document
from tickets.sla.terms import CLASSES, Limit, Provisions
from tickets.sla.versions import AgreementRow, CalendarRow, HolidayListRow, Published
from tickets.sla.week import Holiday, Hours, Window

STANDARD_AGREEMENT, OWN_AGREEMENT = "standard", "own"
OWN_CLIENT = 1  # in one client's documents there is no other
SUPPORT_HOURS_COUNT, ALL_SECONDS_COUNT = "support_hours", "elapsed"
FROM_OPENING, FROM_DOWNGRADE = "opening", "downgrade"
ALL_FAULTS, ORDERS_ALONE = "all", "orders"
AS_WRITTEN_UPTIME, SCHEDULED_UPTIME = "as_written", "scheduled"
HOLIDAY_WITHOUT_NAME = ""


class Zones(NamedTuple):
    """The zones of a document by their names."""

    by_name: dict[str, Offsets]

    def named(self, part: Part) -> Offsets:
        if part.zone_name() not in self.by_name:
            part.refuse("a zone of this document")
        return self.by_name[part.zone_name()]


def coded_published(
    rows: Published, names: Iterable[str], client_id: int | None, year: int
) -> Published:
    """Without what a person has named; `names` are those of all calendars, in the order of their
    numbers, and zones are tables that reach past the year."""
    numbers = {name: str(number) for number, name in enumerate(names, 1)}
    tables = {str(row.zone): offsets_of(row.zone, year) for row in rows.calendars}
    agreement = STANDARD_AGREEMENT if client_id is None else OWN_AGREEMENT
    owner = None if client_id is None else OWN_CLIENT
    return Published(
        tuple(
            row._replace(agreement=agreement, client_id=owner, calendar=numbers[row.calendar])
            for row in rows.agreements
        ),
        tuple(
            row._replace(calendar=numbers[row.calendar], zone=tables[str(row.zone)])
            for row in rows.calendars
        ),
        tuple(
            row._replace(calendar=numbers[row.calendar], holidays=_without_names(row))
            for row in rows.holiday_lists
        ),
    )


def _without_names(row: HolidayListRow) -> Any:
    return tuple(
        (day, Holiday(HOLIDAY_WITHOUT_NAME, each.hours)) for day, each in sorted(row.holidays)
    )


def published_document(rows: Published) -> dict[str, Any]:
    zones = {str(row.zone): row.zone for row in rows.calendars if isinstance(row.zone, Offsets)}
    return {
        "zones": [zone_document(zones[name]) for name in sorted(zones)],
        "agreements": [_agreement_document(row) for row in rows.agreements],
        "calendars": [_calendar_document(row) for row in rows.calendars],
        "holidays": [_holidays_document(row) for row in rows.holiday_lists],
    }


def read_published(part: Part, *, own: bool) -> Published:
    found = part.fields("zones", "agreements", "calendars", "holidays")
    zones = Zones({zone.name: zone for zone in found["zones"].each(read_zone)})
    agreement = OWN_AGREEMENT if own else STANDARD_AGREEMENT
    return Published(
        tuple(_read_agreement(each, agreement) for each in found["agreements"].parts()),
        tuple(_read_calendar(each, zones) for each in found["calendars"].parts()),
        found["holidays"].each(_read_holidays),
    )


def _agreement_document(row: AgreementRow) -> dict[str, Any]:
    says = row.provisions
    return {
        "number": row.number,
        "effective_from": written(row.effective_from),
        "calendar": int(row.calendar),
        "limits": {code: list(limit) for code, limit in says.limits.items()},
        "index": hundredths(says.index),
        "availability": hundredths(says.availability_index),
        "hours": ALL_SECONDS_COUNT if says.elapsed else SUPPORT_HOURS_COUNT,
        "downgrade_counts_from": FROM_DOWNGRADE if says.from_downgrade else FROM_OPENING,
        "fix_is_contractual": says.fix_is_contractual,
        "scope": ORDERS_ALONE if says.orders_only else ALL_FAULTS,
        "system_uptime": says.system_uptime,
        "release_is_maintenance": says.release_is_maintenance,
    }


AGREEMENT_KEYS = (
    "number",
    "effective_from",
    "calendar",
    "limits",
    "index",
    "availability",
    "hours",
    "downgrade_counts_from",
    "fix_is_contractual",
    "scope",
    "system_uptime",
    "release_is_maintenance",
)


def _read_agreement(part: Part, agreement: str) -> AgreementRow:
    found = part.fields(*AGREEMENT_KEYS)
    return AgreementRow(
        agreement=agreement,
        client_id=OWN_CLIENT if agreement == OWN_AGREEMENT else None,
        number=found["number"].count(),
        effective_from=found["effective_from"].at(),
        calendar=str(found["calendar"].count()),
        provisions=_read_provisions(found),
    )


def _read_provisions(found: dict[str, Part]) -> Provisions:
    hours = found["hours"].one_of(SUPPORT_HOURS_COUNT, ALL_SECONDS_COUNT)
    origin = found["downgrade_counts_from"].one_of(FROM_OPENING, FROM_DOWNGRADE)
    limits = found["limits"].fields(*CLASSES)
    return Provisions(
        limits={code: _read_limit(limits[code]) for code in CLASSES},
        index=found["index"].percent(),
        availability_index=found["availability"].percent(),
        elapsed=hours == ALL_SECONDS_COUNT,
        from_downgrade=origin == FROM_DOWNGRADE,
        fix_is_contractual=found["fix_is_contractual"].flag(),
        orders_only=found["scope"].one_of(ALL_FAULTS, ORDERS_ALONE) == ORDERS_ALONE,
        system_uptime=found["system_uptime"].one_of(AS_WRITTEN_UPTIME, SCHEDULED_UPTIME),
        release_is_maintenance=found["release_is_maintenance"].flag(),
    )


def _read_limit(part: Part) -> Limit:
    response, fix = part.tuple_of(2)
    return Limit(response.count(), fix.maybe(Part.count))


def _calendar_document(row: CalendarRow) -> dict[str, Any]:
    return {
        "calendar": int(row.calendar),
        "number": row.number,
        "effective_from": written(row.effective_from),
        "zone": str(row.zone),
        "windows": [
            [each.weekday, seconds_of_day(each.opens), seconds_of_day(each.closes, ends=True)]
            for each in row.windows
        ],
    }


def _read_calendar(part: Part, zones: Zones) -> CalendarRow:
    found = part.fields("calendar", "number", "effective_from", "zone", "windows")
    return CalendarRow(
        calendar=str(found["calendar"].count()),
        number=found["number"].count(),
        effective_from=found["effective_from"].at(),
        zone=zones.named(found["zone"]),
        windows=found["windows"].each(_read_window),
    )


def _read_window(part: Part) -> Window:
    weekday, *hours = part.tuple_of(3)
    return Window(weekday.count(), *_read_hours(hours))


def _read_hours(bounds: list[Part]) -> tuple[time, time]:
    opens, closes = bounds
    return opens.time_of_day(), closes.time_of_day()


def _holidays_document(row: HolidayListRow) -> dict[str, Any]:
    return {
        "calendar": int(row.calendar),
        "year": row.year,
        "number": row.number,
        "effective_from": written(row.effective_from),
        "days": [[day.isoformat(), _hours_document(each)] for day, each in row.holidays],
    }


def _hours_document(holiday: Holiday) -> list[list[int]]:
    return [
        [seconds_of_day(each.opens), seconds_of_day(each.closes, ends=True)]
        for each in holiday.hours
    ]


def _read_holidays(part: Part) -> HolidayListRow:
    found = part.fields("calendar", "year", "number", "effective_from", "days")
    return HolidayListRow(
        calendar=str(found["calendar"].count()),
        year=found["year"].count(),
        number=found["number"].count(),
        effective_from=found["effective_from"].at(),
        holidays=found["days"].each(_read_holiday),
    )


def _read_holiday(part: Part) -> Any:
    day, hours = part.tuple_of(2)
    own = (Hours(*_read_hours(each.tuple_of(2))) for each in hours.parts())
    return day.day(), Holiday(HOLIDAY_WITHOUT_NAME, tuple(own))
