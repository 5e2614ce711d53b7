"""What the clocks came to is stored with each step, and only where it differs."""

from datetime import timedelta

import pytest

from tests.conftest import OPENED
from tickets import lifecycle
from tickets.models import ClockResult, Tally, Ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def rows(ticket) -> dict[tuple[str, int], ClockResult]:
    return {(row.clock, row.closing): row for row in Ticket.objects.get(pk=ticket.pk).results}


@pytest.fixture
def resolved(ticket, aoife):
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None)
    return lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=OPENED + 2 * HOUR, seen=None)


def test_a_new_ticket_has_a_response_and_a_fix(ticket):
    assert [(key, row.verdict) for key, row in rows(ticket).items()] == [
        (("response", 0), "running"),
        (("fix", 0), "running"),
    ]


def test_a_reopened_ticket_keeps_the_fix_of_its_closing(resolved, aoife):
    lifecycle.reopen(resolved.pk, by=aoife, at=OPENED + 3 * HOUR, seen=None)
    earlier, now = rows(resolved)["fix", 1], rows(resolved)["fix", 0]
    assert (earlier.verdict, earlier.stopped_at) == ("met", resolved.closed_at)
    assert (now.verdict, now.stopped_at) == ("running", None)


def test_only_a_closing_as_resolved_stops_the_fix(ticket, clara):
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOUR, works_again=False)
    assert rows(ticket)["fix", 0].stopped_at is None


def test_what_does_not_differ_is_not_written(resolved):
    """What is written anew is counted anew, with a row for its going and one for its coming."""
    before = Tally.objects.count()
    lifecycle.refresh(resolved.pk, at=OPENED + 9 * HOUR)
    assert Tally.objects.count() == before


def test_what_differs_is_written(resolved):
    ClockResult.objects.filter(ticket=resolved, clock="response").update(elapsed=1)
    lifecycle.refresh(resolved.pk, at=OPENED + 9 * HOUR)
    assert ClockResult.objects.get(ticket=resolved, clock="response").elapsed != 1


def test_a_ticket_that_was_never_judged_has_no_verdict():
    assert Ticket(pk=7).response.verdict == ""
