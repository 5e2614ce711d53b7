"""How much of their limit first answers took."""

from datetime import UTC, datetime, timedelta

import pytest

from istockist_sla.core.lib.months import Month
from tests.conftest import OPENED
from tickets import lifecycle
from tickets.models import ClockResult
from tickets.reports.distribution import BEYOND, Distribution, distributions
from tickets.reports.monthly import month_figures

pytestmark = pytest.mark.django_db
MARCH = Month(2026, 3)
LATER = datetime(2026, 6, 2, tzinfo=UTC)


@pytest.fixture
def answered(open_ticket, aoife):
    """Opened at nine o'clock, qualified as Critical after so many seconds: four hours are 100
    percent."""

    def made(seconds, test="orders-stopped", **given):
        ticket = open_ticket(**given)
        at = OPENED + timedelta(seconds=seconds)
        return lifecycle.qualify(ticket.pk, class_test=test, by=aoife, at=at, seen=None)

    return made


def of_class(code="critical", client=None):
    found = distributions(month_figures(MARCH, client=client, at=LATER))
    return next(row for row in found if row.fault_class == code)


def made_up(met=None, missed=None, unanswered=0):
    return Distribution(
        fault_class="low", limits=[36000], met=met or {}, missed=missed or {}, unanswered=unanswered
    )


@pytest.mark.parametrize(
    ("seconds", "percent"), [(0, 0), (1, 1), (144, 1), (145, 2), (7200, 50), (14399, 100)]
)
def test_an_answer_in_time_stands_at_the_begun_percent_of_its_limit(answered, seconds, percent):
    answered(seconds)
    assert of_class().met == {percent: 1}


def test_the_limit_itself_is_in_time_and_a_second_more_is_late(answered):
    answered(14400)
    answered(14401)
    found = of_class()
    assert (found.met, found.missed) == ({100: 1}, {101: 1})


def test_more_than_twice_the_limit_is_counted_together(answered):
    """Each support day has eight hours, so the second one begins with 200 percent."""
    answered(8 * 3600)
    answered(24 * 3600 + 1)
    answered(3 * 24 * 3600)
    assert of_class().missed == {200: 1, BEYOND: 2}


def test_only_support_time_counts(answered):
    """Opened at nine, answered at ten of the next day: nine hours."""
    answered(25 * 3600)
    assert of_class().missed == {BEYOND: 1}


def test_each_class_has_its_own(answered):
    answered(3600)
    answered(3600, test="degraded")
    assert [row.met for row in distributions(month_figures(MARCH, at=LATER))] == [
        {25: 1}, {13: 1}, {}
    ]  # fmt: skip


def test_answers_under_other_limits_stand_by_their_own(answered):
    answered(3600)
    other = answered(3600)
    ClockResult.objects.filter(ticket=other, clock="response").update(limit=7200)
    found = of_class()
    assert (found.limits, found.met) == ([7200, 14400], {25: 1, 50: 1})


def test_a_miss_without_an_answer_is_counted_apart(answered):
    late = answered(5 * 3600)
    ClockResult.objects.filter(ticket=late, clock="response").update(stopped_at=None)
    found = of_class()
    assert (found.missed, found.unanswered, found.cases) == ({}, 1, 1)


def test_excluded_and_undecided_tickets_are_left_out(answered, open_ticket):
    answered(3600, low_priority=True)
    open_ticket()
    assert of_class().cases == 0


def test_one_client_has_a_distribution_of_its_own(answered, charlie, meadow):
    answered(3600)
    answered(3600, administrator=charlie)
    assert (of_class().cases, of_class(client=meadow).cases) == (2, 1)


def test_a_limit_of_years_is_no_number_too_large(answered):
    ticket = answered(3600)
    ClockResult.objects.filter(ticket=ticket, clock="response").update(
        limit=2_000_000_000, elapsed=1_999_999_999
    )
    assert of_class().met == {100: 1}


@pytest.mark.parametrize(("share", "percent"), [(50, 20), (51, 40), (75, 40), (76, 120)])
def test_a_share_of_the_cases_is_reached_by_a_percent_of_the_limit(share, percent):
    assert made_up({10: 1, 20: 1, 40: 1}, {120: 1}).reached_by(share) == percent


def test_a_share_that_was_not_answered_is_not_reached():
    assert made_up({10: 1}, unanswered=1).reached_by(90) is None


def test_a_share_beyond_twice_the_limit_has_no_percent():
    assert made_up({10: 1}, {BEYOND: 1}).reached_by(90) is None


def test_without_cases_nothing_is_reached():
    assert made_up().reached_by(50) is None


def test_distributions_take_one_statement(answered, meadow, django_assert_num_queries):
    answered(3600)
    figures = month_figures(MARCH, client=meadow, at=LATER)
    with django_assert_num_queries(1):
        distributions(figures)
