"""When tickets of a month were opened, against the opening hours."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istockist_sla.core.lib.heatmap import Opening
from istockist_sla.core.lib.months import Month
from tests.conftest import OPENED
from tickets.reports.load import load, pieces
from tickets.reports.monthly import month_figures
from tickets.sla.clock import Calendar, Holiday, Window

pytestmark = pytest.mark.django_db
MARCH = Month(2026, 3)
LATER = datetime(2026, 6, 2, tzinfo=UTC)
MONDAY, TUESDAY, SATURDAY, SUNDAY = 0, 1, 5, 6


def of_month(month=MARCH, *, client=None, calendar=None):
    figures = month_figures(month, client=client, at=LATER)
    if calendar is not None:
        figures = replace(figures, terms=replace(figures.terms, calendar=calendar))
    return load(figures)


def openings(found, weekday):
    return [hour.opening for hour in found.week[weekday]]


def weekly(*windows, zone="UTC", closed=()):
    return Calendar(
        ZoneInfo(zone),
        [Window(day, time(*opens), time(*closes)) for day in range(5) for opens, closes in windows],
        {day: Holiday(name) for day, name in dict(closed).items()},
    )


def test_a_ticket_counts_in_its_weekday_and_hour(ticket):
    assert of_month().week[TUESDAY][9].tickets == 1


def test_the_hour_is_that_of_the_calendars_zone(open_ticket):
    """Half past ten in the evening of Sunday in GMT is Monday morning in Auckland."""
    open_ticket(at=datetime(2026, 3, 15, 22, 30, tzinfo=UTC))
    found = of_month(calendar=weekly(((9,), (17,)), zone="Pacific/Auckland"))
    assert (found.week[MONDAY][11].tickets, found.opened) == (1, 1)


def test_a_zone_may_be_off_by_half_an_hour(open_ticket):
    open_ticket(at=datetime(2026, 3, 10, 9, 29, tzinfo=UTC))
    open_ticket(at=datetime(2026, 3, 10, 9, 30, tzinfo=UTC))
    found = of_month(calendar=weekly(((9,), (17,)), zone="Asia/Kolkata"))
    assert (found.week[TUESDAY][14].tickets, found.week[TUESDAY][15].tickets) == (1, 1)


def test_the_hour_that_a_clock_change_repeats_is_one_hour_of_the_week(open_ticket):
    for hour in (0, 1):
        open_ticket(at=datetime(2025, 10, 26, hour, 30, tzinfo=UTC))
    found = of_month(Month(2025, 10), calendar=weekly(((9,), (17,)), zone="Europe/Dublin"))
    assert found.week[SUNDAY][1].tickets == 2


def test_support_hours_are_told_from_closed_ones():
    found = openings(of_month(), MONDAY)
    assert found == [Opening.CLOSED] * 9 + [Opening.OPEN] * 8 + [Opening.CLOSED] * 7


def test_the_weekend_is_closed():
    assert set(openings(of_month(), SATURDAY)) == {Opening.CLOSED}


def test_a_weekday_with_one_holiday_is_partly_open():
    """St Patrick's Day is a Tuesday."""
    found = of_month(calendar=weekly(((9,), (17,)), closed=[(date(2026, 3, 17), "St Patrick")]))
    assert openings(found, TUESDAY)[9:17] == [Opening.PARTLY] * 8


def test_a_weekday_whose_days_are_all_holidays_is_closed():
    days = [(date(2026, 3, day), "Closed") for day in (3, 10, 17, 24, 31)]
    found = of_month(calendar=weekly(((9,), (17,)), closed=days))
    assert set(openings(found, TUESDAY)) == {Opening.CLOSED}


def test_a_day_of_several_windows_is_closed_between_them():
    found = openings(of_month(calendar=weekly(((9,), (12, 30)), ((14,), (18,)))), MONDAY)
    assert found[9:18] == [
        *[Opening.OPEN] * 3, Opening.PARTLY, Opening.CLOSED, *[Opening.OPEN] * 4
    ]  # fmt: skip


def test_tickets_outside_hours_are_counted_to_the_second(open_ticket):
    for second in (-1, 0):
        open_ticket(at=OPENED + timedelta(seconds=second))
    for second in (-1, 0):
        open_ticket(at=OPENED + timedelta(hours=8, seconds=second))
    found = of_month()
    assert (found.opened, found.opened_in_hours, found.outside_hours) == (4, 2, 2)


def test_a_ticket_within_an_hour_that_is_partly_open_is_in_or_outside_of_it(open_ticket):
    calendar = weekly(((9, 30), (17,)))
    open_ticket(at=datetime(2026, 3, 10, 9, 29, 59, tzinfo=UTC))
    open_ticket(at=datetime(2026, 3, 10, 9, 30, tzinfo=UTC))
    found = of_month(calendar=calendar)
    assert (found.week[TUESDAY][9].tickets, found.opened_in_hours) == (2, 1)


def test_the_busiest_hour_is_named(open_ticket):
    for minute in (0, 10):
        open_ticket(at=OPENED + timedelta(hours=2, minutes=minute))
    open_ticket()
    assert of_month().busiest.name == "Tuesday 11:00"


def test_a_month_without_tickets_has_no_busiest_hour():
    assert of_month().busiest is None


def test_other_months_and_other_clients_are_left_out(open_ticket, charlie, meadow):
    open_ticket()
    open_ticket(administrator=charlie)
    open_ticket(at=datetime(2026, 4, 1, tzinfo=UTC))
    assert (of_month().opened, of_month(client=meadow).opened) == (2, 1)


def test_a_load_takes_three_statements(ticket, meadow, django_assert_num_queries):
    figures = month_figures(MARCH, client=meadow, at=LATER)
    with django_assert_num_queries(3):
        load(figures)


@given(
    st.sampled_from(
        ["UTC", "Europe/Dublin", "Asia/Kolkata", "Australia/Lord_Howe", "America/Lima"]
    ),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 11), st.integers(0, 59)), max_size=7),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 40 * 86_400),
)
def test_the_hours_of_a_stretch_follow_each_other_without_a_gap(zone, opens, first, seconds):
    windows = {day: Window(day, time(hour, minute), time(18)) for day, hour, minute in opens}
    calendar = Calendar(ZoneInfo(zone), windows.values())
    start = datetime.combine(first, time(7, 20), UTC)
    end = start + timedelta(seconds=seconds)
    found = list(pieces(calendar, start, end))
    edges = [start, *(piece.end for piece in found)]
    assert [piece.start for piece in found] == edges[:-1]
    assert edges[-1] == end
    for piece in found:
        last = (piece.end - timedelta(seconds=1)).astimezone(calendar.zone)
        assert (last.weekday(), last.hour) == (piece.weekday, piece.hour)
        assert calendar.between(piece.start, piece.end) in (
            0,
            (piece.end - piece.start) // timedelta(seconds=1),
        )
