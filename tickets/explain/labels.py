"""Verdicts, segments of time and limits in the words of the desk and of clients."""

from datetime import time, timedelta, tzinfo

from istockist_sla.core.lib import text
from tickets.explain.explanation import CLIENT, EARLIER_FIX, FIX, RESPONSE
from tickets.sla import conditions
from tickets.sla.clock import (
    CLOSED,
    ELAPSED,
    HOLIDAY,
    MAINTENANCE,
    PAUSED,
    SUPPORT_HOURS,
    WEEKEND,
    Segment,
)
from tickets.sla.verdict import (
    EXCLUDED,
    MET,
    MISSED,
    NOT_COVERED,
    RUNNING,
    ClockVerdict,
)
from tickets.wording import fault_classes, not_judged

NAMES = {RESPONSE: "First answer", FIX: "Fix", EARLIER_FIX: "Fix before it was reopened"}
OUTCOMES = {
    conditions.APPLIES: "applies",
    conditions.DOES_NOT_APPLY: "does not apply",
    conditions.NOT_ASSESSED: "not assessed, so it does not apply",
}
EARLIER_CLASS, LATER_CLASS = "earlier class", "later class"
SEGMENT_TEXTS = {
    SUPPORT_HOURS: "Support open",
    ELAPSED: "Every hour counts",
    WEEKEND: "Closed: weekend",
    HOLIDAY: "Closed",
    PAUSED: "Waiting for the client",
    MAINTENANCE: "Planned maintenance",
    CLOSED: "The ticket was closed",
    EARLIER_CLASS: "Before the downgrade, from which the fix counts",
    LATER_CLASS: "After the class whose limit was used up",
}


def question(code: str, clock: ClockVerdict) -> str:
    """The heading of a clock's timeline."""
    what = "first answer" if code == RESPONSE else "fix"
    if clock.verdict == MISSED:
        return f"Why was the {what} late?"
    if clock.verdict == MET:
        return f"Why was the {what} in time?"
    if clock.verdict == RUNNING:
        return f"When is the {what} due?"
    return f"Why is the {what} not judged?"


def verdict(clock: ClockVerdict, audience: str) -> str:
    """`Missed by 0 h 22 min 33 s`; clients read `Late by …`."""
    late_by = text.duration_exact(clock.late_by)
    if clock.verdict == MISSED:
        return f"{'Late' if audience == CLIENT else 'Missed'} by {late_by}"
    if clock.verdict == MET:
        return "In time" if audience == CLIENT else "Met"
    if clock.verdict == EXCLUDED:
        return "Excluded"
    if clock.verdict == NOT_COVERED:
        return "Not covered"
    if clock.verdict != RUNNING:
        return "No verdict"
    if clock.limit is None:
        return "Running, without a limit"
    if not clock.late_by:
        return f"Running, {text.duration_exact(clock.limit - clock.elapsed)} left"
    which = "the limit" if clock.fault_class else "the shortest limit"
    return f"Running, {late_by} past {which}"


def reason(clock: ClockVerdict) -> str:
    """Why it is excluded, not covered or not yet judged; empty where the clock decides."""
    if clock.verdict == RUNNING and clock.reason == "unqualified":
        return "No class is given yet"
    return not_judged.LABELS.get(clock.reason, clock.reason)


def limit(clock: ClockVerdict) -> str:
    """`8 h for Medium`."""
    hours = text.duration_exact(clock.limit or 0)
    if clock.fault_class:
        return f"{hours} for {fault_classes.NAMES[clock.fault_class]}"
    return f"{hours}, the shortest, until a class is given"


def segment_text(segment: Segment, zone: tzinfo, audience: str) -> str:
    """Why a segment counts or not, with the holiday's or the work's name."""
    words = SEGMENT_TEXTS.get(segment.reason) or _closed(segment, zone)
    if segment.reason == PAUSED and audience == CLIENT:
        words = "Waiting for your answer"
    return f"{words}: {segment.detail}" if segment.detail else words


def _closed(segment: Segment, zone: tzinfo) -> str:
    start, end = segment.start.astimezone(zone), segment.end.astimezone(zone)
    ends_at_midnight = end.time() == time.min
    if start.date() != (end - timedelta(seconds=1)).date():
        return "Closed: night"
    if start.time() == time.min:
        return "Closed: before opening"
    return "Closed: evening" if ends_at_midnight else "Closed: outside support hours"
