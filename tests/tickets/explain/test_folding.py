"""A ticket that stays open for years: month by month, and not a second lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from tests.tickets.explain.test_rows import segments
from tests.tickets.sla.cases import asked, at, downgraded, facts, qualified, switched, wrote
from tickets.explain import clock_lines, explain_inputs, explanation_panels
from tickets.sla.clock import Calendar, Holiday, Hours, Window

OPENED, NOW = datetime(2020, 1, 6, 9, tzinfo=UTC), datetime(2026, 3, 10, 9, tzinfo=UTC)


def explained(*acts, opened=OPENED, now=NOW, **columns):
    return explain_inputs(facts(*acts, opened=opened, **columns), now=now)


CASES = [
    ([], {}),
    ([qualified("03-02 10:00")], {}),
    ([qualified("01-12 10:00"), asked("01-12 11:00"), wrote("03-02 10:00")], {}),
    (
        [qualified("01-12 10:00"), downgraded("03-02 12:00")],
        {"terms": switched(from_downgrade=True)},
    ),
]


@pytest.mark.parametrize(("acts", "columns"), CASES)
def test_years_are_a_few_hundred_rows(acts, columns):
    for clock in explained(*acts, **columns):
        assert len(clock.rows) < 400


@pytest.mark.parametrize(("acts", "columns"), CASES)
def test_no_second_is_lost_and_none_counted_twice(acts, columns):
    for clock in explained(*acts, **columns):
        passed = [row for row in segments(clock) if not row.to_come]
        assert all(a.end == b.start for a, b in pairwise(passed))
        assert (passed[-1].end - passed[0].start) == timedelta(seconds=clock.wall_clock)
        assert sum(row.seconds for row in passed if row.counted) == clock.elapsed


def test_a_month_says_on_how_many_days_it_counted():
    (clock, _) = explained()
    february = next(row for row in clock.rows if row.days and row.start.month == 2)
    assert february.words.replace("\u00a0", " ") == "Support open on 20 days, past the limit"
    assert (february.seconds, february.past, february.reading) == (20 * 8 * 3600, True, "K2")


def test_a_half_day_of_a_month_is_a_day_on_which_it_counted():
    """February 2023 has 20 weekdays, of which the 1st is the half day."""
    morning = Holiday("Fair, in spring", (Hours(time(9), time(13)),))
    week = [Window(weekday, time(9), time(17)) for weekday in range(5)]
    calendar = Calendar(UTC, week, {date(2023, 2, 1): morning})
    (clock, _) = explained(terms=replace(switched(), calendar=calendar))
    february = next(
        row for row in clock.rows if row.days and (row.start.year, row.start.month) == (2023, 2)
    )
    assert february.words.replace("\u00a0", " ") == "Support open on 20 days, past the limit"
    assert february.seconds == (19 * 8 + 4) * 3600


def test_a_month_bears_its_days_and_its_sum():
    (panel, _) = explanation_panels(explained())
    line = next(line for line in panel.lines if " on 20" in line.words)
    assert (line.second, line.counted, line.css_class) == ("30\u00a0days", "160:00:00", "is-past")


def test_a_month_bears_its_year():
    (panel, _) = explanation_panels(explained())
    whens = [line.when.replace("\u00a0", " ") for line in panel.lines]
    assert "Sat 1 February 2020 00:00:00 – Mon 2 March 2020 00:00:00" in whens


def test_a_month_names_its_holidays():
    (clock, _) = explained(opened=at("01-12 09:00"), now=at("12-10 09:00"))
    (march,) = [row for row in clock.rows if row.days and row.start.month == 3]
    assert march.words.endswith("; closed for Saint Patrick's Day")


def test_the_text_has_the_same_rows():
    (clock, _) = explained()
    lines = "\n".join(clock_lines(clock))
    assert "Sat 2020-02-01 00:00:00  Mon 2020-03-02 00:00:00  160:00:00" in lines


def test_the_first_and_the_last_month_stay_day_by_day():
    (clock, _) = explained()
    days = {row.start.date() for row in segments(clock) if not row.days}
    assert {OPENED.date(), NOW.date() - timedelta(days=1)} <= days


def test_a_quarter_of_a_year_stays_day_by_day():
    (clock, _) = explained(opened=at("01-06 09:00"), now=at("04-10 09:00"))
    assert not any(row.days for row in clock.rows)


def test_an_act_keeps_the_days_around_it():
    clock = explained(qualified("01-12 10:00"), now=at("12-10 09:00"))[1]
    where = next(i for i, row in enumerate(clock.rows) if row.code == "qualify")
    assert not clock.rows[where - 1].days
    assert not clock.rows[where + 1].days


def test_where_every_second_counts_there_is_nothing_to_fold():
    terms = switched(elapsed=True, calendar=Calendar.always())
    (clock, _) = explained(terms=terms)
    assert len(clock.rows) < 10
