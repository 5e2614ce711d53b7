"""Ratings given in a month: as they stood at its end, so that a month that is over stays."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istockist_sla.core.lib.months import Month
from tests.conftest import OPENED, gmt
from tickets import lifecycle
from tickets.reports.behind import month_given
from tickets.reports.exports import as_data
from tickets.reports.monthly import month_figures
from tickets.reports.one_statement import ask
from tickets.reports.ratings import RatingCounts, rating_counts, rating_parts, ratings_of
from tickets.reports.table import as_table

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MARCH, APRIL, MAY = gmt(3, 1, 0), gmt(4, 1, 0), gmt(5, 1, 0)


def counted(start, end, client=None) -> dict[int, int]:
    found = rating_counts(ask([rating_parts], month_given(start, end, end, client)))
    return {value: n for value, n in found.by_value.items() if n}


@pytest.fixture
def rate(clara):
    """Closes the ticket, where it is open, and rates it at `at`."""

    def rated(ticket, value, at):
        if not type(ticket).objects.get(pk=ticket.pk).is_closed:
            lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOUR)
        return lifecycle.rate(ticket.pk, value=value, text="Well.", by=clara.user, at=at)

    return rated


@pytest.mark.django_db
class TestMonth:
    def test_a_rating_counts_in_the_month_it_was_given_in(self, ticket, rate):
        rate(ticket, 4, APRIL)
        assert (counted(MARCH, APRIL), counted(APRIL, MAY)) == ({}, {4: 1})

    def test_the_last_second_of_a_month_is_its_own(self, ticket, rate):
        rate(ticket, 4, APRIL - timedelta(seconds=1))
        assert (counted(MARCH, APRIL), counted(APRIL, MAY)) == ({4: 1}, {})

    def test_of_several_answers_in_a_month_the_last_counts(self, ticket, rate):
        rate(ticket, 1, OPENED + DAY)
        rate(ticket, 3, OPENED + 2 * DAY)
        assert counted(MARCH, APRIL) == {3: 1}

    def test_a_change_in_the_next_month_leaves_the_earlier_one(self, ticket, rate):
        rate(ticket, 1, APRIL - DAY)
        rate(ticket, 3, APRIL)
        assert (counted(MARCH, APRIL), counted(APRIL, MAY)) == ({1: 1}, {3: 1})

    def test_the_count_agrees_with_the_rows(self, open_ticket, rate):
        for n in (2, 3, 5):
            rate(open_ticket(), n, APRIL - (n % 3) * DAY)
        for start, end in ((MARCH, APRIL), (APRIL, MAY)):
            rows = ratings_of(start, end, None).values_list("value", flat=True)
            assert Counter(rows) == counted(start, end)

    def test_another_clients_ratings_are_left_out(self, ticket, rate, charlie):
        rate(ticket, 4, OPENED + DAY)
        assert counted(MARCH, APRIL, charlie.client) == {}
        assert counted(MARCH, APRIL, ticket.client) == {4: 1}

    def test_json_names_what_was_rated_poorly_and_never_the_words(self, open_ticket, rate):
        poor, good = open_ticket(), open_ticket()
        rate(poor, 2, OPENED + DAY)
        rate(good, 5, OPENED + DAY)
        data = as_data(month_figures(Month(2026, 3), at=APRIL))["ratings"]
        assert data == {
            "rated": 2,
            "average": "3.5",
            "by_value": {"1": 0, "2": 1, "3": 0, "4": 0, "5": 1},
            "low": [{"number": poor.number, "value": 2, "given_at": OPENED + DAY}],
        }

    def test_the_table_prints_them(self, ticket, rate):
        rate(ticket, 4, OPENED + DAY)
        table = as_table(month_figures(Month(2026, 3), at=APRIL))
        assert "ratings given: 1, average 4.0 of 5 (4: 1)" in table

    def test_a_month_without_ratings_prints_none(self, ticket):
        assert "ratings" not in as_table(month_figures(Month(2026, 3), at=APRIL))


COUNTS = st.fixed_dictionaries({value: st.integers(0, 1000) for value in range(1, 6)})


@given(COUNTS)
def test_the_average_is_the_nearest_tenth(by_value):
    counts = RatingCounts(by_value)
    if counts.average is None:
        assert counts.rated == 0
        return
    exact = Fraction(sum(value * n for value, n in by_value.items()), counts.rated)
    assert abs(Fraction(counts.average) - exact) <= Fraction(1, 20)


def test_half_a_tenth_is_rounded_up():
    assert RatingCounts({4: 3, 5: 1}).average == Decimal("4.3")
