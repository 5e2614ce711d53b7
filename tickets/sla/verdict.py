"""Facts of one ticket -> its verdicts on response and fix, each with its reasons (G9)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from tickets.sla.clock import Period
from tickets.sla.clock_verdict import (
    EXCLUDED,
    MET,
    MISSED,
    NO_VERDICT,
    NOT_COVERED,
    RUNNING,
    WARNING_SECONDS,
    ClockVerdict,
)
from tickets.sla.conditions import Condition, assess
from tickets.sla.fix import fix_verdict
from tickets.sla.history import History, fold
from tickets.sla.off_the_clock import maintenance_periods
from tickets.sla.precedence import REASON_WORDS, precedence
from tickets.sla.response import response_verdict
from tickets.sla.terms import EVERY_SECOND, ORDER_TESTS, VerdictInputs

__all__ = [
    "EVERY_SECOND",
    "EXCLUDED",
    "MET",
    "MISSED",
    "NOT_COVERED",
    "NO_VERDICT",
    "REASON_WORDS",
    "RUNNING",
    "WARNING_SECONDS",
    "ClockVerdict",
    "Verdicts",
    "judge",
]


class Verdicts(NamedTuple):
    """All that is found about one ticket."""

    response: ClockVerdict
    fix: ClockVerdict
    earlier_fixes: tuple[ClockVerdict, ...]
    conditions: tuple[Condition, ...]
    history: History
    about_orders: bool


def judge(facts: VerdictInputs, *, now: datetime) -> Verdicts:
    """Both verdicts as they stand at `now`; nothing but the facts decides. What is known of
    planned maintenance at `now` holds for every closing, however long ago (K11).
    """
    history = fold(facts.opened_at, facts.acts)
    conditions = assess(facts)
    prior = precedence(facts, history, conditions)
    maintenance = maintenance_periods(facts.maintenance, opened_at=facts.opened_at, now=now)
    return Verdicts(
        response=response_verdict(facts, history, prior, maintenance=maintenance, now=now),
        fix=fix_verdict(facts, history, prior, maintenance=maintenance, now=now),
        earlier_fixes=_earlier_fixes(facts, history, conditions, maintenance),
        conditions=conditions,
        history=history,
        about_orders=history.class_test in ORDER_TESTS,
    )


def _earlier_fixes(
    facts: VerdictInputs,
    history: History,
    conditions: tuple[Condition, ...],
    maintenance: Sequence[Period],
) -> tuple[ClockVerdict, ...]:
    """A fix that was resolved before a reopening stays, judged as at that closing: what the ticket
    was closed as later, a duplicate for one, is nothing to it (K13)."""
    return tuple(
        _as_closed(facts, history.as_closed(number), conditions, maintenance)
        for number, closing in enumerate(history.closings)
        if closing.is_resolved and closing.reopened_at is not None
    )


def _as_closed(
    facts: VerdictInputs,
    then: History,
    conditions: tuple[Condition, ...],
    maintenance: Sequence[Period],
) -> ClockVerdict:
    prior = precedence(facts, then, conditions)
    closed_at = then.closings[-1].at
    fix = fix_verdict(facts, then, prior, maintenance=maintenance, now=closed_at)
    return fix._replace(reopened=True)
