"""Published versions as plain rows -> the terms in force at an instant, and the months' bounds."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar

from istockist_sla.core.lib.months import BEGINNING, MonthCalendar, ZonePeriod
from tickets.sla.clock import Calendar, Holiday, Window
from tickets.sla.conditions import YES
from tickets.sla.terms import FactAtOpening, Provisions, Terms

ALWAYS = datetime.min.replace(tzinfo=UTC)
PREMIUM = "premium"


class AgreementRow(NamedTuple):
    """A version of the standard agreement (no client) or of a client's own."""

    agreement: str
    client_id: int | None
    number: int
    effective_from: datetime
    calendar: str
    provisions: Provisions


class CalendarRow(NamedTuple):
    """A version of the calendar of this name: its zone and its week (K1, K2)."""

    calendar: str
    number: int
    effective_from: datetime
    zone: tzinfo
    windows: tuple[Window, ...]


class HolidayListRow(NamedTuple):
    """The holidays of one year in a calendar; a later list of the year replaces it (K3)."""

    calendar: str
    year: int
    number: int
    effective_from: datetime
    holidays: tuple[tuple[date, Holiday], ...]


class Published(NamedTuple):
    """Published versions, each kind in the order of precedence (V1)."""

    agreements: tuple[AgreementRow, ...]
    calendars: tuple[CalendarRow, ...]
    holiday_lists: tuple[HolidayListRow, ...]


Row = TypeVar("Row", AgreementRow, CalendarRow, HolidayListRow)


class Versions:
    """All published versions, and which of them is in force (V1).

    Of two that have begun, the one that began later holds; of two that began together, the one
    with the higher number. There is at least one version of the standard agreement and of each
    calendar named.
    """

    def __init__(
        self,
        agreements: Iterable[AgreementRow],
        calendars: Iterable[CalendarRow],
        holiday_lists: Iterable[HolidayListRow],
    ) -> None:
        self._agreements = _latest_first(agreements)
        self._calendars = _latest_first(calendars)
        self._lists = _latest_first(holiday_lists)
        every: list[AgreementRow | CalendarRow | HolidayListRow]
        every = [*self._agreements, *self._calendars, *self._lists]
        self._changes = sorted({row.effective_from for row in every})
        self._clients = {row.client_id for row in self._agreements}
        self._found: dict[tuple[int | None, int], tuple[Terms, bool]] = {}

    @property
    def published(self) -> Published:
        return Published(tuple(self._agreements), tuple(self._calendars), tuple(self._lists))

    @property
    def with_contractual_fix(self) -> bool:
        """Whether any version has contractual fix limits (K8)."""
        return any(row.provisions.fix_is_contractual for row in self._agreements)

    def with_draft(self, draft: AgreementRow | CalendarRow | HolidayListRow) -> "Versions":
        """As if the draft had always been in force, in place of all versions of the same."""
        agreements, calendars, lists = self._agreements, self._calendars, self._lists
        if isinstance(draft, AgreementRow):
            others = [row for row in agreements if row.agreement != draft.agreement]
            agreements = [draft._replace(effective_from=ALWAYS), *others]
        elif isinstance(draft, CalendarRow):
            same = draft.calendar
            calendars = [row for row in calendars if row.calendar != same]
            calendars.append(draft._replace(effective_from=ALWAYS))
        else:
            replaced = draft.calendar, draft.year
            lists = [row for row in lists if (row.calendar, row.year) != replaced]
            lists.append(draft._replace(effective_from=ALWAYS))
        return Versions(agreements, calendars, lists)

    def standard(self, at: datetime) -> Terms:
        """The standard agreement's terms in force at `at`; before version 1, those of version 1."""
        return self.terms(at, client_id=None)[0]

    def terms(self, at: datetime, *, client_id: int | None) -> tuple[Terms, bool]:
        """The terms at `at`, of the client's own agreement where `client_id` is given and it
        has one; and whether they were in force (before version 1 nothing is, V1).

        Between two changes they are the same, and are found once.
        """
        client_id = client_id if client_id in self._clients else None
        key = client_id, bisect_right(self._changes, at)
        if key not in self._found:
            self._found[key] = self._find(at, client_id)
        return self._found[key]

    def listed_years(self) -> set[int]:
        """Years that have a published holiday list in the standard agreement's calendar (K3)."""
        version = next(row for row in self._agreements if row.client_id is None)
        return {row.year for row in self._lists if row.calendar == version.calendar}

    @cached_property
    def months(self) -> MonthCalendar:
        """The months in the zones of the standard agreement's calendar, the same for all (G8)."""
        first, *changes = [ALWAYS, *self._changes]
        periods = [ZonePeriod(BEGINNING, self.standard(first).calendar.zone)]
        for at in changes:
            zone = self.standard(at).calendar.zone
            if zone != periods[-1].zone:
                periods.append(ZonePeriod(at, zone))
        return MonthCalendar(periods)

    def _find(self, at: datetime, client_id: int | None) -> tuple[Terms, bool]:
        standard = [row for row in self._agreements if row.client_id is None]
        own = [row for row in self._agreements if client_id and row.client_id == client_id]
        begun = [row for row in (*own, *standard) if row.effective_from <= at]
        return self._compiled(begun[0] if begun else standard[-1], at), bool(begun)

    def _compiled(self, version: AgreementRow, at: datetime) -> Terms:
        calendars = [row for row in self._calendars if row.calendar == version.calendar]
        calendar = next((row for row in calendars if row.effective_from <= at), calendars[-1])
        lists: dict[int, HolidayListRow] = {}
        for row in self._lists:
            if row.calendar == version.calendar and row.effective_from <= at:
                lists.setdefault(row.year, row)
        return _terms(version, calendar, tuple(lists[year] for year in sorted(lists)))


def terms_by_facts(
    versions: Versions, client_id: int, held: Mapping[str, FactAtOpening], at: datetime
) -> tuple[Terms, bool]:
    """The terms for a client from the facts that hold at `at`, and whether any were in force.

    A client's own agreement is in force while its Premium fact says so (P4).
    """
    premium = held.get(PREMIUM)
    is_own = premium is not None and premium.value == YES
    return versions.terms(at, client_id=client_id if is_own else None)


def _latest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.effective_from, row.number), reverse=True)


def _terms(
    version: AgreementRow, calendar: CalendarRow, lists: tuple[HolidayListRow, ...]
) -> Terms:
    newer = [f"{row.year} list {row.number}" for row in lists if row.number > 1]
    holidays = tuple(day for row in lists for day in row.holidays)
    provisions = version.provisions
    return Terms(
        agreement=version.agreement,
        version=version.number,
        calendar_version=", ".join([f"{calendar.calendar}, version {calendar.number}", *newer]),
        calendar=_calendar(calendar.zone, calendar.windows, holidays),
        **{field.name: getattr(provisions, field.name) for field in fields(provisions)},
    )


@lru_cache(maxsize=64)
def _calendar(
    zone: tzinfo, windows: tuple[Window, ...], holidays: tuple[tuple[date, Holiday], ...]
) -> Calendar:
    """One for all terms with the same hours, for it compiles its years once."""
    return Calendar(zone, windows, dict(holidays))
