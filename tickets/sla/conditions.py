"""The seven conditions of the guarantee, each with its outcome and what that rests on (G2)."""

from datetime import datetime, timedelta
from typing import NamedTuple

from tickets.sla.terms import DecidedFinding, FactAtOpening, VerdictInputs

APPLIES, DOES_NOT_APPLY, NOT_ASSESSED = "applies", "does not", "not assessed"
INTRODUCTORY = timedelta(days=30)
YES, NONE = "yes", "none"

CONDITION_NAMES = {
    "rate-limit": "Rate limit on the account",
    "client-error": "Client error",
    "client-negligence": "Client negligence",
    "introductory": "Introductory period",
    "order-volume": "Order volume altered",
    "low-priority": "Low priority given by the client",
    "maintenance-cause": "Planned maintenance was the cause",
}


class Condition(NamedTuple):
    """One of the seven, with its outcome and what that rests on."""

    code: str
    outcome: str
    reading: str
    evidence: str = ""
    author: str = ""
    at: datetime | None = None


NO_RATE_LIMIT = Condition(
    code="rate-limit", outcome=DOES_NOT_APPLY, reading="G2", evidence="none at opening"
)
NO_ORDER_YET = Condition(
    code="introductory", outcome=APPLIES, reading="G4", evidence="no order processed at opening"
)
NORMAL_VOLUME = Condition(
    code="order-volume", outcome=DOES_NOT_APPLY, reading="G5", evidence="not altered at opening"
)
NORMAL_PRIORITY = Condition(
    code="low-priority", outcome=DOES_NOT_APPLY, reading="G6", evidence="normal"
)
LOW_PRIORITY = Condition(
    code="low-priority", outcome=APPLIES, reading="G6", evidence="set by the client at opening"
)
CLIENT_ERROR = Condition(code="client-error", outcome=NOT_ASSESSED, reading="G3")
CLIENT_NEGLIGENCE = Condition(code="client-negligence", outcome=NOT_ASSESSED, reading="G3")
MAINTENANCE_CAUSE = Condition(code="maintenance-cause", outcome=NOT_ASSESSED, reading="G3")


def assess(facts: VerdictInputs) -> tuple[Condition, ...]:
    """The seven in the agreement's order; one that rests on a finding is open until that is
    decided (G2).
    """
    found = {finding.kind: finding for finding in facts.findings} if facts.findings else {}
    return (
        _rate_limit(facts.rate_limit),
        _judged(CLIENT_ERROR, found),
        _judged(CLIENT_NEGLIGENCE, found),
        _introductory(facts.first_order, facts.opened_at),
        _order_volume(facts.order_volume),
        LOW_PRIORITY if facts.low_priority else NORMAL_PRIORITY,
        _judged(MAINTENANCE_CAUSE, found),
    )


def _rate_limit(fact: FactAtOpening | None) -> Condition:
    if fact is None or fact.value != YES:
        return NO_RATE_LIMIT
    return _from_fact("rate-limit", "G2", fact)


def _introductory(fact: FactAtOpening | None, opened_at: datetime) -> Condition:
    """It lasts 30 times 24 hours from the first order, the end not included (G4)."""
    if fact is None or fact.value == NONE:
        return NO_ORDER_YET
    first = datetime.fromisoformat(fact.value)
    if opened_at < first:
        return NO_ORDER_YET
    applies = opened_at < first + INTRODUCTORY
    return Condition(
        code="introductory",
        outcome=APPLIES if applies else DOES_NOT_APPLY,
        reading="G4",
        evidence=f"first order processed at {fact.value}",
        author=fact.author,
        at=fact.since,
    )


def _order_volume(fact: FactAtOpening | None) -> Condition:
    if fact is None or fact.value != YES:
        return NORMAL_VOLUME
    return _from_fact("order-volume", "G5", fact)


def _from_fact(code: str, reading: str, fact: FactAtOpening) -> Condition:
    return Condition(
        code=code,
        outcome=APPLIES,
        reading=reading,
        evidence=fact.evidence,
        author=fact.author,
        at=fact.since,
    )


def _judged(open_condition: Condition, found: dict[str, DecidedFinding]) -> Condition:
    """A condition that rests on a finding (G3)."""
    finding = found.get(open_condition.code)
    if finding is None:
        return open_condition
    return open_condition._replace(
        outcome=APPLIES, evidence=finding.evidence, author=finding.author, at=finding.at
    )
