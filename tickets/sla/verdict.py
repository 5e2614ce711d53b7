"""Facts of one ticket -> its verdicts on response and fix, each with its reasons (G9)."""

from datetime import datetime
from typing import NamedTuple

from istockist_sla.core.lib.text import _
from tickets.sla.clock import Calendar, Clock, Period, Segment
from tickets.sla.conditions import APPLIES, Condition, assess
from tickets.sla.history import History, fold
from tickets.sla.terms import FREE, ORDER_TESTS, Facts, Terms

MET, MISSED, EXCLUDED, NOT_COVERED, RUNNING = "met", "missed", "excluded", "not covered", "running"
NO_VERDICT = ""
WARNING_SECONDS = 3600
# Why a ticket is not covered (G9).
REASON_WORDS = {
    "no-agreement": _("No agreement in force"),
    "free-plan": _("Free plan"),
    "request": _("Request for information"),
    "no-fault": _("Not a fault"),
    "duplicate": _("Duplicate"),
    "spam": _("Spam"),
    "unqualified": _("Closed without a class"),
    "outside-scope": _("Outside the scope"),
}
EVERY_SECOND = Calendar.always()


class ClockVerdict(NamedTuple):
    """One clock of one ticket. Seconds are of the version's hours (K4), instants UTC."""

    verdict: str
    reason: str
    reading: str
    fault_class: str
    limit: int | None
    elapsed: int
    wall_clock: int
    stopped_at: datetime | None
    due_at: datetime | None
    warn_at: datetime | None
    pass_at: datetime | None
    ledger: tuple[Segment, ...]
    passed: tuple[str, ...] = ()
    reopened: bool = False

    @property
    def late_by(self) -> int:
        """Seconds past the limit; 0 within it."""
        return max(0, self.elapsed - self.limit) if self.limit is not None else 0


class Verdicts(NamedTuple):
    response: ClockVerdict
    fix: ClockVerdict
    earlier_fixes: tuple[ClockVerdict, ...]
    conditions: tuple[Condition, ...]
    history: History
    about_orders: bool


class Standing(NamedTuple):
    """What goes before the clocks: not covered or excluded, and why (G9)."""

    verdict: str
    reason: str
    reading: str


GUARANTEED = Standing(NO_VERDICT, "", "")


def judge(facts: Facts, *, now: datetime) -> Verdicts:
    """Both verdicts as they stand at `now`; nothing but the facts decides."""
    history = fold(facts.opened_at, facts.acts)
    conditions = assess(facts)
    standing = _standing(facts, history, conditions)
    fix = _fix(facts, history, standing, now)
    earlier = tuple(
        _fix(facts, _as_closed(history, i), standing, closing.at)._replace(reopened=True)
        for i, closing in enumerate(history.closings)
        if closing.reopened_at is not None and closing.reason == "resolved"
    )
    return Verdicts(
        _response(facts, history, standing, now),
        fix,
        earlier,
        conditions,
        history,
        history.class_test in ORDER_TESTS,
    )


def _standing(facts: Facts, history: History, conditions: tuple[Condition, ...]) -> Standing:
    reason = _not_covered(facts, history)
    if reason is not None:
        return Standing(NOT_COVERED, *reason)
    for condition in conditions:
        if condition.outcome == APPLIES:
            return Standing(EXCLUDED, condition.code, condition.reading)
    return GUARANTEED


def _not_covered(facts: Facts, history: History) -> tuple[str, str] | None:
    """The first reason of G9's list, with its reading."""
    closing = history.closing
    if not facts.in_force or facts.plan is None:
        return "no-agreement", "V1"
    if facts.plan.value == FREE:
        return "free-plan", "P3"
    if history.kind == "request":
        return "request", "O3"
    if any(finding.kind == "no-fault" for finding in facts.findings):
        return "no-fault", "C5"
    if closing is not None and closing.reason in ("duplicate", "spam"):
        return closing.reason, "E4"
    if closing is not None and not history.qualified_class:
        return "unqualified", "C6"
    if (
        facts.terms.orders_only
        and history.qualified_class
        and history.class_test not in ORDER_TESTS
    ):
        return "outside-scope", "G1"
    return None


def _response(facts: Facts, history: History, standing: Standing, now: datetime) -> ClockVerdict:
    """Opening to the first act of Support that the client sees (K6), by the class (K12)."""
    terms, opened, handled = facts.terms, facts.opened_at, history.handled_at
    end = max(handled or now, opened)
    clock = _clock(terms, [*facts.maintenance, *history.closed(end, housekeeping=False)])
    fault_class = history.qualified_class
    limit = terms.limits[fault_class].response if fault_class else terms.strictest
    elapsed = clock.between(opened, end)
    verdict, reason, reading = standing
    if not verdict:
        reason, reading = ("", "K6") if fault_class else ("unqualified", "C2")
        if not fault_class:
            verdict = RUNNING
        elif elapsed > limit:
            verdict = MISSED
        else:
            verdict = MET if handled else RUNNING
    counts = handled is None and (history.closing is None or _housekeeping(history))
    # While it stands still there is no due instant, but a limit used up before keeps its own.
    has_due = handled is not None or counts or elapsed >= limit
    return ClockVerdict(
        verdict,
        reason,
        reading,
        fault_class,
        limit,
        elapsed,
        _seconds(opened, end),
        handled,
        clock.after(opened, limit) if has_due else None,
        _threshold(clock, opened, limit - WARNING_SECONDS) if counts else None,
        clock.after(opened, limit + 1) if counts else None,
        clock.segments(opened, end),
    )


