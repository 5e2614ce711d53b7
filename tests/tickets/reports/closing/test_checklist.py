"""What stands in the way of closing a month."""

from datetime import UTC, datetime, timedelta

import pytest

from availability import incidents
from availability.models import Component
from istockist_sla.core.lib.months import Month
from tests.conftest import OPENED
from tests.tickets.reports.closing.conftest import (
    APRIL,
    CLOSABLE,
    CLOSED,
    HOUR,
    MARCH,
    closed_month,
)
from tickets import inputs, lifecycle
from tickets.reports.closing.checklist import blocking, closable_from

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def codes(month=MARCH, at=CLOSED):
    return [check.code for check in blocking(month, at=at)]


@pytest.mark.parametrize(
    ("month", "opens"),
    [
        (MARCH, CLOSABLE),
        (Month(2026, 7), datetime(2026, 8, 10, 9, tzinfo=UTC)),  # the 3rd is a holiday
        (Month(2026, 12), datetime(2027, 1, 8, 9, tzinfo=UTC)),
    ],
)
def test_it_may_be_closed_from_the_opening_of_the_fifth_support_date(month, opens):
    assert closable_from(inputs.month_bounds(month)) == opens


def test_nothing_blocks_a_month_whose_responses_are_decided_while_fixes_run(decided):
    assert codes() == []


def test_before_that_date_it_is_too_early(decided):
    assert codes(at=CLOSABLE - SECOND) == ["date"]
    assert codes(at=CLOSABLE) == []


def test_a_response_that_runs_blocks_it(open_ticket):
    ticket = open_ticket()
    [check] = blocking(MARCH, at=CLOSED)
    assert (check.code, [row.ticket_id for row in check.rows]) == ("responses", [ticket.pk])


def test_a_ticket_of_the_next_month_does_not(decided, open_ticket):
    open_ticket(at=datetime(2026, 4, 2, 9, tzinfo=UTC))
    assert codes() == []


@pytest.mark.parametrize("kind", ["client-error", "client-negligence"])
def test_an_undecided_finding_blocks_it(decided, aoife, niamh, kind):
    finding = lifecycle.propose(
        decided.pk, kind=kind, evidence="Wrong key.", by=aoife, at=OPENED + 2 * HOUR
    )
    assert codes() == ["findings"]
    lifecycle.approve(finding.pk, by=niamh, at=OPENED + 3 * HOUR)
    assert codes() == []


def test_an_undecided_rectification_does(decided, aoife):
    lifecycle.propose(
        decided.pk,
        kind="rectification",
        evidence="Slow.",
        by=aoife,
        at=OPENED + 2 * HOUR,
        class_test="degraded",
    )
    assert codes() == ["findings"]


def declared(niamh, hours=3):
    start = datetime(2026, 3, 12, 9, tzinfo=UTC)
    return incidents.declare(
        title="No answers",
        impacts={Component.objects.contractual(): "down"},
        started_at=start,
        ended_at=start + hours * HOUR,
        by=niamh,
        at=start + 10 * HOUR,
    )


def test_a_declared_interruption_that_nobody_has_approved_blocks_it(decided, niamh):
    declared(niamh)
    assert codes() == ["interruptions"]


def test_an_outage_of_another_month_does_not(decided, niamh):
    declared(niamh)
    assert "interruptions" not in codes(APRIL, at=datetime(2026, 5, 20, tzinfo=UTC))


def test_no_month_is_left_out_between_two(march):
    [check] = blocking(Month(2026, 5), at=datetime(2026, 6, 20, tzinfo=UTC))
    assert (check.code, check.said["expected"]) == ("order", APRIL)


def test_the_next_month_follows(march, niamh):
    later = datetime(2026, 5, 20, 9, tzinfo=UTC)
    assert codes(APRIL, at=later) == []
    assert closed_month(APRIL, by=niamh, at=later).sequence == 2
