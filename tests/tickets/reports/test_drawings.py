"""The sentences and tables of the charts of months."""

from collections import Counter
from fractions import Fraction
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from istockist_sla.core.lib.histogram import BEYOND, Bar
from istockist_sla.core.lib.months import Month
from tickets.reports.distribution import Distribution
from tickets.reports.drawings import distribution_drawings, load_drawing, trend_drawing
from tickets.reports.load import HourOfWeek, Load
from tickets.reports.trend import TrendRow
from tickets.sla.index import Index

JANUARY = Month(2026, 1)


def row(month, *, target=98, **found):
    """A month with counts by class, each met and guaranteed."""
    terms = SimpleNamespace(index=Fraction(target), agreement="Standard agreement", version=1)
    indices = {
        code: Index(*found.get(code, (0, 0)), Fraction(target))
        for code in ("critical", "medium", "low")
    }
    return TrendRow(month, terms, indices)


def drawn(*rows):
    return trend_drawing(rows, None)


def points(drawing, code="critical"):
    line = next(line for line in drawing.chart.lines if line.kind == code)
    return [(point.percent, point.small) for point in line.points]


@pytest.mark.parametrize(("cases", "small"), [(1, True), (19, True), (20, False)])
def test_fewer_than_twenty_cases_are_a_small_number(cases, small):
    assert points(drawn(row(JANUARY, critical=(cases, cases)))) == [(100.0, small)]


def test_a_month_without_cases_has_no_point():
    assert points(drawn(row(JANUARY))) == [(None, False)]


def test_one_target_is_named_once():
    assert drawn(row(JANUARY), row(JANUARY.next)).targets == "98\u00a0%"


def test_targets_that_change_are_named_with_their_months():
    found = drawn(row(JANUARY.previous), row(JANUARY, target=80), row(JANUARY.next, target=80))
    assert found.targets == "98\u00a0% from December 2025, 80\u00a0% from January 2026"


def test_each_month_has_the_target_of_its_own_terms():
    assert drawn(row(JANUARY), row(JANUARY.next, target=80)).chart.targets == [98.0, 80.0]


def test_the_description_says_what_was_kept_and_where_there_were_no_cases():
    found = drawn(row(JANUARY, critical=(1, 2), medium=(1, 1)), row(JANUARY.next, critical=(0, 1)))
    assert found.chart.caption.description == (
        "The target is 98\u00a0%. "
        "Critical was not kept in January 2026 and February 2026. "
        "Medium was always kept. Medium had no cases in February 2026. "
        "Low had no cases."
    )


def found_of(met=None, missed=None, *, limits=(36000,), unanswered=0):
    (found,) = distribution_drawings(
        [
            Distribution(
                fault_class="low",
                limits=list(limits),
                met=Counter(met or {}),
                missed=Counter(missed or {}),
                unanswered=unanswered,
            )
        ]
    )
    return found


@pytest.mark.parametrize(("percent", "bar"), [(0, 0), (1, 0), (10, 0), (11, 1), (100, 9)])
def test_a_percent_stands_in_the_bar_of_its_tenth(percent, bar):
    assert [i for i, each in enumerate(found_of({percent: 1}).chart.bars) if each.met] == [bar]


@pytest.mark.parametrize(("percent", "bar"), [(101, 10), (110, 10), (200, 19), (201, 20)])
def test_past_the_limit_it_goes_on_to_twice_the_limit_and_beyond(percent, bar):
    found = found_of(missed={percent: 1})
    assert [i for i, each in enumerate(found.chart.bars) if each.missed] == [bar]


def test_the_table_names_the_length_of_each_tenth():
    assert found_of({1: 1}).rows[0].words == "up to 10\u00a0% (1\u00a0h)"


def test_with_several_limits_only_the_share_is_named():
    found = found_of({1: 1}, limits=(28800, 36000))
    assert (found.rows[0].words, found.limits) == ("up to 10\u00a0%", "8\u00a0h and 10\u00a0h")


def test_the_last_row_has_no_end():
    found = found_of(missed={201: 2})
    assert (len(found.rows), found.rows[-1].words) == (BEYOND, "over 200\u00a0%")
    assert found.rows[-1].bar == Bar(0, 2)


def test_with_enough_cases_half_and_nine_in_ten_are_told():
    found = found_of({20: 15, 50: 5})
    assert found.sentences[1:] == [
        "Half within 20\u00a0% of the limit.",
        "Nine in ten within 50\u00a0% of the limit.",
    ]


def test_with_few_cases_they_are_not():
    assert found_of({20: 14, 50: 5}).sentences == ["19\u00a0answers in time, 0 late."]


def test_misses_without_an_answer_are_told():
    assert found_of({20: 1}, unanswered=2).sentences == [
        "1\u00a0answer in time, 0 late, 2 late and still to come."
    ]


def test_without_answers_there_is_no_chart():
    assert found_of(unanswered=1).chart is None


def test_the_load_has_a_table_of_hours_by_days():
    week = [[HourOfWeek(day, hour) for hour in range(24)] for day in range(7)]
    week[2][9].tickets = 3
    found = load_drawing(Load(zone=ZoneInfo("UTC"), week=week, opened=3, opened_in_hours=1))
    name, days = found.hours[9]
    assert (name, [day.tickets for day in days]) == ("09:00", [0, 0, 3, 0, 0, 0, 0])
    assert found.chart.caption.description == (
        "3\u00a0tickets, 2 of them outside hours. Most on Wednesday 09:00: 3."
    )