def _housekeeping(history: History) -> bool:
    return history.closing is not None and history.closing.reason in ("duplicate", "spam")


def _fix(facts: Facts, history: History, standing: Standing, now: datetime) -> ClockVerdict:
    """Opening to closing as resolved, by K8, K9 and K10."""
    terms, closing = facts.terms, history.closing
    end = max(closing.at if closing else now, facts.opened_at)
    clock = _clock(
        terms,
        [*facts.maintenance, *history.paused(end), *history.closed(end, housekeeping=True)],
    )
    spans = _spans(terms, history, end)
    exceeded = [span for span in spans if span.exceeded(clock)]
    resolved = closing is not None and closing.reason == "resolved"
    span = exceeded[0] if exceeded and resolved else spans[-1]
    until = end if not terms.from_downgrade else span.until
    elapsed = clock.between(span.origin, until)
    verdict, reason, reading = standing
    if not verdict:
        verdict, reason, reading = _fix_verdict(history, span, bool(exceeded)), "", "K8"
    due_at = _fix_due(clock, history, span)
    runs = closing is None and due_at is not None and history.paused_since is None
    return ClockVerdict(
        verdict,
        reason,
        reading,
        span.fault_class,
        span.limit,
        elapsed,
        _seconds(facts.opened_at, end),
        closing.at if closing else None,
        due_at,
        _threshold(clock, span.origin, (span.limit or 0) - WARNING_SECONDS) if runs else None,
        clock.after(span.origin, (span.limit or 0) + 1) if runs else None,
        clock.segments(facts.opened_at, end),
        tuple(passed.fault_class for passed in exceeded),
    )


class Span(NamedTuple):
    """One class in force: counted from `origin`, judged after `since` up to `until` (K9)."""

    fault_class: str
    limit: int | None
    origin: datetime
    since: datetime
    until: datetime

    def exceeded(self, clock: Calendar | Clock) -> bool:
        return (
            self.limit is not None
            and self.until > self.since
            and clock.between(self.origin, self.until) > self.limit
        )


def _spans(terms: Terms, history: History, end: datetime) -> list[Span]:
    phases = history.phases(end)
    spans = []
    for i, phase in enumerate(phases):
        until = phases[i + 1].since if i + 1 < len(phases) else end
        limit = terms.limits[phase.fault_class].fix if phase.fault_class else None
        origin = phase.since if terms.from_downgrade else history.opened_at
        spans.append(Span(phase.fault_class, limit, origin, phase.since, until))
    return spans


def _fix_verdict(history: History, span: Span, exceeded: bool) -> str:
    closing = history.closing
    if closing is not None and closing.reason != "resolved":
        return NO_VERDICT
    if span.limit is None and span.fault_class and not exceeded:
        return NO_VERDICT
    if closing is None:
        return RUNNING
    return MISSED if exceeded else MET


def _fix_due(clock: Calendar | Clock, history: History, span: Span) -> datetime | None:
    """None without a limit, and while a question is open unless the limit was used up (K10)."""
    if span.limit is None:
        return None
    since = history.paused_since
    if since is not None and clock.between(span.origin, max(since, span.origin)) < span.limit:
        return None
    return clock.after(span.origin, span.limit)


def _as_closed(history: History, index: int) -> History:
    """The history as it stood at its closing number `index`, for a fix that stays (K13)."""
    at = history.closings[index].at
    return History(
        history.opened_at,
        history.kind,
        history.qualified_class,
        history.class_test,
        history.handled_at,
        [downgrade for downgrade in history.downgrades if downgrade <= at],
        [pause for pause in history.pauses if pause[0] < at],
        [*history.closings[:index], history.closings[index]._replace(reopened_at=None)],
    )


def _clock(terms: Terms, periods: list[Period]) -> Calendar | Clock:
    calendar = EVERY_SECOND if terms.elapsed else terms.calendar
    return calendar.excluding(periods) if periods else calendar


def _threshold(clock: Calendar | Clock, start: datetime, seconds: int) -> datetime | None:
    return clock.after(start, seconds) if seconds > 0 else None


def _seconds(start: datetime, end: datetime) -> int:
    span = end - start
    return span.days * 86400 + span.seconds
