"""What is summed over days is what grouping all rows gives."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from istockist_sla.core.lib.months import MonthBounds
from tests.conftest import OPENED
from tickets.models import ClockResult
from tickets.reports.judged_counts import judged_counts
from tickets.reports.response_counts import response_counts
from tickets.sla.terms import CLASSES

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MARCH = MonthBounds(OPENED, OPENED + DAY)
WHOLE_DAYS = MonthBounds(OPENED - DAY, OPENED + 2 * DAY)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["met", "missed", "excluded", "not covered", "running"]),
        st.sampled_from(["critical", "medium", "low"]),
        st.sampled_from(["request", "spam", "unqualified"]),
        st.booleans(),
        st.sampled_from([14400, 28800]),
        st.integers(-1, 2),
    ),
    max_size=12,
)


def stored(ticket, rows):
    ClockResult.objects.all().delete()
    ClockResult.objects.bulk_create(
        ClockResult(
            ticket=ticket,
            clock="response",
            closing=n,
            client=ticket.client,
            opened_at=OPENED + days * DAY,
            verdict=verdict,
            fault_class=fault_class,
            reason="" if verdict in ("met", "missed") else reason,
            about_orders=orders,
            limit=limit,
        )
        for n, (verdict, fault_class, reason, orders, limit, days) in enumerate(rows)
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(ROWS)
def test_all_clients_and_the_only_client_have_the_same_counts(ticket, rows):
    stored(ticket, rows)
    for bounds in (MARCH, WHOLE_DAYS):
        of_all, of_one = (response_counts([bounds], client)[0] for client in (None, ticket.client))
        assert sorted(of_all) == sorted(of_one)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(ROWS)
def test_each_month_has_its_met_and_guaranteed(ticket, rows):
    stored(ticket, rows)
    spans = [MonthBounds(OPENED + n * DAY, OPENED + (n + 1) * DAY) for n in range(-1, 3)]
    assert judged_counts([WHOLE_DAYS]) == judged_counts([WHOLE_DAYS], ticket.client)
    for found in (judged_counts(spans), judged_counts(spans, ticket.client)):
        for span, counts in zip(spans, found, strict=True):
            of_span = [row for row in rows if OPENED + row[-1] * DAY == span.start]
            for code in CLASSES:
                met = sum(row[:2] == ("met", code) for row in of_span)
                missed = sum(row[:2] == ("missed", code) for row in of_span)
                assert counts[code] == (met, met + missed)


def test_a_month_of_another_client_is_empty(ticket, charlie):
    assert response_counts([MARCH], charlie.client) == [[]]


def test_no_months_take_no_statement(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert judged_counts([]) == []
