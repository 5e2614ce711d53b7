"""Facts that a client reads in an e-mail, one function a row."""

from datetime import datetime
from typing import NamedTuple

from istockist_sla.core.lib import text
from istockist_sla.core.models import Event
from tickets import deadlines
from tickets.models import CloseReason, FaultClass, TicketState
from tickets.notifications.context import LetterContext
from tickets.sla.terms import CRITICAL, LOW
from tickets.sla.verdict import EXCLUDED, MET, MISSED, NOT_COVERED
from tickets.wording import close_reasons, not_judged
from tickets.wording.fault_classes import class_name
from tickets.wording.limits import limit_text


class FactRow(NamedTuple):
    """`strong` stands before the value; `mark` is the class that the value is marked as."""

    label: str
    value: str
    strong: str = ""
    mark: str = ""


def opened(context: LetterContext) -> FactRow:
    return FactRow("Opened", text.instant_long(context.ticket.opened_at))


def counts_from(context: LetterContext) -> FactRow | None:
    """Opened out of hours, the clock starts when Support opens (K5)."""
    opening = context.terms.calendar.opening_after(context.ticket.opened_at)
    if context.terms.elapsed or opening == context.ticket.opened_at:
        return None
    return FactRow("Time counts from", text.instant_long(opening))


def earlier_ticket(context: LetterContext) -> FactRow | None:
    earlier = context.ticket.follows
    return FactRow("Earlier ticket", str(earlier.number)) if earlier else None


def fault_class(context: LetterContext) -> FactRow:
    if context.snapshot.is_request:
        return FactRow("Kind", "Request for information, without a class")
    code = context.snapshot.fault_class
    if not code:
        return FactRow("Class", "Not yet classified")
    return FactRow("Class", class_name(code), mark=code)


def class_at_closing(context: LetterContext) -> FactRow:
    """A ticket closed from state open never had one (C6)."""
    if context.snapshot.fault_class or context.snapshot.is_request:
        return fault_class(context)
    return FactRow("Class", "None was given")


def earlier_class(context: LetterContext) -> FactRow:
    return FactRow("Before", class_name(context.data["from"]))


def first_answer(context: LetterContext) -> FactRow | None:
    """In time or late; or why it is not judged."""
    snapshot = context.snapshot
    if snapshot.is_request:
        return None
    if snapshot.handled_at is None:
        return FactRow("First answer", _to_come(context))
    after = text.duration(snapshot.elapsed)
    if snapshot.verdict in (MET, MISSED) and snapshot.limit is not None:
        limit = limit_text(snapshot.limit, elapsed=context.terms.elapsed)
        late = f"Late by {text.duration(snapshot.late_by)}:"
        strong = "In time:" if snapshot.verdict == MET else late
        return FactRow("First answer", f"after {after}, limit {limit}", strong=strong)
    if snapshot.verdict in (EXCLUDED, NOT_COVERED):
        why = not_judged.sentence_for_client(snapshot.reason)
        return FactRow("First answer", f"After {after}, not judged. {why}".rstrip())
    return FactRow(
        "First answer", f"After {after}; whether in time is judged once the class is given"
    )


def _to_come(context: LetterContext) -> str:
    snapshot = context.snapshot
    why = not_judged.sentence_for_client(snapshot.reason)
    if snapshot.verdict == NOT_COVERED or snapshot.due_at is None:
        return why or "To come"
    due = text.instant_long(snapshot.due_at)
    if snapshot.verdict == EXCLUDED:
        return f"By {due}, if we can; no limit is promised. {why}".rstrip()
    if snapshot.due_at < context.letter.created_at:
        return f"Still to come; it was expected by {due}"
    return f"By {due}, at the latest"


def working(context: LetterContext) -> FactRow | None:
    if context.owner is None:
        return FactRow("Working on it", f"Our {context.team} team") if context.team else None
    team = f", with our {context.team} team" if context.team else ""
    return FactRow("Working on it", f"{context.owner}{team}")


def fix_by(context: LetterContext) -> FactRow | None:
    """Clients are shown a fix limit only where the version makes it contractual (K8)."""
    if not context.terms.fix_is_contractual or context.snapshot.fix_due_at is None:
        return None
    return FactRow("Fix", f"By {text.instant_long(context.snapshot.fix_due_at)}, at the latest")


def next_after_opening(context: LetterContext) -> FactRow:
    return FactRow("What happens next", "Support looks into it, answers you and gives it its class")


def next_after_taking(context: LetterContext) -> FactRow:
    if context.snapshot.state == TicketState.OPEN:
        return FactRow("What happens next", "We look into it, give it its class and write to you")
    return FactRow("What happens next", "We carry on with it and write to you when there is news")


def next_after_class(context: LetterContext) -> FactRow:
    if context.snapshot.is_request:
        return FactRow("What happens next", "We answer it and write to you")
    code = context.snapshot.fault_class
    if code == LOW:
        return FactRow("What happens next", "We work on the solution and write to you about it")
    lower = FaultClass.MEDIUM if code == CRITICAL else FaultClass.LOW
    return FactRow(
        "What happens next",
        "We look for a workaround first. When one is in place, the fault goes down to "
        f"{class_name(lower)} and we write to you",
    )


def next_after_workaround(context: LetterContext) -> FactRow:
    return FactRow(
        "What happens next", "We work on the full solution and write to you when it is ready"
    )


def asked(context: LetterContext) -> FactRow:
    return FactRow("Asked", text.instant_long(context.asked_at))


def reminders(context: LetterContext) -> FactRow:
    """When Support closes on the second and fifth support date after the question (E2)."""
    first, second = (
        text.long_day(_after_question(context, count).date())
        for count in (deadlines.FIRST_REMINDER, deadlines.SECOND_REMINDER)
    )
    return FactRow("We remind you", f"{first} and {second}")


def closes_unanswered(context: LetterContext) -> FactRow:
    """A reminder names the date of the closing that it warns of (E2)."""
    warned = context.sent_warning
    closes = warned.deadline if warned else _after_question(context, deadlines.NO_ANSWER)
    return FactRow("Closes without an answer", text.instant_long(closes))


def _after_question(context: LetterContext, count: int) -> datetime:
    return deadlines.after_question(context.terms.calendar, context.asked_at, count)


def close_reason(context: LetterContext) -> FactRow:
    reason = CloseReason(context.data["reason"])
    works_again = context.data.get("works_again") is True
    words = close_reasons.label_for_client(reason, works_again=works_again)
    return FactRow("Reason", words)


def closed(context: LetterContext) -> FactRow:
    return FactRow("Closed", text.instant_long(context.at))


def answered(context: LetterContext) -> FactRow:
    """When the answer was received that came before the closing (E2)."""
    act = Event.objects.get(pk=context.data["act"])
    return FactRow("Answer received", text.instant_long(act.at))


def reopen_until(context: LetterContext) -> FactRow:
    """The same ticket resumes within fourteen days, the last instant included (K13)."""
    return FactRow("Can be reopened until", text.instant_long(context.at + deadlines.REOPENING))
