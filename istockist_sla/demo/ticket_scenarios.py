"""How tickets go that are closed by now: a scenario for each way, from the opening on."""

from datetime import datetime, timedelta

from istockist_sla.demo import phrases
from istockist_sla.demo.phrases import Request
from istockist_sla.demo.rating_step import rated
from istockist_sla.demo.ticket_script import TicketScript
from istockist_sla.demo.world import Scenario
from tickets import lifecycle
from tickets.models import CloseReason, Ticket
from tickets.sla.terms import CLASS_BELOW

# Minutes of support time that are past the response limit of the class, but not by days.
LATE_BY = {"critical": (250, 420), "medium": (490, 640), "low": (610, 760)}


def open_and_qualify(
    script: TicketScript,
    least: int = 4,
    most: int = 100,
    checks_not_done: dict[str, str] | None = None,
) -> Scenario:
    """Opened, taken in charge, qualified; ends with the instant of the qualification."""
    at = yield script.opened_at
    script.open(at)
    at = yield script.support_later(at, least, most)
    script.take(at)
    at = yield script.support_later(at, 2, 45)
    script.qualify(at, checks_not_done=checks_not_done)
    return at


def solve_and_close(
    script: TicketScript, at: datetime, *, least: int = 30, most: int = 260
) -> Scenario:
    """Worked on, by a technical team where the problem needs one, closed as resolved, and perhaps
    rated."""
    if script.problem.team and script.rng.random() < 0.7:
        at = yield script.support_later(at, 5, 50)
        script.hand_over(at)
        at = yield script.support_later(at, least, most)
        script.hear_back(at)
    elif script.rng.random() < 0.4:
        at = yield script.support_later(at, 5, 60)
        script.reply(script.rng.choice(phrases.UPDATES), at)
    if script.rng.random() < 0.2:
        at = yield script.support_later(at, 3, 30)
        text = script.pick_text(phrases.NOTES)
        lifecycle.note(script.ticket_id, text=text, by=script.agent, at=at)
    at = yield script.support_later(at, 10, 90)
    if script.rng.random() < 0.25:
        script.reply(script.problem.solution, at)
        at = yield script.client_later(at, 20, 300)
        thanks = script.pick_text(phrases.THANKS)
        lifecycle.close_by_client(script.ticket_id, by=script.pick_client(at), at=at, text=thanks)
    else:
        script.close(CloseReason.RESOLVED, at, script.problem.solution)
    return (yield from rated(script, at))


def fixed_in_time(script: TicketScript) -> Scenario:
    at = yield from open_and_qualify(script)
    yield from solve_and_close(script, at)


def answered_late(script: TicketScript) -> Scenario:
    """The first answer comes after its limit."""
    least, most = LATE_BY[script.problem.fault_class]
    at = yield from open_and_qualify(script, least, most)
    yield from solve_and_close(script, at)


def fixed_late(script: TicketScript) -> Scenario:
    """Answered in time, but the fix takes days."""
    at = yield from open_and_qualify(script)
    at = yield script.client_later(at, 200, 900)
    script.write(script.rng.choice(phrases.NUDGES), at)
    at = yield script.support_later(at, 5, 60)
    script.reply(script.rng.choice(phrases.UPDATES), at)
    yield from solve_and_close(script, at, least=300, most=1400)


def question_answered(script: TicketScript) -> Scenario:
    """The fix waits for an answer, which comes in time."""
    at = yield from open_and_qualify(script)
    at = yield script.support_later(at, 5, 60)
    script.ask(at)
    if script.rng.random() < 0.2:
        at = yield script.support_later(at, 60, 500)
        text = f"{script.fill_in(phrases.BY_TELEPHONE)} {script.fill_in(script.problem.answer)}"
        lifecycle.answer(script.ticket_id, text=text, by=script.agent, at=at)
    else:
        at = yield script.client_later(at, 30, 3200)
        script.write(script.problem.answer, at)
    yield from solve_and_close(script, at)


def question_unanswered(script: TicketScript) -> Scenario:
    """The client does not answer: two reminders, then the sweep closes it (E2)."""
    at = yield from open_and_qualify(script)
    at = yield script.support_later(at, 5, 90)
    script.ask(at)


