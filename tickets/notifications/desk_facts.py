"""Facts that Support and the technical teams read in an e-mail, one function a row."""

from istockist_sla.core.lib import text
from tickets.models import SentWarning
from tickets.notifications.client_facts import FactRow, fault_class, first_answer
from tickets.notifications.context import LetterContext
from tickets.sla.verdict import EXCLUDED, MET, MISSED, NOT_COVERED
from tickets.wording import not_judged


def client(context: LetterContext) -> FactRow:
    return FactRow("Client", context.ticket.client.name)


def class_for_desk(context: LetterContext) -> FactRow:
    snapshot = context.snapshot
    if snapshot.fault_class or snapshot.is_request:
        return fault_class(context)
    until = "; the strictest limit counts until then" if snapshot.handled_at is None else ""
    return FactRow("Class", f"To qualify{until}")


def owner(context: LetterContext) -> FactRow:
    return FactRow("Owner", str(context.owner) if context.owner else "Nobody yet")


def actor(context: LetterContext) -> FactRow | None:
    return (
        FactRow("By", str(context.event.actor)) if context.event and context.event.actor else None
    )


def due(context: LetterContext) -> FactRow | None:
    """The deadline that the warning is about, with its own instant."""
    if context.sent_warning is None:
        return None
    label = (
        "Due" if context.sent_warning.threshold == SentWarning.Threshold.WARNING else "Limit passed"
    )
    return FactRow(label, text.instant_long(context.sent_warning.deadline))


def fix_due(context: LetterContext) -> FactRow | None:
    at = context.snapshot.fix_due_at
    if at is None:
        return None
    indicative = "" if context.terms.fix_is_contractual else ", indicative"
    return FactRow("Fix", f"Due {text.instant_long(at)}{indicative}")


def first_answer_for_desk(context: LetterContext) -> FactRow | None:
    """Due, met, missed by, or why it is not judged."""
    snapshot, row = context.snapshot, first_answer(context)
    if row is None:
        return None
    if snapshot.verdict == NOT_COVERED:
        return row._replace(value=f"Not covered: {not_judged.LABELS[snapshot.reason]}")
    if snapshot.verdict == EXCLUDED:
        return row._replace(value=f"Excluded: {not_judged.LABELS[snapshot.reason]}")
    if snapshot.handled_at is None and snapshot.due_at is not None:
        return row._replace(value=f"Due {text.instant_long(snapshot.due_at)}", strong="")
    words = {MET: "Met:", MISSED: f"Missed by {text.duration(snapshot.late_by)}:"}
    return row._replace(strong=words.get(snapshot.verdict, ""))
