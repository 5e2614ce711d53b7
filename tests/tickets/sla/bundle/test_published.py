"""Versions come back from a document as they went into it, and mean the same."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istockist_sla.core.lib.months import Month
from tickets.sla.bundle.begun import begun_versions, joined_versions
from tickets.sla.bundle.canonical import canonical, parsed
from tickets.sla.bundle.published import OWN_CLIENT, published_document, read_published
from tickets.sla.bundle.values import Malformed, Part
from tickets.sla.clock import Holiday, Hours, Window
from tickets.sla.terms import Limit, Provisions
from tickets.sla.versions import AgreementRow, CalendarRow, HolidayListRow, Versions

MEADOW, ORCHARD = 7, 8
DUBLIN, YORK = ZoneInfo("Europe/Dublin"), ZoneInfo("America/New_York")
WEEK = tuple(Window(day, time(9), time(17)) for day in range(5))
NIGHTS = (Window(0, time(0), time(6, 30)), Window(0, time(18), time(0)))


def on(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def provisions(hours: int, **switches) -> Provisions:
    limits = {code: Limit(hours * 3600, None) for code in ("critical", "medium", "low")}
    return Provisions(limits=limits, **switches)


EVE = Holiday("Christmas Eve", (Hours(time(9), time(13)),))
VERSIONS = Versions(
    [
        AgreementRow("The standard", None, 1, on("2019-10-29"), "Ireland", provisions(4)),
        AgreementRow(
            "The standard",
            None,
            2,
            on("2026-05-01"),
            "New York",
            provisions(5, index=Fraction("97.25"), elapsed=True, system_uptime="scheduled"),
        ),
        AgreementRow("The standard", None, 3, on("2027-05-01"), "Ireland", provisions(6)),
        AgreementRow(
            "Meadow's",
            MEADOW,
            1,
            on("2026-02-01"),
            "By night",
            provisions(2, from_downgrade=True, orders_only=True, fix_is_contractual=True),
        ),
        AgreementRow("Orchard's", ORCHARD, 1, on("2026-02-01"), "Ireland", provisions(1)),
    ],
    [
        CalendarRow("Ireland", 1, on("2019-10-29"), UTC, WEEK),
        CalendarRow("Ireland", 2, on("2026-04-01"), DUBLIN, WEEK),
        CalendarRow("New York", 1, on("2026-05-01"), YORK, WEEK),
        CalendarRow("By night", 1, on("2026-01-01"), DUBLIN, NIGHTS),
        CalendarRow("Unused", 1, on("2026-01-01"), UTC, WEEK),
    ],
    [
        HolidayListRow("Ireland", 2026, 1, on("2019-10-29"), ((date(2026, 12, 24), EVE),)),
        HolidayListRow(
            "By night", 2026, 1, on("2026-01-01"), ((date(2026, 6, 1), Holiday("June holiday")),)
        ),
    ],
)
JUNE = Month(2026, 6)
BEGUN = begun_versions(
    VERSIONS.published, client_id=MEADOW, until=VERSIONS.months.bounds(JUNE).end, year=2026
)


def read_back(rows, *, own):
    return read_published(Part(parsed(canonical(published_document(rows))), "it"), own=own)


@pytest.mark.parametrize(("rows", "own"), [(BEGUN.standard, False), (BEGUN.own, True)])
def test_versions_are_read_as_they_were_written(rows, own):
    assert read_back(rows, own=own) == rows


def test_what_begins_after_the_month_is_left_out():
    assert [row.number for row in BEGUN.standard.agreements] == [2, 1]


def test_calendars_that_no_agreement_names_are_left_out():
    assert {row.calendar for row in (*BEGUN.standard.calendars, *BEGUN.own.calendars)} == {
        "1",
        "2",
        "3",
    }


def test_another_client_s_agreement_is_not_among_them():
    assert [row.provisions.limits["low"].response for row in BEGUN.own.agreements] == [7200]


def test_no_name_that_a_person_gave_is_written():
    data = canonical(published_document(BEGUN.standard)) + canonical(published_document(BEGUN.own))
    for name in (b"Ireland", b"night", b"Meadow", b"Christmas", b"The standard"):
        assert name not in data


READ = Versions(
    *joined_versions(
        type(BEGUN)(read_back(BEGUN.standard, own=False), read_back(BEGUN.own, own=True))
    )
)


@given(st.integers(0, 181 * 86_400), st.booleans(), st.integers(0, 10 * 86_400))
def test_the_terms_at_any_instant_count_the_same(seconds, own, length):
    at = on("2026-01-01") + timedelta(seconds=seconds)
    until = at + timedelta(seconds=length)
    ours = READ.terms(at, client_id=OWN_CLIENT if own else None)[0]
    theirs = VERSIONS.terms(at, client_id=MEADOW if own else None)[0]
    assert (ours.limits, ours.index, ours.version) == (theirs.limits, theirs.index, theirs.version)
    assert ours.limit_calendar.between(at, until) == theirs.limit_calendar.between(at, until)
    assert ours.calendar.after(at, 7200) == theirs.calendar.after(at, 7200)


@pytest.mark.parametrize("number", range(1, 7))
def test_the_months_have_the_same_bounds(number):
    month = Month(2026, number)
    assert READ.months.bounds(month) == VERSIONS.months.bounds(month)


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [
        ("agreements", "hours", "always"),
        ("agreements", "index", 98.0),
        ("agreements", "effective_from", "2026-05-01"),
        ("agreements", "limits", {"critical": [1, 1]}),
        ("calendars", "zone", "Europe/Paris"),
        ("calendars", "windows", [[0, 0]]),
        ("holidays", "days", [["2026-02-30", []]]),
    ],
)
def test_what_is_no_version_is_refused(kind, key, value):
    document = published_document(BEGUN.standard)
    document[kind][0][key] = value
    with pytest.raises(Malformed, match=rf"it\.{kind}\.0\.{key}"):
        read_published(Part(document, "it"), own=False)
