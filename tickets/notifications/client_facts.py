"""Facts that a client reads in a letter, one function a row."""

from datetime import datetime
from typing import NamedTuple

from istockist_sla.core.lib import text
from tickets import deadlines
from tickets.models import CloseReason, FaultClass, TicketState
from tickets.notifications import labels
from tickets.notifications.context import LetterContext
from tickets.sla.terms import CRITICAL, LOW
from tickets.sla.verdict import EXCLUDED, MET, MISSED, NOT_COVERED


class FactRow(NamedTuple):
    """`strong` stands before the value; `mark` dresses the value as a class."""

    label: str
    value: str
    strong: str = ""
    mark: str = ""


def opened(scene: LetterContext) -> FactRow:
    return FactRow("Opened", text.instant_long(scene.ticket.opened_at))


def counts_from(scene: LetterContext) -> FactRow | None:
    """Opened out of hours, the clock starts when Support opens (K5)."""
    opening = scene.terms.calendar.opening_after(scene.ticket.opened_at)
    if scene.terms.elapsed or opening == scene.ticket.opened_at:
        return None
    return FactRow("Time counts from", text.instant_long(opening))


def follows(scene: LetterContext) -> FactRow | None:
    earlier = scene.ticket.follows
    return FactRow("Earlier ticket", str(earlier.number)) if earlier else None


def fault_class(scene: LetterContext) -> FactRow:
    if scene.standing.is_request:
        return FactRow("Kind", "Request for information, without a class")
    code = scene.standing.fault_class
    if not code:
        return FactRow("Class", "Not yet classified")
    return FactRow("Class", FaultClass(code).label, mark=code)


def class_at_closing(scene: LetterContext) -> FactRow:
    """A ticket closed from state open never had one (C6)."""
    if scene.standing.fault_class or scene.standing.is_request:
        return fault_class(scene)
    return FactRow("Class", "None was given")


def earlier_class(scene: LetterContext) -> FactRow:
    return FactRow("Before", FaultClass(scene.data["from"]).label)


def first_answer(scene: LetterContext) -> FactRow | None:
    """In time or late as the client reads it; what is not judged says why."""
    standing = scene.standing
    if standing.is_request:
        return None
    if standing.handled_at is None:
        return FactRow("First answer", _to_come(scene))
    after = text.duration(standing.elapsed)
    if standing.verdict in (MET, MISSED) and standing.limit is not None:
        limit = labels.limit(standing.limit, elapsed=scene.terms.elapsed)
        late = f"Late by {text.duration(standing.late_by)}:"
        strong = "In time:" if standing.verdict == MET else late
        return FactRow("First answer", f"after {after}, limit {limit}", strong=strong)
    if standing.verdict in (EXCLUDED, NOT_COVERED):
        why = labels.UNJUDGED.get(standing.reason, "")
        return FactRow("First answer", f"After {after}, not judged. {why}".rstrip())
    return FactRow(
        "First answer", f"After {after}; whether in time is judged once the class is given"
    )


def _to_come(scene: LetterContext) -> str:
    standing = scene.standing
    why = labels.UNJUDGED.get(standing.reason, "")
    if standing.verdict == NOT_COVERED or standing.due_at is None:
        return why or "To come"
    due = text.instant_long(standing.due_at)
    if standing.verdict == EXCLUDED:
        return f"By {due}, if we can; no limit is promised. {why}".rstrip()
    if standing.due_at < scene.letter.created_at:
        return f"Still to come; it was expected by {due}"
    return f"By {due}, at the latest"


def working(scene: LetterContext) -> FactRow | None:
    if scene.owner is None:
        return FactRow("Working on it", f"Our {scene.team} team") if scene.team else None
    team = f", with our {scene.team} team" if scene.team else ""
    return FactRow("Working on it", f"{scene.owner}{team}")


def fix_by(scene: LetterContext) -> FactRow | None:
    """Clients read of a fix limit only where the version makes it contractual (K8)."""
    if not scene.terms.fix_is_contractual or scene.standing.fix_due_at is None:
        return None
    return FactRow("Fix", f"By {text.instant_long(scene.standing.fix_due_at)}, at the latest")


def next_after_opening(scene: LetterContext) -> FactRow:
    return FactRow("What happens next", "Support looks into it, answers you and gives it its class")


def next_after_taking(scene: LetterContext) -> FactRow:
    if scene.standing.state == TicketState.OPEN:
        return FactRow("What happens next", "We look into it, give it its class and write to you")
    return FactRow("What happens next", "We go on with it and write to you when there is news")


def next_after_class(scene: LetterContext) -> FactRow:
    if scene.standing.is_request:
        return FactRow("What happens next", "We answer it and write to you")
    code = scene.standing.fault_class
    if code == LOW:
        return FactRow("What happens next", "We work on the solution and write to you about it")
    lower = FaultClass.MEDIUM if code == CRITICAL else FaultClass.LOW
    return FactRow(
        "What happens next",
        "We look for a workaround first. When one is in place, the fault goes down to "
        f"{lower.label} and we write to you",
    )


def next_after_workaround(scene: LetterContext) -> FactRow:
    return FactRow(
        "What happens next", "We work on the full solution and write to you when it is there"
    )


def asked(scene: LetterContext) -> FactRow:
    return FactRow("Asked", text.instant_long(scene.asked_at))


def reminders(scene: LetterContext) -> FactRow:
    """When Support closes on the second and fifth support date after the question (E2)."""
    first, second = (
        text.long_day(_after_question(scene, count).date())
        for count in (deadlines.FIRST_REMINDER, deadlines.SECOND_REMINDER)
    )
    return FactRow("We remind you", f"{first} and {second}")


def closes_unanswered(scene: LetterContext) -> FactRow:
    closes = _after_question(scene, deadlines.NO_ANSWER)
    return FactRow("Closes without an answer", text.instant_long(closes))


def _after_question(scene: LetterContext, count: int) -> datetime:
    return deadlines.after_question(scene.terms.calendar, scene.asked_at, count)


def close_reason(scene: LetterContext) -> FactRow:
    reason = CloseReason(scene.data["reason"])
    told = {CloseReason.CONFIRMED: "Closed without a solution, as you confirmed"}
    return FactRow("Reason", told.get(reason, str(reason.label)))


def closed(scene: LetterContext) -> FactRow:
    return FactRow("Closed", text.instant_long(scene.at))


def reopen_until(scene: LetterContext) -> FactRow:
    """The same ticket resumes within fourteen days, the last instant included (K13)."""
    return FactRow("Can be reopened until", text.instant_long(scene.at + deadlines.REOPENING))
