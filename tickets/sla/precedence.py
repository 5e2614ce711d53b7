"""What goes before both clocks: a ticket that is not covered, or that a condition excludes (G9)."""

from tickets.sla.clock_verdict import EXCLUDED, NOT_COVERED, Conclusion
from tickets.sla.conditions import APPLIES, Condition
from tickets.sla.history import REQUEST, History
from tickets.sla.terms import FREE, ORDER_TESTS, VerdictInputs

# Why a ticket is not covered (G9).
REASON_WORDS = {
    "no-agreement": "No agreement in force",
    "imported": "Imported",
    "free-plan": "Free plan",
    "request": "Request for information",
    "no-fault": "Not a fault",
    "duplicate": "Duplicate",
    "spam": "Spam",
    "unqualified": "Closed without a class",
    "outside-scope": "Outside the scope",
}


def precedence(
    facts: VerdictInputs, history: History, conditions: tuple[Condition, ...]
) -> Conclusion | None:
    """The first that applies, *not covered* before *excluded*; None leaves it to the clocks."""
    not_covered = _not_covered(facts, history)
    if not_covered is not None:
        reason, reading = not_covered
        return Conclusion(verdict=NOT_COVERED, reason=reason, reading=reading)
    for condition in conditions:
        if condition.outcome == APPLIES:
            return Conclusion(verdict=EXCLUDED, reason=condition.code, reading=condition.reading)
    return None


def _not_covered(facts: VerdictInputs, history: History) -> tuple[str, str] | None:
    """The first reason of G9's list that applies, with its reading."""
    closing = history.closing
    if not facts.in_force or facts.plan is None:
        return "no-agreement", "V1"
    if facts.imported:
        return "imported", "O1"
    if facts.plan.value == FREE:
        return "free-plan", "P3"
    if history.kind == REQUEST:
        return "request", "O3"
    if any(finding.kind == "no-fault" for finding in facts.findings):
        return "no-fault", "C5"
    if closing is not None and closing.is_housekeeping:
        return closing.reason, "E4"
    if closing is not None and not history.qualified_class:
        return "unqualified", "C6"
    if facts.terms.orders_only and _speaks_of_something_else(history):
        return "outside-scope", "G1"
    return None


def _speaks_of_something_else(history: History) -> bool:
    """Whether the class test does not speak of orders (G1); unqualified, nothing is known yet."""
    return bool(history.qualified_class) and history.class_test not in ORDER_TESTS
