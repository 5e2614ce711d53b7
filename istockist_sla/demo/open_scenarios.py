"""One fault that several clients report, and what is left lying on the desk now."""

from istockist_sla.demo import phrases
from istockist_sla.demo.ticket_scenarios import begin
from istockist_sla.demo.ticket_script import TicketScript
from istockist_sla.demo.world import Scenario
from tickets import lifecycle
from tickets.models import CloseReason
from tickets.sla.terms import LOWER


def shared(cases: list[TicketScript]) -> Scenario:
    """All hang from one fault; its workaround lowers them together (C4, K9)."""
    cases = sorted(cases, key=lambda case: case.opened_at)
    first = cases[0]
    for case in cases:
        at = yield case.opened_at
        case.open(at)
    fault = None
    for case in cases:
        at = yield case.work(at, 3, 14)
        case.take(at)
        at = yield case.work(at, 1, 6)
        fault = case.qualify(at, fault)
    assert fault is not None
    at = yield first.work(at, 3, 15)
    first.hand_over(at)
    at = yield first.work(at, 15, 60)
    text = first.say(first.problem.workaround)
    if first.ticket.fault_class in LOWER:
        lifecycle.downgrade(fault.pk, text=text, by=first.agent, at=at, seen=None)
    at = yield first.work(at, 60, 300)
    first.hear_back(at)
    for case in cases:
        at = yield case.work(at, 2, 12)
        case.close(CloseReason.RESOLVED, at, case.problem.solution)


def untouched(case: TicketScript) -> Scenario:
    """Nobody has looked at it yet."""
    at = yield case.opened_at
    case.open(at)


def only_taken(case: TicketScript) -> Scenario:
    at = yield case.opened_at
    case.open(at)
    at = yield case.work(at, 5, 25)
    case.take(at)


def unclosed(case: TicketScript) -> Scenario:
    at = yield from begin(case, 4, 20)
    at = yield case.work(at, 3, 15)
    case.reply(case.rng.choice(phrases.UNASKED), at)


def waiting(case: TicketScript) -> Scenario:
    """For the client, since a question that nobody answers."""
    at = yield from begin(case, 4, 30)
    at = yield case.work(at, 2, 20)
    case.ask(at)


def with_team(case: TicketScript) -> Scenario:
    at = yield from begin(case, 4, 30)
    at = yield case.work(at, 3, 20)
    case.hand_over(at)


def lowered_waiting(case: TicketScript) -> Scenario:
    """Downgraded, and still with the technical team for the full solution."""
    yield from with_team(case)
    ticket = case.ticket
    assert ticket.fault_id is not None
    at = yield case.work(ticket.qualified_at or case.opened_at, 40, 90)
    text = case.say(case.problem.workaround)
    lifecycle.downgrade(ticket.fault_id, text=text, by=case.agent, at=at, seen=None)


def request_open(case: TicketScript) -> Scenario:
    at = yield case.opened_at
    case.open(at)
    at = yield case.work(at, 10, 40)
    case.take(at)
    at = yield case.work(at, 2, 20)
    lifecycle.qualify_request(case.ticket_id, by=case.agent, at=at, seen=None)
