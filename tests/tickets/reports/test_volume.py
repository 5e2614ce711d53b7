from datetime import timedelta

import pytest

from tests.conftest import OPENED, gmt
from tickets import lifecycle
from tickets.reports.behind import month_given
from tickets.reports.one_statement import ask
from tickets.reports.volume import count_unclosed, reopenings, unclosed, volume, volume_parts

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
APRIL = gmt(4, 1, 0)


@pytest.fixture
def closed(ticket, aoife):
    """Closed on 10 March at noon."""
    lifecycle.qualify(ticket.pk, class_test="other", by=aoife, at=OPENED + HOUR, seen=None)
    return lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=OPENED + 3 * HOUR, seen=None)


def test_a_ticket_is_unclosed_until_its_closing(closed):
    before = [OPENED, OPENED + HOUR, OPENED + 3 * HOUR, OPENED + 4 * HOUR]
    assert count_unclosed(before, None) == [0, 1, 1, 0]


def test_a_ticket_that_came_back_was_closed_meanwhile(closed, aoife):
    lifecycle.reopen(closed.pk, by=aoife, at=OPENED + 24 * HOUR, seen=None)
    instants = [OPENED + HOUR, OPENED + 5 * HOUR, OPENED + 25 * HOUR]
    assert count_unclosed(instants, None) == [1, 0, 1]
    assert list(unclosed(instants[1], None)) == []


def test_a_ticket_that_was_closed_twice_is_taken_off_once(closed, aoife):
    lifecycle.reopen(closed.pk, by=aoife, at=OPENED + 24 * HOUR, seen=None)
    lifecycle.close(closed.pk, reason="resolved", by=aoife, at=OPENED + 26 * HOUR, seen=None)
    lifecycle.reopen(closed.pk, by=aoife, at=OPENED + 48 * HOUR, seen=None)
    instants = [OPENED + 5 * HOUR, OPENED + 25 * HOUR, OPENED + 30 * HOUR, OPENED + 50 * HOUR]
    assert count_unclosed(instants, None) == [0, 1, 0, 1]


def test_a_closing_that_was_undone_never_was(ticket, aoife, clara):
    """Undone by an answer received before it, and then closed and reopened for good (E2)."""
    step = {"by": aoife, "seen": None}
    lifecycle.qualify(ticket.pk, class_test="other", at=OPENED + HOUR, **step)
    lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED + 2 * HOUR)
    lifecycle.close(ticket.pk, reason="no-answer", at=OPENED + 10 * HOUR, **step)
    received, read = OPENED + 9 * HOUR, OPENED + 20 * HOUR
    lifecycle.write(ticket.pk, text="88214", by=clara.user, at=received, recorded_at=read)
    between = OPENED + 15 * HOUR
    assert count_unclosed([between], None) == [1]
    lifecycle.close(ticket.pk, reason="resolved", at=OPENED + 30 * HOUR, **step)
    lifecycle.reopen(ticket.pk, at=OPENED + 40 * HOUR, **step)
    assert count_unclosed([between, OPENED + 35 * HOUR, OPENED + 45 * HOUR], None) == [1, 0, 1]
    assert unclosed(between, None).count() == 1


def test_the_count_agrees_with_the_rows(closed, open_ticket, aoife):
    open_ticket(at=OPENED + 2 * HOUR)
    lifecycle.reopen(closed.pk, by=aoife, at=OPENED + 24 * HOUR, seen=None)
    for hours in (0, 1, 2, 3, 5, 23, 24, 25):
        at = OPENED + hours * HOUR
        assert count_unclosed([at], None) == [unclosed(at, None).count()]


def test_all_clients_have_the_backlog_of_the_only_one(closed, ticket, open_ticket):
    open_ticket(at=OPENED + 20 * HOUR)
    instants = [gmt(3, day, hour) for day in (10, 11, 12) for hour in (0, 9, 12, 15)]
    assert count_unclosed(instants, None) == count_unclosed(instants, ticket.client)


def test_the_backlog_of_a_month_is_what_came_less_what_went(closed, open_ticket):
    open_ticket(at=gmt(3, 30, 9))
    given = month_given(gmt(3, 1, 0), APRIL, APRIL, None)
    found = volume(ask([volume_parts], given), opened=2)
    assert (found.at_start, found.at_end, found.closed, found.change) == (0, 1, 1, 1)


def test_the_backlog_of_another_client_leaves_it_out(ticket, charlie):
    assert count_unclosed([APRIL], charlie.client) == [0]
    assert count_unclosed([APRIL], ticket.client) == [1]


def test_reopenings_are_those_of_the_client(closed, aoife, charlie):
    lifecycle.reopen(closed.pk, by=aoife, at=OPENED + 24 * HOUR, seen=None)
    assert reopenings(gmt(3, 1, 0), APRIL, closed.client).count() == 1
    assert reopenings(gmt(3, 1, 0), APRIL, charlie.client).count() == 0
