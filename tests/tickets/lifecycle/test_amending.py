"""A ticket that an amendment names is judged by the facts that were known then (P4)."""

from datetime import timedelta

import pytest

from tests.factories import LONG_AGO, FactFactory
from tests.tickets.reports.closing.conftest import CLOSED, MARCH, closed_month
from tickets import inputs, lifecycle
from tickets.models import Ticket
from tickets.sla.verdict import judge

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def amended(open_ticket, aoife, niamh, meadow):
    """Excluded by a rate limit that was recorded after its month was closed."""
    ticket = open_ticket()
    lifecycle.qualify(
        ticket.pk,
        class_test="orders-stopped",
        by=aoife,
        at=ticket.opened_at + timedelta(hours=1),
        seen=None,
    )
    closed_month(by=niamh)
    FactFactory(
        client=meadow, kind="rate_limit", value="yes", since=LONG_AGO, recorded_at=CLOSED + DAY
    )
    lifecycle.amend(ticket.pk, month=MARCH, recorded_before=CLOSED + 2 * DAY, at=CLOSED + 2 * DAY)
    return Ticket.objects.get(pk=ticket.pk)


def test_its_verdict_is_that_of_the_facts_recorded_before_it(amended):
    verdicts = {row.verdict for row in amended.results if row.clock == "response"}
    assert verdicts == {"excluded"}


def test_a_fact_recorded_after_it_changes_nothing(amended, meadow):
    FactFactory(
        client=meadow, kind="rate_limit", value="no", since=LONG_AGO, recorded_at=CLOSED + 3 * DAY
    )
    verdict = judge(inputs.load_inputs(amended), now=CLOSED + 4 * DAY)
    assert verdict.response.verdict == "excluded"


def test_it_is_no_handling_and_answers_nothing(amended):
    assert amended.last_word_at != CLOSED + 2 * DAY
    verdict = judge(inputs.load_inputs(amended), now=CLOSED + 3 * DAY)
    assert verdict.response.stopped_at == amended.opened_at + timedelta(hours=1)


def test_another_months_amendment_moves_no_fact(amended, meadow):
    FactFactory(
        client=meadow, kind="rate_limit", value="no", since=LONG_AGO, recorded_at=CLOSED + 3 * DAY
    )
    lifecycle.amend(
        amended.pk, month=MARCH.next, recorded_before=CLOSED + 4 * DAY, at=CLOSED + 4 * DAY
    )
    verdict = judge(inputs.load_inputs(amended), now=CLOSED + 5 * DAY)
    assert verdict.response.verdict == "excluded"
