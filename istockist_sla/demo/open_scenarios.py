"""One fault that several clients report, and tickets that are still open now."""

from istockist_sla.demo import phrases
from istockist_sla.demo.ticket_scenarios import open_and_qualify
from istockist_sla.demo.ticket_script import TicketScript
from istockist_sla.demo.world import Scenario
from tickets import lifecycle
from tickets.models import CloseReason
from tickets.sla.terms import CLASS_BELOW


def shared_fault(scripts: list[TicketScript]) -> Scenario:
    """All hang from one fault; its workaround lowers them together (C4, K9)."""
    scripts = sorted(scripts, key=lambda script: script.opened_at)
    first = scripts[0]
    for script in scripts:
        at = yield script.opened_at
        script.open(at)
    fault = None
    for script in scripts:
        at = yield script.support_later(at, 3, 14)
        script.take(at)
        at = yield script.support_later(at, 1, 6)
        fault = script.qualify(at, fault)
    assert fault is not None
    at = yield first.support_later(at, 3, 15)
    first.hand_over(at)
    at = yield first.support_later(at, 15, 60)
    text = first.fill_in(first.problem.workaround)
    if first.ticket.fault_class in CLASS_BELOW:
        lifecycle.downgrade(fault.pk, text=text, by=first.agent, at=at, seen=None)
    at = yield first.support_later(at, 60, 300)
    first.hear_back(at)
    for script in scripts:
        at = yield script.support_later(at, 2, 12)
        script.close(CloseReason.RESOLVED, at, script.problem.solution)


def not_yet_seen(script: TicketScript) -> Scenario:
    """Nobody has looked at it yet."""
    at = yield script.opened_at
    script.open(at)


def taken_in_charge(script: TicketScript) -> Scenario:
    at = yield script.opened_at
    script.open(at)
    at = yield script.support_later(at, 5, 25)
    script.take(at)


def answered(script: TicketScript) -> Scenario:
    at = yield from open_and_qualify(script, 4, 20)
    at = yield script.support_later(at, 3, 15)
    script.reply(script.rng.choice(phrases.UPDATES), at)


def waiting_for_client(script: TicketScript) -> Scenario:
    """For the answer to a question."""
    at = yield from open_and_qualify(script, 4, 30)
    at = yield script.support_later(at, 2, 20)
    script.ask(at)


def with_team(script: TicketScript) -> Scenario:
    at = yield from open_and_qualify(script, 4, 30)
    at = yield script.support_later(at, 3, 20)
    script.hand_over(at)


def downgraded_with_team(script: TicketScript) -> Scenario:
    """Downgraded, and still with the technical team for the full solution."""
    yield from with_team(script)
    ticket = script.ticket
    assert ticket.fault_id is not None
    at = yield script.support_later(ticket.qualified_at or script.opened_at, 40, 90)
    text = script.fill_in(script.problem.workaround)
    lifecycle.downgrade(ticket.fault_id, text=text, by=script.agent, at=at, seen=None)


def product_question_open(script: TicketScript) -> Scenario:
    at = yield script.opened_at
    script.open(at)
    at = yield script.support_later(at, 10, 40)
    script.take(at)
    at = yield script.support_later(at, 2, 20)
    lifecycle.qualify_request(script.ticket_id, by=script.agent, at=at, seen=None)
