"""The ways a ticket can go, each as a course: it acts, and says when it acts next."""

from datetime import datetime, timedelta

from istockist_sla.demo import phrases
from istockist_sla.demo.phrases import Request
from istockist_sla.demo.ticket_script import TicketScript
from istockist_sla.demo.world import Scenario
from tickets import lifecycle
from tickets.models import CloseReason, Ticket
from tickets.sla.terms import LOWER

# Minutes of support time that are past the response limit of the class, but not by days.
TOO_LATE = {"critical": (250, 420), "medium": (490, 640), "low": (610, 760)}


def begin(
    case: TicketScript,
    least: int = 4,
    most: int = 100,
    checks_not_done: dict[str, str] | None = None,
) -> Scenario:
    """Opened, taken in charge, qualified; ends with the instant of the qualification."""
    at = yield case.opened_at
    case.open(at)
    at = yield case.work(at, least, most)
    case.take(at)
    at = yield case.work(at, 2, 45)
    case.qualify(at, checks_not_done=checks_not_done)
    return at


def solve(case: TicketScript, at: datetime, *, least: int = 30, most: int = 260) -> Scenario:
    """Worked on, by a technical team where the problem needs one, and closed as resolved."""
    if case.problem.team and case.rng.random() < 0.7:
        at = yield case.work(at, 5, 50)
        case.hand_over(at)
        at = yield case.work(at, least, most)
        case.hear_back(at)
    elif case.rng.random() < 0.4:
        at = yield case.work(at, 5, 60)
        case.reply(case.rng.choice(phrases.UNASKED), at)
    if case.rng.random() < 0.2:
        at = yield case.work(at, 3, 30)
        text = case.pick(phrases.NOTES)
        lifecycle.note(case.ticket_id, text=text, by=case.agent, at=at)
    at = yield case.work(at, 10, 90)
    if case.rng.random() < 0.25:
        case.reply(case.problem.solution, at)
        at = yield case.soon(at, 20, 300)
        thanks = case.pick(phrases.THANKS)
        lifecycle.close_by_client(case.ticket_id, by=case.client(at), at=at, text=thanks)
    else:
        case.close(CloseReason.RESOLVED, at, case.problem.solution)
    return at


def ordinary(case: TicketScript) -> Scenario:
    at = yield from begin(case)
    yield from solve(case, at)


def late(case: TicketScript) -> Scenario:
    """The first answer comes after its limit."""
    least, most = TOO_LATE[case.problem.fault_class]
    at = yield from begin(case, least, most)
    yield from solve(case, at)


def slow(case: TicketScript) -> Scenario:
    """Answered in time, but the fix takes days."""
    at = yield from begin(case)
    at = yield case.soon(at, 200, 900)
    case.write(case.rng.choice(phrases.NUDGES), at)
    at = yield case.work(at, 5, 60)
    case.reply(case.rng.choice(phrases.UNASKED), at)
    yield from solve(case, at, least=300, most=1400)


def asked(case: TicketScript) -> Scenario:
    """The fix waits for an answer, which comes in time."""
    at = yield from begin(case)
    at = yield case.work(at, 5, 60)
    case.ask(at)
    if case.rng.random() < 0.2:
        at = yield case.work(at, 60, 500)
        text = f"{case.say(phrases.BY_TELEPHONE)} {case.say(case.problem.answer)}"
        lifecycle.answer(case.ticket_id, text=text, by=case.agent, at=at)
    else:
        at = yield case.soon(at, 30, 3200)
        case.write(case.problem.answer, at)
    yield from solve(case, at)


def unanswered(case: TicketScript) -> Scenario:
    """The answer stays out: two reminders, then the sweep closes (E2)."""
    at = yield from begin(case)
    at = yield case.work(at, 5, 90)
    case.ask(at)


def lowered(case: TicketScript) -> Scenario:
    """A workaround lowers the class; the full solution follows later (K9)."""
    at = yield from begin(case)
    if case.problem.team:
        at = yield case.work(at, 5, 40)
        case.hand_over(at)
    at = yield case.work(at, 30, 200)
    if case.ticket.fault_class in LOWER:
        _lower(case, at)
    if case.problem.team:
        at = yield case.work(at, 100, 900)
        case.hear_back(at)
    at = yield case.work(at, 20, 300)
    case.close(CloseReason.RESOLVED, at, case.problem.solution)


