"""Courses on which something is found and decided: errors, wrong classes, minutes to invoice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from istockist_sla.demo.cast import CLIENTS
from istockist_sla.demo.problems import PROBLEMS
from istockist_sla.demo.ticket_scenarios import begin, solve
from istockist_sla.demo.ticket_script import TicketScript
from istockist_sla.demo.world import Scenario, World
from tickets import lifecycle
from tickets.models import ClientFact, CloseReason, Finding

Kind = Finding.Kind


class Ground(NamedTuple):
    """What a finding rests on, and what the client reads of it."""

    kind: str
    evidence: str
    told: str


GROUNDS = [
    Ground(
        Kind.CLIENT_ERROR,
        "History of the settings: {colleague} switched the rule off the evening before. Nothing "
        "was changed on our side.",
        "The rule had been switched off in your settings the evening before.",
    ),
    Ground(
        Kind.CLIENT_ERROR,
        "The file that was uploaded has its columns in another order than the template; the page "
        "warned of it and the warning was confirmed.",
        "The uploaded file had its columns in another order, which the page had warned of.",
    ),
    Ground(
        Kind.CLIENT_NEGLIGENCE,
        "Three letters told of the end of the old interface, the last one four weeks before. The "
        "client's system still calls it.",
        "The old interface was switched off as announced three times.",
    ),
]
CONTESTS = [
    "We do not agree: {colleague} was on leave that evening. Please look again.",
    "The warning can hardly be seen. We think that this is not our error.",
]
UPHELD = "We have looked again: the history names the account and its address. It stays."
WITHDRAWN = "You are right, the warning was not shown in your language. We take it back."
# The test that would have been right, by the one that was chosen.
RIGHT_TEST = {
    "inaccessible": "degraded",
    "orders-stopped": "orders-partly",
    "orders-partly": "degraded",
    "degraded": "other",
    "read-only": "degraded",
    "other": "degraded",
}


def blamed(case: TicketScript) -> Scenario:
    """An error or negligence of the client's, approved; some are contested (G3)."""
    at = yield from begin(case)
    ground = case.rng.choice(GROUNDS)
    at = yield case.work(at, 20, 200)
    finding = _propose(case, at, kind=ground.kind, evidence=ground.evidence, told=ground.told)
    at = yield case.work(at, 60, 700)
    first, second = case.rng.sample(case.world.staff["managers"], 2)
    lifecycle.approve(finding.pk, by=first, at=at)
    at = yield from solve(case, at)
    if case.rng.random() < 0.5:
        at = yield case.soon(at, 100, 3000)
        text = case.pick(CONTESTS)
        lifecycle.contest(finding.pk, text=text, by=case.client(at), at=at)
        at = yield case.work(at, 100, 900)
        answer, words = case.rng.choice(
            [(lifecycle.uphold, UPHELD), (lifecycle.withdraw, WITHDRAWN)]
        )
        answer(finding.pk, text=words, by=second, at=at)


def undecided(case: TicketScript) -> Scenario:
    """Proposed, and no manager has decided yet."""
    at = yield from begin(case)
    ground = case.rng.choice(GROUNDS)
    at = yield case.work(at, 20, 60)
    _propose(case, at, kind=ground.kind, evidence=ground.evidence, told=ground.told)


def rectified(case: TicketScript) -> Scenario:
    """The class was an honest error and is put right (C3)."""
    at = yield from begin(case)
    at = yield case.work(at, 30, 300)
    finding = _propose(
        case,
        at,
        kind=Kind.RECTIFICATION,
        evidence="Read the report again: the wrong test was chosen.",
        told="We had read your report wrongly; this is the class that fits it.",
        class_test=RIGHT_TEST[case.problem.test],
    )
    at = yield case.work(at, 60, 500)
    lifecycle.approve(finding.pk, by=case.world.member(case.rng, "managers"), at=at)
    yield from solve(case, at)


def invoiced(case: TicketScript) -> Scenario:
    """Minutes that better checks would have saved (B1)."""
    at = yield from begin(case, checks_not_done={"network": "The firewall was not looked at."})
    at = yield case.work(at, 10, 60)
    finding = _propose(
        case,
        at,
        kind=Kind.INVOICING,
        evidence="The cause is the client's own firewall; its log shows each refused call.",
        told="The calls were refused by your own firewall. We spent time on finding that out.",
        minutes=case.rng.choice((20, 35, 50)),
    )
    at = yield case.work(at, 100, 700)
    lifecycle.approve(finding.pk, by=case.world.member(case.rng, "managers"), at=at)
    yield from solve(case, at)


def stopped_by_us(world: World) -> Scenario:
    """The interruption that the provider decided because of the client is no fault (C5)."""
    company = next(each for each in CLIENTS if each.code == "dolmen")
    began = next(fact for fact in company.facts if fact.kind == "interruption")
    morning = world.now - timedelta(days=began.days - 1)
    opened_at = morning.replace(hour=10, minute=20, second=8)
    problem = next(each for each in PROBLEMS if each.subject.startswith("Price list import"))
    case = TicketScript(world, "stopped-by-us", company, opened_at, problem)
    at = yield from begin(case)
    fact = ClientFact.objects.get(client__code=company.code, kind=began.kind, value=began.value)
    at = yield case.work(at, 10, 60)
    finding = _propose(
        case,
        at,
        kind=Kind.NO_FAULT,
        evidence="Operations stopped this import: four million lines in one file.",
        told="We stopped the import because it slowed down all clients.",
        fact=fact,
    )
    at = yield case.work(at, 60, 300)
    lifecycle.approve(finding.pk, by=world.member(case.rng, "managers"), at=at)
    at = yield case.work(at, 10, 200)
    case.close(CloseReason.RESOLVED, at, "Please split the file; each part may have 200,000 lines.")


def _propose(case: TicketScript, at: datetime, *, evidence: str, **columns) -> Finding:
    by, evidence = case.agent, case.say(evidence)
    return lifecycle.propose(case.ticket_id, evidence=evidence, by=by, at=at, **columns)


FINDING_WAYS: dict[Callable[[TicketScript], Scenario], int] = {blamed: 4, rectified: 1, invoiced: 1}
