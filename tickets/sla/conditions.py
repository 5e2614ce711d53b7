"""The seven conditions of the guarantee, each with its outcome and what it rests on (G2)."""

from datetime import datetime, timedelta
from typing import NamedTuple

from tickets.sla.terms import Dated, Facts, Finding

APPLIES, DOES_NOT, NOT_ASSESSED = "applies", "does not", "not assessed"
INTRODUCTORY = timedelta(days=30)
YES, NONE = "yes", "none"

WORDS = {
    "rate-limit": "Rate limit on the account",
    "client-error": "Client error",
    "client-negligence": "Client negligence",
    "introductory": "Introductory period",
    "order-volume": "Order volume altered",
    "low-priority": "Low priority given by the client",
    "maintenance-cause": "Planned maintenance was the cause",
}


class Condition(NamedTuple):
    code: str
    outcome: str
    reading: str
    evidence: str = ""
    author: str = ""
    at: datetime | None = None


NO_RATE_LIMIT = Condition("rate-limit", DOES_NOT, "G2", "none at opening")
NO_ORDER_YET = Condition("introductory", APPLIES, "G4", "no order processed at opening")
NORMAL_VOLUME = Condition("order-volume", DOES_NOT, "G5", "not altered at opening")
NORMAL_PRIORITY = Condition("low-priority", DOES_NOT, "G6", "normal")
LOW_PRIORITY = Condition("low-priority", APPLIES, "G6", "set by the client at opening")
CLIENT_ERROR = Condition("client-error", NOT_ASSESSED, "G3")
CLIENT_NEGLIGENCE = Condition("client-negligence", NOT_ASSESSED, "G3")
MAINTENANCE_CAUSE = Condition("maintenance-cause", NOT_ASSESSED, "G3")


def assess(facts: Facts) -> tuple[Condition, ...]:
    """The seven in the agreement's order; what rests on a finding is open until decided (G2)."""
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


def _rate_limit(fact: Dated | None) -> Condition:
    if fact is None or fact.value != YES:
        return NO_RATE_LIMIT
    return Condition("rate-limit", APPLIES, "G2", fact.evidence, fact.author, fact.since)


def _introductory(fact: Dated | None, opened_at: datetime) -> Condition:
    """Thirty times 24 hours from the first order, the end excluded (G4)."""
    if fact is None or fact.value == NONE:
        return NO_ORDER_YET
    first = datetime.fromisoformat(fact.value)
    if opened_at < first:
        return NO_ORDER_YET
    applies = opened_at < first + INTRODUCTORY
    return Condition(
        "introductory",
        APPLIES if applies else DOES_NOT,
        "G4",
        f"first order processed at {fact.value}",
        fact.author,
        fact.since,
    )


def _order_volume(fact: Dated | None) -> Condition:
    if fact is None or fact.value != YES:
        return NORMAL_VOLUME
    return Condition("order-volume", APPLIES, "G5", fact.evidence, fact.author, fact.since)


def _judged(open_condition: Condition, found: dict[str, Finding]) -> Condition:
    finding = found.get(open_condition.code)
    if finding is None:
        return open_condition
    return open_condition._replace(
        outcome=APPLIES, evidence=finding.evidence, author=finding.author, at=finding.at
    )