def _lower(case: TicketScript, at: datetime) -> None:
    fault_id = case.ticket.fault_id
    assert fault_id is not None
    lifecycle.downgrade(
        fault_id, text=case.say(case.problem.workaround), by=case.agent, at=at, seen=None
    )


def request(case: TicketScript) -> Scenario:
    """Only a question about the product: no class and no limit (O3)."""
    assert isinstance(case.about, Request)
    at = yield case.opened_at
    case.open(at)
    at = yield case.work(at, 10, 150)
    case.take(at)
    at = yield case.work(at, 2, 60)
    lifecycle.qualify_request(case.ticket_id, by=case.agent, at=at, seen=None)
    at = yield case.work(at, 10, 200)
    case.close(CloseReason.RESOLVED, at, case.about.reply)


def junk(case: TicketScript) -> Scenario:
    """Not meant for Support at all; closed before any limit (E4)."""
    at = yield case.opened_at
    case.open(at)
    at = yield case.work(at, 3, 70)
    case.close(CloseReason.SPAM, at)


def doubled(case: TicketScript, again: TicketScript) -> Scenario:
    """Two colleagues of the client report the same; the second folder ends at once (E4)."""
    at = yield case.opened_at
    case.open(at)
    at = yield at + timedelta(minutes=case.rng.randint(6, 25))
    again.open(at)
    at = yield case.work(at, 4, 60)
    case.take(at)
    at = yield case.work(at, 2, 20)
    again.agent = case.agent
    first = Ticket.objects.get(pk=case.ticket_id)
    again.close(CloseReason.DUPLICATE, at, duplicate_of=first)
    at = yield case.work(at, 3, 20)
    case.qualify(at)
    yield from solve(case, at)


def withdrawn(case: TicketScript) -> Scenario:
    """The client closes it before anybody has acted (C6)."""
    at = yield case.opened_at
    case.open(at)
    at = yield at + timedelta(minutes=case.rng.randint(4, 9))
    lifecycle.close_by_client(case.ticket_id, by=case.client(at), at=at, text=phrases.THANKS[0])


def confirmed(case: TicketScript) -> Scenario:
    """Closed unresolved, because the client wrote that it may be (E1)."""
    at = yield from begin(case)
    at = yield case.soon(at, 300, 2000)
    message = case.write(case.rng.choice(phrases.RESTS), at)
    at = yield case.work(at, 10, 120)
    case.close(CloseReason.CONFIRMED, at, confirmation=message)


def reopened(case: TicketScript) -> Scenario:
    """It comes back within fourteen days (K13)."""
    at = yield from begin(case)
    at = yield from solve(case, at)
    at = yield case.soon(at, 600, 9 * 1440)
    text = case.pick(phrases.BACK_AGAIN)
    lifecycle.reopen_by_client(case.ticket_id, by=case.client(at), at=at, text=text)
    at = yield case.work(at, 20, 200)
    case.reply(case.rng.choice(phrases.UNASKED), at)
    yield from solve(case, at)


def thanked(case: TicketScript) -> Scenario:
    """Mail to a closed ticket is kept and flagged, and opens nothing (K13)."""
    at = yield from begin(case)
    at = yield from solve(case, at)
    at = yield case.soon(at, 200, 20 * 1440)
    case.write(case.rng.choice(phrases.THANKS), at)


def passed_on(case: TicketScript) -> Scenario:
    """Assigned to a colleague, and the client changes its mind about the priority (G6)."""
    at = yield from begin(case)
    at = yield case.work(at, 5, 100)
    to = case.world.agent(case.rng)
    lifecycle.assign(case.ticket_id, to=to, by=case.agent, at=at, seen=None)
    case.agent = to
    at = yield case.soon(at, 10, 200)
    low = not case.ticket.low_priority
    lifecycle.set_priority(case.ticket_id, low=low, by=case.client(at), at=at)
    yield from solve(case, at)