def downgraded(script: TicketScript) -> Scenario:
    """A workaround lowers the class; the full solution follows later (K9)."""
    at = yield from open_and_qualify(script)
    if script.problem.team:
        at = yield script.support_later(at, 5, 40)
        script.hand_over(at)
    at = yield script.support_later(at, 30, 200)
    if script.ticket.fault_class in CLASS_BELOW:
        _downgrade(script, at)
    if script.problem.team:
        at = yield script.support_later(at, 100, 900)
        script.hear_back(at)
    at = yield script.support_later(at, 20, 300)
    script.close(CloseReason.RESOLVED, at, script.problem.solution)


def _downgrade(script: TicketScript, at: datetime) -> None:
    fault_id = script.ticket.fault_id
    assert fault_id is not None
    lifecycle.downgrade(
        fault_id, text=script.fill_in(script.problem.workaround), by=script.agent, at=at, seen=None
    )


def product_question(script: TicketScript) -> Scenario:
    """A question about the product: no class and no limit (O3)."""
    assert isinstance(script.topic, Request)
    at = yield script.opened_at
    script.open(at)
    at = yield script.support_later(at, 10, 150)
    script.take(at)
    at = yield script.support_later(at, 2, 60)
    lifecycle.qualify_request(script.ticket_id, by=script.agent, at=at, seen=None)
    at = yield script.support_later(at, 10, 200)
    script.close(CloseReason.RESOLVED, at, script.topic.reply)


def spam(script: TicketScript) -> Scenario:
    """Not meant for Support at all; closed before any limit (E4)."""
    at = yield script.opened_at
    script.open(at)
    at = yield script.support_later(at, 3, 70)
    script.close(CloseReason.SPAM, at)


def duplicate(script: TicketScript, again: TicketScript) -> Scenario:
    """Two colleagues of the client report the same; the second ticket is closed at once (E4)."""
    at = yield script.opened_at
    script.open(at)
    at = yield at + timedelta(minutes=script.rng.randint(6, 25))
    again.open(at)
    at = yield script.support_later(at, 4, 60)
    script.take(at)
    at = yield script.support_later(at, 2, 20)
    again.agent = script.agent
    first = Ticket.objects.get(pk=script.ticket_id)
    again.close(CloseReason.DUPLICATE, at, duplicate_of=first)
    at = yield script.support_later(at, 3, 20)
    script.qualify(at)
    yield from solve_and_close(script, at)


def closed_by_client(script: TicketScript) -> Scenario:
    """The client closes it before anybody has acted (C6)."""
    at = yield script.opened_at
    script.open(at)
    at = yield at + timedelta(minutes=script.rng.randint(4, 9))
    lifecycle.close_by_client(
        script.ticket_id, by=script.pick_client(at), at=at, text=phrases.THANKS[0]
    )


def closed_unresolved(script: TicketScript) -> Scenario:
    """Closed unresolved, because the client wrote that it may be (E1)."""
    at = yield from open_and_qualify(script)
    at = yield script.client_later(at, 300, 2000)
    message = script.write(script.rng.choice(phrases.CLOSE_REQUESTS), at)
    at = yield script.support_later(at, 10, 120)
    script.close(CloseReason.CONFIRMED, at, confirmation=message)


def reopened(script: TicketScript) -> Scenario:
    """It comes back within fourteen days (K13)."""
    at = yield from open_and_qualify(script)
    at = yield from solve_and_close(script, at)
    at = yield script.client_later(at, 600, 9 * 1440)
    text = script.pick_text(phrases.BACK_AGAIN)
    lifecycle.reopen_by_client(script.ticket_id, by=script.pick_client(at), at=at, text=text)
    at = yield script.support_later(at, 20, 200)
    script.reply(script.rng.choice(phrases.UPDATES), at)
    yield from solve_and_close(script, at)


def thanks_after_closing(script: TicketScript) -> Scenario:
    """An e-mail to a closed ticket is stored and flagged, and opens nothing (K13)."""
    at = yield from open_and_qualify(script)
    at = yield from solve_and_close(script, at)
    at = yield script.client_later(at, 200, 20 * 1440)
    script.write(script.rng.choice(phrases.THANKS), at)


def reassigned(script: TicketScript) -> Scenario:
    """Assigned to a colleague, and the client changes the priority (G6)."""
    at = yield from open_and_qualify(script)
    at = yield script.support_later(at, 5, 100)
    to = script.world.pick_agent(script.rng)
    lifecycle.assign(script.ticket_id, to=to, by=script.agent, at=at, seen=None)
    script.agent = to
    at = yield script.client_later(at, 10, 200)
    low = not script.ticket.low_priority
    lifecycle.set_priority(script.ticket_id, low=low, by=script.pick_client(at), at=at)
    yield from solve_and_close(script, at)
