"""Facts that Support and the technical teams read in a letter, one function a row."""

from istockist_sla.core.lib import text
from tickets.models import SentWarning
from tickets.notifications.client_facts import FactRow, fault_class, first_answer
from tickets.notifications.context import LetterContext
from tickets.sla.conditions import WORDS
from tickets.sla.verdict import EXCLUDED, MET, MISSED, NOT_COVERED, REASON_WORDS


def client(scene: LetterContext) -> FactRow:
    return FactRow("Client", scene.ticket.client.name)


def class_at_the_desk(scene: LetterContext) -> FactRow:
    standing = scene.standing
    if standing.fault_class or standing.is_request:
        return fault_class(scene)
    until = "; the strictest limit counts until then" if standing.handled_at is None else ""
    return FactRow("Class", f"To qualify{until}")


def owner(scene: LetterContext) -> FactRow:
    return FactRow("Owner", str(scene.owner) if scene.owner else "Nobody yet")


def by(scene: LetterContext) -> FactRow | None:
    return FactRow("By", str(scene.event.actor)) if scene.event and scene.event.actor else None


def due(scene: LetterContext) -> FactRow | None:
    """The deadline that was told, with its own instant."""
    if scene.told is None:
        return None
    label = "Due" if scene.told.threshold == SentWarning.Threshold.WARNING else "Limit passed"
    return FactRow(label, text.instant_long(scene.told.deadline))


def deadline_of_fix(scene: LetterContext) -> FactRow | None:
    at = scene.standing.fix_due_at
    if at is None:
        return None
    indicative = "" if scene.terms.fix_is_contractual else ", indicative"
    return FactRow("Fix", f"Due {text.instant_long(at)}{indicative}")


def response(scene: LetterContext) -> FactRow | None:
    """The first answer as the desk reads it: due, met, missed by, or why it is neither."""
    standing, row = scene.standing, first_answer(scene)
    if row is None:
        return None
    if standing.verdict == NOT_COVERED:
        return row._replace(value=f"Not covered: {REASON_WORDS[standing.reason]}")
    if standing.verdict == EXCLUDED:
        return row._replace(value=f"Excluded: {WORDS[standing.reason]}")
    if standing.handled_at is None and standing.due_at is not None:
        return row._replace(value=f"Due {text.instant_long(standing.due_at)}", strong="")
    words = {MET: "Met:", MISSED: f"Missed by {text.duration(standing.late_by)}:"}
    return row._replace(strong=words.get(standing.verdict, ""))
