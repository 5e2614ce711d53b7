"""Trends of many months, each judged by its own terms."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from istockist_sla.core.lib.months import Month
from tests.conftest import OPENED
from tests.factories import FactFactory
from tickets import lifecycle
from tickets.models import Agreement, AgreementVersion, ClassLimit
from tickets.reports.monthly import month_figures
from tickets.reports.trend import trend
from tickets.sla.index import Index

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MARCH, APRIL = Month(2026, 3), Month(2026, 4)
LONG_BEFORE = datetime(2025, 1, 15, 12, 0, tzinfo=UTC)
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
LIMITS = {"critical": 4, "medium": 8, "low": 10}


def publish(agreement, effective_from, *, index, limits=LIMITS, number=2):
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=number,
        calendar=AgreementVersion.objects.get(agreement__client=None, number=1).calendar,
        index_percent=Decimal(index),
        effective_from=effective_from,
    )
    ClassLimit.objects.bulk_create(
        ClassLimit(version=version, fault_class=code, response_seconds=hours * 3600)
        for code, hours in limits.items()
    )
    version.published_at = LONG_BEFORE
    version.save()
    return version


@pytest.fixture
def standard(db):
    return Agreement.objects.get(client=None)


@pytest.fixture
def own_terms(meadow):
    """Meadow's own agreement under SLA Premium: 90 percent from February 2026."""
    publish(
        Agreement.objects.create(name="Meadow Premium", client=meadow),
        datetime(2026, 2, 1, tzinfo=UTC),
        index=90,
        number=1,
    )
    FactFactory(client=meadow, kind="premium", value="yes", since=datetime(2026, 2, 1, tzinfo=UTC))
    return meadow


@pytest.fixture
def answered(open_ticket, aoife):
    """A ticket opened at an instant and qualified as Critical so many hours later."""

    def made(at, hours, **given):
        ticket = open_ticket(at=at, **given)
        return lifecycle.qualify(
            ticket.pk, class_test="orders-stopped", by=aoife, at=at + hours * HOUR, seen=None
        )

    return made


def critical(rows):
    return {str(row.month): row.indices["critical"] for row in rows}


def test_twelve_months_end_at_the_chosen_one():
    rows = trend(MARCH)
    assert [str(row.month) for row in rows][::11] == ["2025-04", "2026-03"]


def test_two_years_are_told_too():
    rows = trend(MARCH, length=24)
    assert (len(rows), str(rows[0].month)) == (24, "2024-04")


def test_nothing_is_told_of_months_before_the_record():
    assert str(trend(Month(2020, 3), length=24)[0].month) == "2019-10"


def test_the_first_month_of_the_record_is_judged_by_version_1():
    (first,) = trend(Month(2019, 10))
    assert (first.terms.version, first.terms.index) == (1, 98)


def test_tickets_count_in_the_month_of_their_opening(answered):
    answered(OPENED, 1)
    answered(OPENED, 6)
    found = critical(trend(APRIL))
    assert (found["2026-03"], found["2026-04"]) == (Index(1, 2), Index(0, 0))


def test_a_ticket_is_in_the_month_that_its_first_instant_begins(answered):
    answered(datetime(2026, 4, 1, tzinfo=UTC), 10)
    answered(datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC), 11)
    found = critical(trend(APRIL))
    assert (found["2026-03"].guaranteed, found["2026-04"].guaranteed) == (1, 1)


def test_a_month_without_cases_is_neither_kept_nor_missed():
    assert critical(trend(MARCH))["2026-03"].kept is None


def test_a_change_of_the_index_does_not_judge_the_months_before(standard, answered):
    """Ten of eleven in December under 98 percent, and in January under 80."""
    publish(standard, NEW_YEAR, index=80)
    for month, year in ((12, 2025), (1, 2026)):
        for day in (8, 9):
            for _ in range(5):
                answered(datetime(year, month, day, 9, 0, tzinfo=UTC), 1)
        answered(datetime(year, month, 12, 9, 0, tzinfo=UTC), 5)
    found = critical(trend(MARCH))
    assert [(found[month].met, found[month].guaranteed) for month in ("2025-12", "2026-01")] == [
        (10, 11),
        (10, 11),
    ]
    assert [found[month].kept for month in ("2025-12", "2026-01")] == [False, True]


def test_a_change_within_a_month_judges_the_next_one(standard):
    publish(standard, datetime(2026, 2, 10, tzinfo=UTC), index=80)
    assert [row.terms.index for row in trend(MARCH)[-2:]] == [98, 80]


def test_a_change_of_the_limits_judges_tickets_opened_from_then_on(standard, answered):
    """Five hours are late under the limit of four, and in time under the limit of six."""
    publish(standard, NEW_YEAR, index=98, limits={"critical": 6, "medium": 8, "low": 10})
    answered(datetime(2025, 12, 9, 9, 0, tzinfo=UTC), 5)
    answered(datetime(2026, 1, 13, 9, 0, tzinfo=UTC), 5)
    found = critical(trend(MARCH))
    assert (found["2025-12"], found["2026-01"]) == (Index(0, 1), Index(1, 1))


def test_a_client_is_judged_by_its_own_terms(own_terms):
    rows = trend(MARCH, client=own_terms)
    assert [(row.terms.agreement, row.terms.index) for row in rows[-3:]] == [
        ("Standard agreement", 98),
        ("Meadow Premium", 90),
        ("Meadow Premium", 90),
    ]


def test_all_clients_together_are_judged_by_the_standard_agreement(own_terms):
    assert {row.terms.index for row in trend(MARCH)} == {98}


def test_a_client_has_its_own_tickets_only(answered, charlie, meadow):
    answered(OPENED, 1)
    answered(OPENED, 1, administrator=charlie)
    assert critical(trend(MARCH, client=meadow))["2026-03"] == Index(1, 1)


def test_what_is_excluded_or_undecided_is_in_no_index(answered, open_ticket):
    answered(OPENED, 1, low_priority=True)
    open_ticket()
    assert critical(trend(MARCH))["2026-03"].guaranteed == 0


@pytest.mark.parametrize("length", [12, 24])
def test_a_trend_takes_two_statements(answered, length, django_assert_num_queries):
    answered(OPENED, 1)
    with django_assert_num_queries(2):
        trend(MARCH, length=length)


def test_the_trend_of_a_client_takes_three(answered, meadow, django_assert_num_queries):
    answered(OPENED, 1)
    with django_assert_num_queries(3):
        trend(MARCH, length=24, client=meadow)


def test_a_trend_agrees_with_the_page_of_each_month(answered):
    for day in range(1, 28):
        answered(datetime(2026, 2, day, 10, 0, tzinfo=UTC), day / 4)
    figures = month_figures(Month(2026, 2), at=OPENED)
    assert trend(MARCH)[-2].indices == {row.fault_class: row.index for row in figures.classes}
