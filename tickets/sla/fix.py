"""The verdict on the fix: from the opening to closing as resolved (K8)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from tickets.sla.clock import Clock, Period
from tickets.sla.clock_verdict import (
    MET,
    MISSED,
    NO_VERDICT,
    RUNNING,
    ClockVerdict,
    Conclusion,
    Deadlines,
    deadlines_of_running,
)
from tickets.sla.history import ClassInForce, History
from tickets.sla.terms import Terms, VerdictInputs
from tickets.sla.week import whole_seconds


class FixLimit(NamedTuple):
    """The fix limit of one class, and what has counted from `origin` to the end of its time."""

    in_force: ClassInForce
    seconds: int | None
    origin: datetime
    counted: int

    @property
    def is_exceeded(self) -> bool:
        """At the instant of a downgrade the old class still judges, so a class that was in force
        for no time exceeds nothing (K9).
        """
        return (
            self.seconds is not None
            and self.in_force.until > self.in_force.since
            and self.counted > self.seconds
        )


def fix_verdict(
    facts: VerdictInputs,
    history: History,
    prior: Conclusion | None,
    *,
    maintenance: Sequence[Period],
    now: datetime,
) -> ClockVerdict:
    """`prior` goes before the clock (G9)."""
    closing = history.closing
    end = max(closing.at if closing else now, facts.opened_at)
    clock = _fix_clock(facts.terms, history, maintenance, end)
    limits = _limits(clock, facts.terms, history, end)
    exceeded = [limit for limit in limits if limit.is_exceeded]
    limit = _decisive(history, limits, exceeded)
    conclusion = prior or _fix_conclusion(history, limit, exceeded)
    deadlines = _fix_deadlines(clock, history, limit)
    return ClockVerdict(
        verdict=conclusion.verdict,
        reason=conclusion.reason,
        reading=conclusion.reading,
        fault_class=limit.in_force.fault_class,
        limit=limit.seconds,
        elapsed=_elapsed(facts.terms, limits, limit),
        wall_clock=whole_seconds(end - facts.opened_at),
        stopped_at=closing.at if closing else None,
        due_at=deadlines.due_at,
        warn_at=deadlines.warn_at,
        pass_at=deadlines.pass_at,
        ledger=clock.segments(facts.opened_at, end),
        passed=tuple(each.in_force.fault_class for each in exceeded),
    )


def _fix_clock(
    terms: Terms, history: History, maintenance: Sequence[Period], end: datetime
) -> Clock:
    """Maintenance (K11), waiting for the client (K10) and all closed time (K13) do not count."""
    periods = [*maintenance, *history.paused(end), *history.closed(end)]
    return terms.limit_calendar.excluding(periods)


def _limits(clock: Clock, terms: Terms, history: History, end: datetime) -> list[FixLimit]:
    """The limits of the classes in force, counted from the opening or from the downgrade (K9)."""
    limits = []
    for in_force in history.classes_in_force(end):
        fault_class = in_force.fault_class
        origin = in_force.since if terms.from_downgrade else history.opened_at
        limits.append(
            FixLimit(
                in_force=in_force,
                seconds=terms.limits[fault_class].fix if fault_class else None,
                origin=origin,
                counted=clock.between(origin, in_force.until),
            )
        )
    return limits


def _decisive(history: History, limits: list[FixLimit], exceeded: list[FixLimit]) -> FixLimit:
    """A resolved ticket stands under the first class whose limit was exceeded; without one, and
    while it is not resolved, under the class at the end (K8, K9).
    """
    closing = history.closing
    if exceeded and closing is not None and closing.is_resolved:
        return exceeded[0]
    return limits[-1]


def _elapsed(terms: Terms, limits: list[FixLimit], decisive: FixLimit) -> int:
    """Counted to the end; under `downgrade` only to the end of the decisive class's time (K9)."""
    return decisive.counted if terms.from_downgrade else limits[-1].counted


def _fix_conclusion(history: History, limit: FixLimit, exceeded: list[FixLimit]) -> Conclusion:
    return Conclusion(verdict=_own_verdict(history, limit, exceeded), reason="", reading="K8")


def _own_verdict(history: History, limit: FixLimit, exceeded: list[FixLimit]) -> str:
    """Only closing as resolved is judged; a class without a fix limit has no verdict, unless the
    limit of an earlier class was exceeded (K8).
    """
    closing = history.closing
    if closing is not None and not closing.is_resolved:
        return NO_VERDICT
    if limit.seconds is None and limit.in_force.fault_class and not exceeded:
        return NO_VERDICT
    if closing is None:
        return RUNNING
    return MISSED if exceeded else MET


def _fix_deadlines(clock: Clock, history: History, limit: FixLimit) -> Deadlines:
    """None without a limit, nor while a question is open, unless the limit was used up before
    or at the instant of the question (K10). Only a clock that runs is warned about.
    """
    if limit.seconds is None:
        return Deadlines()
    paused_since = history.paused_since
    if paused_since is not None:
        counted = clock.between(limit.origin, max(paused_since, limit.origin))
        if counted < limit.seconds:
            return Deadlines()
    if paused_since is not None or history.closing is not None:
        return Deadlines(due_at=clock.after(limit.origin, limit.seconds))
    return deadlines_of_running(clock, limit.origin, limit.seconds)
