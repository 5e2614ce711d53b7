"""Which published version judges what, from plain rows alone (V1, G8)."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from istockist_sla.core.lib.months import Month
from tickets.sla.clock import Holiday, Hours, Window
from tickets.sla.terms import FactAtOpening, Limit, Provisions
from tickets.sla.versions import (
    AgreementRow,
    CalendarRow,
    HolidayListRow,
    Versions,
    terms_by_facts,
)

DUBLIN = ZoneInfo("Europe/Dublin")
WEEK = tuple(Window(day, time(9), time(17)) for day in range(5))
MEADOW, ORCHARD = 7, 8


def on(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def agreement(number, since, *, hours=4, client_id=None, calendar="Ireland"):
    limits = {code: Limit(hours * 3600, None) for code in ("critical", "medium", "low")}
    name = "Standard" if client_id is None else f"Own {client_id}"
    return AgreementRow(name, client_id, number, on(since), calendar, Provisions(limits=limits))


def calendar(number, since, zone=UTC, name="Ireland"):
    return CalendarRow(name, number, on(since), zone, WEEK)


def holidays(number, since, *days, year=2026):
    return HolidayListRow("Ireland", year, number, on(since), days)


FIRST, IRELAND = agreement(1, "2019-10-29"), calendar(1, "2019-10-29")


def versions(agreements=(), calendars=(), lists=()):
    return Versions([FIRST, *agreements], [IRELAND, *calendars], lists)


def test_before_version_1_nothing_is_in_force_and_its_terms_are_those_shown():
    terms, in_force = versions().terms(on("2019-10-28"), client_id=None)
    assert (terms.version, in_force) == (1, False)


def test_the_version_that_began_last_is_in_force():
    found = versions([agreement(2, "2026-04-01"), agreement(3, "2026-06-01")])
    assert [
        found.standard(on(day)).version for day in ("2026-03-31", "2026-04-01", "2026-06-01")
    ] == [1, 2, 3]


def test_of_two_that_began_together_the_higher_number_holds_whatever_their_order():
    rows = [agreement(3, "2026-04-01"), agreement(2, "2026-04-01")]
    assert versions(rows).standard(on("2026-04-02")).version == 3
    assert versions(rows[::-1]).standard(on("2026-04-02")).version == 3


def test_a_clients_own_agreement_holds_while_its_premium_fact_says_so():
    found = versions([agreement(1, "2026-01-01", hours=2, client_id=MEADOW)])
    premium = {"premium": FactAtOpening("yes", on("2026-01-01"), "", "")}
    over = {"premium": FactAtOpening("no", on("2026-01-01"), "", "")}
    names = [
        terms_by_facts(found, client, facts, on("2026-02-01"))[0].agreement
        for client, facts in ((MEADOW, premium), (MEADOW, over), (MEADOW, {}), (ORCHARD, premium))
    ]
    assert names == ["Own 7", "Standard", "Standard", "Standard"]


def test_an_own_agreement_that_has_not_begun_leaves_the_standard_in_force():
    found = versions([agreement(1, "2026-03-01", client_id=MEADOW)])
    assert found.terms(on("2026-02-01"), client_id=MEADOW)[0].agreement == "Standard"


def test_a_later_list_of_the_year_replaces_the_earlier_from_its_effect_on():
    fair, feast = (date(2026, 5, 4), Holiday("Fair")), (date(2026, 5, 5), Holiday("Feast"))
    found = versions(lists=[holidays(1, "2026-01-01", fair), holidays(2, "2026-04-01", feast)])
    before, after = (found.standard(on(day)) for day in ("2026-03-31", "2026-04-01"))
    assert [set(terms.calendar.week.holidays) for terms in (before, after)] == [
        {date(2026, 5, 4)},
        {date(2026, 5, 5)},
    ]
    assert after.calendar_version == "Ireland, version 1, 2026 list 2"


def test_a_half_day_of_a_list_reaches_the_calendar():
    eve = (date(2026, 12, 24), Holiday("Christmas Eve", (Hours(time(9), time(13)),)))
    terms = versions(lists=[holidays(1, "2026-01-01", eve)]).standard(on("2026-12-01"))
    assert not terms.calendar.is_open(on("2026-12-24T13:00"))
    assert terms.calendar.is_open(on("2026-12-24T12:59:59"))


def test_a_draft_is_read_as_if_it_had_always_been_in_force():
    found = versions([agreement(2, "2026-04-01")]).with_draft(agreement(3, "2027-01-01", hours=1))
    assert {found.standard(on(day)).version for day in ("2019-10-29", "2026-05-01")} == {3}


def test_a_draft_of_a_calendar_is_read_so_too():
    found = versions().with_draft(calendar(2, "2027-01-01", DUBLIN))
    assert found.standard(on("2026-01-01")).calendar.zone == DUBLIN


def test_a_draft_of_a_list_is_read_in_place_of_every_list_of_its_year():
    fair, feast = (date(2026, 5, 4), Holiday("Fair")), (date(2026, 5, 5), Holiday("Feast"))
    found = versions(lists=[holidays(1, "2026-01-01", fair)])
    drafted = found.with_draft(holidays(2, "2027-01-01", feast)).standard(on("2026-02-01"))
    assert set(drafted.calendar.week.holidays) == {date(2026, 5, 5)}


def test_months_follow_the_zone_of_the_standard_agreements_calendar():
    found = versions(calendars=[calendar(2, "2026-04-14T23:00", DUBLIN)])
    assert found.months.bounds(Month(2026, 4)) == (on("2026-04-01"), on("2026-04-30T23:00"))


def test_months_follow_the_standard_agreement_to_another_calendar():
    found = versions(
        [agreement(2, "2026-04-15", calendar="Irish time")],
        [calendar(1, "2019-10-29", DUBLIN, name="Irish time")],
    )
    assert found.months.start(Month(2026, 4)) == on("2026-04-01")
    assert found.months.start(Month(2026, 5)) == on("2026-04-30T23:00")


def test_a_clients_own_calendar_moves_no_month():
    own = agreement(1, "2026-01-01", client_id=MEADOW, calendar="Irish time")
    found = versions([own], [calendar(1, "2019-10-29", DUBLIN, name="Irish time")])
    assert found.months.start(Month(2026, 5)) == on("2026-05-01")


def test_before_version_1_months_follow_its_zone():
    found = Versions([FIRST], [calendar(1, "2019-10-29", DUBLIN)], [])
    assert found.months.start(Month(2019, 7)) == on("2019-06-30T23:00")
