"""What is supposed instead of published versions, and the versions that come of it (V1). PURE.

What a supposition leaves out is as it was: each version keeps the rest of what it says.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo
from typing import Any, NamedTuple

from tickets.sla.bundle.published import OWN_CLIENT
from tickets.sla.terms import CLASSES, Limit, Provisions
from tickets.sla.versions import (
    ALWAYS,
    AgreementRow,
    CalendarRow,
    HolidayListRow,
    Published,
)
from tickets.sla.week import Holiday, Hours, Window

RESPONSE, FIX = "response", "fix"
# The number of a version that was never published.
UNPUBLISHED = 0


class NamedCalendar(NamedTuple):
    """The published versions of one calendar, and its holidays."""

    calendars: tuple[CalendarRow, ...]
    holiday_lists: tuple[HolidayListRow, ...]


class VersionKey(NamedTuple):
    """A version of a client's own agreement, or of the standard one (no client)."""

    client_id: int | None
    number: int


def every_version(key: VersionKey) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """`provisions` by the names of the switches, `limits` by class and clock, `hours` by weekday;
    of `days` those without a holiday are none. `concerns` says for which versions all of it is
    supposed."""

    provisions: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[tuple[str, str], int | None] = field(default_factory=dict)
    calendar: NamedCalendar | None = None
    zone: tzinfo | None = None
    hours: Mapping[int, tuple[Hours, ...]] = field(default_factory=dict)
    days: Mapping[date, Holiday | None] = field(default_factory=dict)
    concerns: Callable[[VersionKey], bool] = every_version

    @property
    def moves_the_calendar(self) -> bool:
        return bool(self.calendar or self.zone or self.hours or self.days)

    def provisions_of(self, says: Provisions) -> Provisions:
        limits = {code: self._limit(code, says.limits[code]) for code in CLASSES}
        return replace(says, limits=limits, **self.provisions)

    def _limit(self, code: str, limit: Limit) -> Limit:
        response = self.limits.get((code, RESPONSE), limit.response)
        fix = self.limits.get((code, FIX), limit.fix)
        return Limit(response or limit.response, fix)

    def windows_of(self, row: CalendarRow) -> tuple[Window, ...]:
        kept = [each for each in row.windows if each.weekday not in self.hours]
        others = [Window(day, *each) for day, hours in self.hours.items() for each in hours]
        return tuple(sorted([*kept, *others]))


def supposed(published: Published, supposition: Supposition, client_id: int | None) -> Published:
    """The versions of one client's file, or what all clients share."""
    calendars, lists = list(published.calendars), list(published.holiday_lists)
    agreements: list[AgreementRow] = []
    replaced: set[str] = set()
    for row, key in _with_keys(published.agreements, supposition, client_id):
        if not supposition.concerns(key):
            agreements.append(row)
            continue
        name = row.calendar
        if supposition.moves_the_calendar:
            name = f"{row.calendar}, supposed"
            if name not in replaced:
                replaced.add(name)
                found = supposition.calendar or _named(published, row.calendar)
                calendars += _calendars(found, supposition, name)
                lists += _lists(found, supposition, name)
        says = supposition.provisions_of(row.provisions)
        agreements.append(row._replace(calendar=name, provisions=says))
    return Published(tuple(agreements), tuple(calendars), tuple(lists))


def _with_keys(
    rows: Sequence[AgreementRow], supposition: Supposition, client_id: int | None
) -> Iterator[tuple[AgreementRow, VersionKey]]:
    """With what a client's own agreement would have said before it had a version, where only its
    own is supposed: the same as the standard one."""
    own = [row for row in rows if row.client_id is not None]
    for row in rows:
        yield row, VersionKey(None if row.client_id is None else client_id, row.number)
    copied = VersionKey(client_id, UNPUBLISHED)
    if client_id is None or not supposition.concerns(copied):
        return
    first = min((row.effective_from for row in own), default=None)
    for row in rows:
        is_standard = row.client_id is None and (first is None or row.effective_from < first)
        if is_standard and not supposition.concerns(VersionKey(None, row.number)):
            yield row._replace(client_id=OWN_CLIENT), copied


def _named(published: Published, name: str) -> NamedCalendar:
    return NamedCalendar(
        tuple(row for row in published.calendars if row.calendar == name),
        tuple(row for row in published.holiday_lists if row.calendar == name),
    )


def _calendars(found: NamedCalendar, supposition: Supposition, name: str) -> Iterator[CalendarRow]:
    for row in found.calendars:
        yield row._replace(
            calendar=name,
            zone=supposition.zone or row.zone,
            windows=supposition.windows_of(row),
        )


def _lists(found: NamedCalendar, supposition: Supposition, name: str) -> Iterator[HolidayListRow]:
    """Each with the days more or less; a year that had no list yet has those days alone."""
    for row in found.holiday_lists:
        yield row._replace(calendar=name, holidays=_holidays(row, supposition.days))
    for year in sorted({day.year for day, each in supposition.days.items() if each is not None}):
        none = HolidayListRow(name, year, UNPUBLISHED, ALWAYS, ())
        yield none._replace(holidays=_holidays(none, supposition.days))


def _holidays(
    row: HolidayListRow, days: Mapping[date, Holiday | None]
) -> tuple[tuple[date, Holiday], ...]:
    found: dict[date, Holiday | None] = dict(row.holidays)
    found |= {day: each for day, each in days.items() if day.year == row.year}
    return tuple((day, each) for day, each in sorted(found.items()) if each is not None)
