"""The clock that the queue shows of each ticket."""

from datetime import timedelta

from istockist_sla.core.lib.text import NBSP
from tests.conftest import OPENED
from tests.factories import FactFactory
from tests.tickets.admin.conftest import NOW
from tickets import lifecycle

QUEUE = "/desk/tickets/ticket/"


def clock_of(agent, ticket):
    rows = agent.get(QUEUE).context["cl"].result_list
    return next(row.clock for row in rows if row.pk == ticket.pk)


def test_before_qualification_the_strictest_limit_counts_down(agent, ticket):
    clock = clock_of(agent, ticket)
    assert (clock.kind, clock.amount, clock.limit) == ("left", 3 * 3600, 4 * 3600)


def test_under_one_hour_it_is_soon(agent, ticket, time_machine):
    time_machine.move_to(OPENED + timedelta(hours=3, minutes=24))
    clock = clock_of(agent, ticket)
    assert (clock.kind, clock.amount) == ("soon", 36 * 60)


def test_past_it_the_unqualified_ticket_has_passed_the_strictest_limit(agent, ticket, time_machine):
    time_machine.move_to(OPENED + timedelta(hours=4, minutes=21))
    clock = clock_of(agent, ticket)
    assert (clock.kind, clock.amount) == ("strictest", 21 * 60)


def test_remaining_time_is_support_time(agent, ticket, time_machine):
    """At 20:00 Support is closed: the night does not count."""
    time_machine.move_to(OPENED + timedelta(hours=11))
    assert clock_of(agent, ticket).amount == 4 * 3600


def test_once_answered_the_fix_counts(agent, qualified):
    clock = clock_of(agent, qualified)
    assert (clock.kind, clock.amount) == ("left", 3 * 3600)
    assert clock.note == f"fix by 13:00{NBSP}GMT"


def test_a_fix_past_its_limit_is_no_miss_while_it_runs(agent, qualified, time_machine):
    time_machine.move_to(OPENED + timedelta(hours=5))
    clock = clock_of(agent, qualified)
    assert (clock.kind, clock.amount) == ("past", 3600)


def test_an_open_question_pauses_the_fix(agent, qualified, aoife, time_machine):
    lifecycle.ask(qualified.pk, text="Which?", by=aoife, at=NOW)
    time_machine.move_to(NOW + timedelta(hours=2))
    clock = clock_of(agent, qualified)
    assert (clock.kind, clock.amount) == ("paused", 3 * 3600)


def test_a_request_has_no_limit(agent, ticket, aoife):
    lifecycle.qualify_request(ticket.pk, by=aoife, at=NOW, seen=None)
    assert clock_of(agent, ticket).kind == "none"


def test_what_is_not_covered_shows_no_miss(agent, open_ticket, charlie, time_machine):
    FactFactory(client=charlie.client, kind="plan", value="free", since=OPENED)
    free = open_ticket(administrator=charlie)
    time_machine.move_to(OPENED + timedelta(hours=6))
    clock = clock_of(agent, free)
    assert (clock.kind, "free plan" in clock.note) == ("none", True)


def test_answered_but_not_qualified_says_so(agent, ticket, aoife):
    lifecycle.take(ticket.pk, by=aoife, at=NOW, seen=None)
    clock = clock_of(agent, ticket)
    assert (clock.kind, clock.note) == ("to_qualify", f"first answer after 1{NBSP}h")
