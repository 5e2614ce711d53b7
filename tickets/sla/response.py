"""The verdict on the response: from the opening to the first act of Support (K6)."""

from collections.abc import Sequence
from datetime import datetime

from tickets.sla.clock import Clock, Period
from tickets.sla.clock_verdict import (
    MET,
    MISSED,
    RUNNING,
    ClockVerdict,
    Conclusion,
    Deadlines,
    deadlines_of_running,
)
from tickets.sla.history import REQUEST, History
from tickets.sla.terms import Terms, VerdictInputs
from tickets.sla.week import whole_seconds


def response_verdict(
    facts: VerdictInputs,
    history: History,
    prior: Conclusion | None,
    *,
    maintenance: Sequence[Period],
    now: datetime,
) -> ClockVerdict:
    """`prior` goes before the clock (G9); the class is the one given at qualification (K12)."""
    opened_at = facts.opened_at
    end = max(history.handled_at or now, opened_at)
    clock = _response_clock(facts.terms, history, maintenance, end)
    limit = _limit(facts.terms, history)
    elapsed = clock.between(opened_at, end)
    conclusion = prior or _response_conclusion(history, elapsed, limit)
    deadlines = _response_deadlines(clock, history, elapsed, limit)
    return ClockVerdict(
        verdict=conclusion.verdict,
        reason=conclusion.reason,
        reading=conclusion.reading,
        fault_class=history.qualified_class,
        limit=limit,
        elapsed=elapsed,
        wall_clock=whole_seconds(end - opened_at),
        stopped_at=history.handled_at,
        due_at=deadlines.due_at,
        warn_at=deadlines.warn_at,
        pass_at=deadlines.pass_at,
        ledger=clock.segments(opened_at, end),
    )


def _response_clock(
    terms: Terms, history: History, maintenance: Sequence[Period], end: datetime
) -> Clock:
    """Planned maintenance (K11) and closed time (K13) do not count, but time closed as a
    duplicate or spam does (E4). A question pauses nothing here (K10).
    """
    closed = history.closed_except_housekeeping(end)
    return terms.limit_calendar.excluding([*maintenance, *closed])


def _limit(terms: Terms, history: History) -> int | None:
    """That of the class (K7); before qualification the strictest of the agreement (C2); a request
    has none (O3)."""
    if history.kind == REQUEST:
        return None
    if not history.qualified_class:
        return terms.strictest
    return terms.limits[history.qualified_class].response


def _response_conclusion(history: History, elapsed: int, limit: int | None) -> Conclusion:
    """Running until a class is given, handled or not (C2); then elapsed decides (K4)."""
    if limit is None or not history.qualified_class:
        return Conclusion(verdict=RUNNING, reason="unqualified", reading="C2")
    if elapsed > limit:
        return Conclusion(verdict=MISSED, reason="", reading="K6")
    verdict = RUNNING if history.handled_at is None else MET
    return Conclusion(verdict=verdict, reason="", reading="K6")


def _response_deadlines(
    clock: Clock, history: History, elapsed: int, limit: int | None
) -> Deadlines:
    """A clock that closing has stopped has no due instant, unless the limit was used up before."""
    if limit is None:
        return Deadlines()
    closing = history.closing
    if history.handled_at is None and (closing is None or closing.is_housekeeping):
        return deadlines_of_running(clock, history.opened_at, limit)
    if history.handled_at is not None or elapsed >= limit:
        return Deadlines(due_at=clock.after(history.opened_at, limit))
    return Deadlines()
