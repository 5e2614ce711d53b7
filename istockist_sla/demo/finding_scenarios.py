"""Tickets with a finding: an error of the client's, a wrong class, minutes to invoice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from istockist_sla.demo.cast import CLIENTS
from istockist_sla.demo.problems import PROBLEMS
from istockist_sla.demo.ticket_scenarios import open_and_qualify, solve_and_close
from istockist_sla.demo.ticket_script import TicketScript
from istockist_sla.demo.world import Scenario, World
from tickets import lifecycle
from tickets.models import ClientFact, CloseReason, Finding

Kind = Finding.Kind


class FindingReason(NamedTuple):
    """What a finding rests on, and what the client reads of it."""

    kind: str
    evidence: str
    client_reason: str


REASONS = [
    FindingReason(
        Kind.CLIENT_ERROR,
        "History of the settings: {colleague} switched the rule off the evening before. Nothing "
        "was changed on our side.",
        "The rule had been switched off in your settings the evening before.",
    ),
    FindingReason(
        Kind.CLIENT_ERROR,
        "The file that was uploaded has its columns in another order than the template; the page "
        "warned of it and the warning was confirmed.",
        "The uploaded file had its columns in another order, which the page had warned of.",
    ),
    FindingReason(
        Kind.CLIENT_NEGLIGENCE,
        "Three letters told of the end of the old interface, the last one four weeks before. The "
        "client's system still calls it.",
        "The old interface was switched off as announced three times.",
    ),
]
OBJECTIONS = [
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


def client_error(script: TicketScript) -> Scenario:
    """An error or negligence of the client's, approved; some are contested (G3)."""
    at = yield from open_and_qualify(script)
    reason = script.rng.choice(REASONS)
    at = yield script.support_later(at, 20, 200)
    finding = _propose(
        script, at, kind=reason.kind, evidence=reason.evidence, client_reason=reason.client_reason
    )
    at = yield script.support_later(at, 60, 700)
    first, second = script.rng.sample(script.world.staff["managers"], 2)
    lifecycle.approve(finding.pk, by=first, at=at)
    at = yield from solve_and_close(script, at)
    if script.rng.random() < 0.5:
        at = yield script.client_later(at, 100, 3000)
        text = script.pick_text(OBJECTIONS)
        lifecycle.contest(finding.pk, text=text, by=script.pick_client(at), at=at)
        at = yield script.support_later(at, 100, 900)
        answer, words = script.rng.choice(
            [(lifecycle.uphold, UPHELD), (lifecycle.withdraw, WITHDRAWN)]
        )
        answer(finding.pk, text=words, by=second, at=at)


def finding_undecided(script: TicketScript) -> Scenario:
    """Proposed, and no manager has decided yet."""
    at = yield from open_and_qualify(script)
    reason = script.rng.choice(REASONS)
    at = yield script.support_later(at, 20, 60)
    _propose(
        script, at, kind=reason.kind, evidence=reason.evidence, client_reason=reason.client_reason
    )


def class_rectified(script: TicketScript) -> Scenario:
    """The class was an honest error and is put right (C3)."""
    at = yield from open_and_qualify(script)
    at = yield script.support_later(at, 30, 300)
    finding = _propose(
        script,
        at,
        kind=Kind.RECTIFICATION,
        evidence="Read the report again: the wrong test was chosen.",
        client_reason="We had read your report wrongly; this is the class that fits it.",
        class_test=RIGHT_TEST[script.problem.test],
    )
    at = yield script.support_later(at, 60, 500)
    lifecycle.approve(finding.pk, by=script.world.pick_member(script.rng, "managers"), at=at)
    yield from solve_and_close(script, at)


def minutes_invoiced(script: TicketScript) -> Scenario:
    """Minutes that better checks would have saved (B1)."""
    at = yield from open_and_qualify(
        script, checks_not_done={"network": "The firewall was not looked at."}
    )
    at = yield script.support_later(at, 10, 60)
    finding = _propose(
        script,
        at,
        kind=Kind.INVOICING,
        evidence="The cause is the client's own firewall; its log shows each refused call.",
        client_reason="The calls were refused by your own firewall. We spent time on finding "
        "that out.",
        minutes=script.rng.choice((20, 35, 50)),
    )
    at = yield script.support_later(at, 100, 700)
    lifecycle.approve(finding.pk, by=script.world.pick_member(script.rng, "managers"), at=at)
    yield from solve_and_close(script, at)


def stopped_by_provider(world: World) -> Scenario:
    """An interruption that the provider decided because of the client is no fault (C5)."""
    company = next(each for each in CLIENTS if each.code == "dolmen")
    began = next(fact for fact in company.facts if fact.kind == "interruption")
    morning = world.now - timedelta(days=began.days - 1)
    opened_at = morning.replace(hour=10, minute=20, second=8)
    problem = next(each for each in PROBLEMS if each.subject.startswith("Price list import"))
    script = TicketScript(world, "stopped-by-us", company, opened_at, problem)
    at = yield from open_and_qualify(script)
    fact = ClientFact.objects.get(client__code=company.code, kind=began.kind, value=began.value)
    at = yield script.support_later(at, 10, 60)
    finding = _propose(
        script,
        at,
        kind=Kind.NO_FAULT,
        evidence="Operations stopped this import: four million lines in one file.",
        client_reason="We stopped the import because it slowed down all clients.",
        fact=fact,
    )
    at = yield script.support_later(at, 60, 300)
    lifecycle.approve(finding.pk, by=world.pick_member(script.rng, "managers"), at=at)
    at = yield script.support_later(at, 10, 200)
    script.close(
        CloseReason.RESOLVED, at, "Please split the file; each part may have 200,000 lines."
    )


def _propose(script: TicketScript, at: datetime, *, evidence: str, **columns) -> Finding:
    by, evidence = script.agent, script.fill_in(evidence)
    return lifecycle.propose(script.ticket_id, evidence=evidence, by=by, at=at, **columns)


FINDING_SCENARIOS: dict[Callable[[TicketScript], Scenario], int] = {
    client_error: 4,
    class_rectified: 1,
    minutes_invoiced: 1,
}
