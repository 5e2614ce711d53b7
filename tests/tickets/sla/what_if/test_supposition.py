"""What is supposed instead of published versions."""

from datetime import UTC, date, datetime, time
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from tickets.sla.bundle.published import OWN_CLIENT
from tickets.sla.terms import Limit, Provisions
from tickets.sla.versions import (
    AgreementRow,
    CalendarRow,
    HolidayListRow,
    Published,
    Versions,
)
from tickets.sla.week import Holiday, Hours, Window
from tickets.sla.what_if.supposition import NamedCalendar, Supposition, VersionKey, supposed

BEGINNING = datetime(2019, 10, 29, tzinfo=UTC)
YEAR, MAY = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
MARCH, JUNE = datetime(2026, 3, 10, 9, tzinfo=UTC), datetime(2026, 6, 9, 9, tzinfo=UTC)
PATRICK = date(2026, 3, 17)
CLIENT = 7
LIMITS = {"critical": Limit(4, 40), "medium": Limit(8, 80), "low": Limit(10, None)}
NINE_TO_FIVE = Hours(time(9), time(17))
WEEK = tuple(Window(day, *NINE_TO_FIVE) for day in range(5))


def agreement(client_id=None, number=1, since=BEGINNING, **says):
    return AgreementRow(
        "own" if client_id else "standard",
        client_id,
        number,
        since,
        "1",
        Provisions(limits=LIMITS, **says),
    )


STANDARD = Published(
    (agreement(),),
    (CalendarRow("1", 1, BEGINNING, UTC, WEEK),),
    (HolidayListRow("1", 2026, 1, YEAR, ((PATRICK, Holiday("")),)),),
)
WITH_OWN = STANDARD._replace(
    agreements=(agreement(), agreement(OWN_CLIENT, since=MAY, index=Fraction(99)))
)


def terms(supposition, published=STANDARD, at=MARCH, client_id=None):
    versions = Versions(*supposed(published, supposition, client_id))
    return versions.terms(at, client_id=OWN_CLIENT if client_id else None)[0]


def holidays(supposition, at=MARCH):
    return sorted(terms(supposition, at=at).calendar.week.holidays)


def test_nothing_supposed_is_what_was_published():
    assert supposed(WITH_OWN, Supposition(), CLIENT) == WITH_OWN


def test_a_limit_is_replaced_and_the_others_stay():
    found = terms(Supposition(limits={("critical", "response"): 3}))
    assert found.limits == {**LIMITS, "critical": Limit(3, 40)}


def test_a_fix_may_have_no_limit():
    assert terms(Supposition(limits={("critical", "fix"): None})).limits["critical"] == (4, None)


def test_a_switch_is_replaced():
    assert terms(Supposition(provisions={"elapsed": True})).elapsed


def test_each_version_keeps_what_is_not_supposed():
    found = terms(Supposition(provisions={"elapsed": True}), WITH_OWN, JUNE, CLIENT)
    assert (found.elapsed, found.index) == (True, 99)


def test_a_weekdays_hours_are_replaced_and_the_others_stay():
    found = supposed(STANDARD, Supposition(hours={0: (), 5: (NINE_TO_FIVE,)}), None)
    week = next(row for row in found.calendars if row.calendar != "1")
    assert [each.weekday for each in week.windows] == [1, 2, 3, 4, 5]


def test_the_zone_is_replaced():
    dublin = ZoneInfo("Europe/Dublin")
    assert terms(Supposition(zone=dublin)).calendar.zone == dublin


@pytest.mark.parametrize(
    ("days", "left"),
    [
        ({date(2026, 3, 10): Holiday("")}, [date(2026, 3, 10), PATRICK]),
        ({PATRICK: None}, []),
        ({date(2027, 1, 1): Holiday("")}, [PATRICK, date(2027, 1, 1)]),
    ],
)
def test_days_are_more_or_less_holidays(days, left):
    assert holidays(Supposition(days=days)) == left


def test_a_year_that_had_no_list_yet_has_the_day_alone():
    day = date(2026, 3, 18)
    at = datetime(2025, 12, 31, 9, tzinfo=UTC)
    assert holidays(Supposition(days={day: Holiday("")}), at=at) == [day]


def test_another_calendar_brings_its_own_hours_and_holidays():
    other = NamedCalendar(
        (CalendarRow("Sundays", 1, BEGINNING, UTC, (Window(6, *NINE_TO_FIVE),)),), ()
    )
    found = terms(Supposition(calendar=other)).calendar.week
    assert (found.seconds, found.holidays) == (8 * 3600, {})


def of_standard(key: VersionKey) -> bool:
    return key.client_id is None


def of_the_client(key: VersionKey) -> bool:
    return key.client_id == CLIENT


def test_a_version_that_is_not_concerned_stays_as_it_was():
    only_standard = Supposition(provisions={"elapsed": True}, concerns=of_standard)
    assert not terms(only_standard, WITH_OWN, JUNE, CLIENT).elapsed
    assert terms(only_standard, WITH_OWN, JUNE).elapsed


def test_the_calendar_of_who_is_not_concerned_stays_as_it_was():
    only_own = Supposition(zone=ZoneInfo("Europe/Dublin"), concerns=of_the_client)
    assert terms(only_own, WITH_OWN, JUNE).calendar.zone is UTC


def test_a_clients_own_agreement_is_supposed_before_it_began_too():
    only_own = Supposition(provisions={"elapsed": True}, concerns=of_the_client)
    assert terms(only_own, WITH_OWN, MARCH, CLIENT).elapsed
    assert terms(only_own, STANDARD, MARCH, CLIENT).elapsed
    assert terms(only_own, WITH_OWN, JUNE, CLIENT).index == 99
