"""Facts about a finding that people read in a letter, one function a row."""

from istockist_sla.core.lib import text
from tickets.models import FaultClass, Finding, PreCheck, TicketKind
from tickets.notifications import labels
from tickets.notifications.client_facts import FactRow
from tickets.notifications.context import LetterContext

Kinds = Finding.Kind
# What was decided about a ticket, after "you contested that it".
DECIDED = {
    Kinds.CLIENT_ERROR: "is outside the guarantee",
    Kinds.CLIENT_NEGLIGENCE: "is outside the guarantee",
    Kinds.MAINTENANCE_CAUSE: "is outside the guarantee",
    Kinds.NO_FAULT: "is not a fault",
}
# What became of a proposal, by the verb of its event.
OUTCOMES = {
    "approve": "approved",
    "decline": "declined",
    "uphold": "upheld",
    "withdraw": "withdrawn",
}


def reason(scene: LetterContext) -> FactRow:
    """Why it is outside the guarantee, as the client reads it."""
    return FactRow("Reason", labels.UNJUDGED[scene.data["of"]])


def time_measured(scene: LetterContext) -> FactRow:
    """Excluded and not covered tickets are measured all the same (G2, G9)."""
    standing = scene.standing
    if standing.handled_at is None:
        return FactRow("First answer", "To come, as soon as we can; no limit is promised")
    return FactRow("First answer", f"After {text.duration(standing.elapsed)}; no limit is promised")


def before(scene: LetterContext) -> FactRow:
    return FactRow("Before", FaultClass(scene.data["before"]).label)


def rectified(scene: LetterContext) -> FactRow:
    """The class put right; a workaround may have lowered it since (C3)."""
    if scene.data["kind"] == TicketKind.REQUEST:
        return FactRow("Now", "Request for information, without a class")
    code = scene.data["class"]
    return FactRow("Now, from its opening", FaultClass(code).label, mark=code)


def lowered(scene: LetterContext) -> FactRow | None:
    code = scene.standing.fault_class
    if scene.data["kind"] == TicketKind.REQUEST or code == scene.data["class"]:
        return None
    return FactRow("With the workaround", FaultClass(code).label, mark=code)


def decided_by(scene: LetterContext) -> FactRow | None:
    """The manager whose act the letter tells of."""
    actor = scene.event.actor if scene.event else None
    return FactRow("Decided by", f"{actor}, {text.instant_long(scene.at)}") if actor else None


def contested(scene: LetterContext) -> FactRow | None:
    """When the client contested, in its own words kept in the ticket."""
    contest = scene.finding.contest if scene.finding else None
    return FactRow("Contested", text.instant_long(contest.at)) if contest else None


def minutes(scene: LetterContext) -> FactRow:
    return FactRow("Basic support", labels.minutes(_minutes(scene)))


def not_done(scene: LetterContext) -> FactRow:
    """The checks that should have come before opening and did not (O2, B1)."""
    missing = [
        str(check.label)
        for check in PreCheck
        if scene.ticket.checks.get(check, {}).get("state") == "not done"
    ]
    return FactRow("Not done before", ", ".join(missing))


def until_decided(scene: LetterContext) -> FactRow:
    return FactRow("Until the decision", "Nothing is invoiced, and no further minutes count")


def month(scene: LetterContext) -> FactRow | None:
    """The month of the approval exports it (B1)."""
    if scene.event is None or scene.event.verb != "approve":
        return None
    return FactRow("Invoiced with", text.month_name(scene.at.date()))


def proposal(scene: LetterContext) -> FactRow:
    """What is proposed, with what its kind adds, as the desk reads it."""
    name = str(Kinds(scene.data["of"]).label)
    adds = _adds(scene.finding) if scene.finding else ""
    return FactRow("Proposal", f"{name}: {adds}" if adds else name)


def _adds(finding: Finding) -> str:
    if finding.kind == Kinds.RECTIFICATION:
        to = finding.get_to_kind_display() if finding.to_kind == TicketKind.REQUEST else ""
        return f"{finding.get_class_before_display()} to {to or finding.get_fault_class_display()}"
    if finding.kind == Kinds.INVOICING:
        return labels.minutes(finding.minutes or 0)
    if finding.kind == Kinds.DUPLICATE and finding.duplicate_of is not None:
        return f"of ticket {finding.duplicate_of.number}"
    return ""


def outcome(scene: LetterContext) -> FactRow:
    verb = scene.event.verb if scene.event else ""
    return FactRow("Decision", OUTCOMES.get(verb, verb).capitalize())


def stands_by(scene: LetterContext) -> FactRow | None:
    """Who decided what is contested now."""
    finding = scene.finding
    if finding is None or finding.decider is None or finding.decided_at is None:
        return None
    return FactRow("Decided by", f"{finding.decider}, {text.instant_long(finding.decided_at)}")


def _minutes(scene: LetterContext) -> int:
    return (scene.finding.minutes if scene.finding else None) or 0
