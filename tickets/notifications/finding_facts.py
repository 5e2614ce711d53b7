"""Facts about a finding that people read in an e-mail, one function a row."""

from istockist_sla.core.lib import text
from tickets.models import Finding, PreCheck, PreCheckState, TicketKind, Verb
from tickets.notifications.client_facts import FactRow
from tickets.notifications.context import LetterContext
from tickets.wording import not_judged
from tickets.wording.fault_classes import class_name
from tickets.wording.findings import OUTCOMES

Kinds = Finding.Kind


def reason(context: LetterContext) -> FactRow:
    """Why it is outside the guarantee, as the client reads it."""
    return FactRow("Reason", not_judged.SENTENCES_FOR_CLIENT[context.data["of"]])


def measured_time(context: LetterContext) -> FactRow:
    """Tickets that are excluded or not covered are measured all the same (G2, G9)."""
    snapshot = context.snapshot
    if snapshot.handled_at is None:
        return FactRow("First answer", "To come, as soon as we can; no limit is promised")
    return FactRow("First answer", f"After {text.duration(snapshot.elapsed)}; no limit is promised")


def class_before(context: LetterContext) -> FactRow:
    return FactRow("Before", class_name(context.data["before"]))


def class_rectified(context: LetterContext) -> FactRow:
    """The class put right; a workaround may have lowered it since (C3)."""
    if context.data["kind"] == TicketKind.REQUEST:
        return FactRow("Now", "Request for information, without a class")
    code = context.data["class"]
    return FactRow("Now, from its opening", class_name(code), mark=code)


def class_after_workaround(context: LetterContext) -> FactRow | None:
    code = context.snapshot.fault_class
    if context.data["kind"] == TicketKind.REQUEST or code == context.data["class"]:
        return None
    return FactRow("With the workaround", class_name(code), mark=code)


def decided_by(context: LetterContext) -> FactRow | None:
    """The manager whose decision the e-mail is about."""
    actor = context.event.actor if context.event else None
    return FactRow("Decided by", f"{actor}, {text.instant_long(context.at)}") if actor else None


def contested(context: LetterContext) -> FactRow | None:
    """When the client contested; what they wrote is in the ticket."""
    contest = context.finding.contest if context.finding else None
    return FactRow("Contested", text.instant_long(contest.at)) if contest else None


def minutes(context: LetterContext) -> FactRow:
    return FactRow("Basic support", text.counted(_minutes(context), "minute"))


def checks_not_done(context: LetterContext) -> FactRow:
    """The checks that should have come before opening and did not (O2, B1)."""
    missing = [
        str(check.label)
        for check in PreCheck
        if context.ticket.checks.get(check, {}).get("state") == PreCheckState.NOT_DONE
    ]
    return FactRow("Not done before", ", ".join(missing))


def until_decided(context: LetterContext) -> FactRow:
    return FactRow("Until the decision", "Nothing is invoiced, and no further minutes count")


def invoiced_with(context: LetterContext) -> FactRow | None:
    """The month of the approval exports it (B1)."""
    if context.event is None or context.event.verb != Verb.APPROVE:
        return None
    return FactRow("Invoiced with", text.month_name(context.at.date()))


def proposal(context: LetterContext) -> FactRow:
    """What is proposed, with what belongs to its kind."""
    name = str(Kinds(context.data["of"]).label)
    detail = _detail(context.finding) if context.finding else ""
    return FactRow("Proposal", f"{name}: {detail}" if detail else name)


def _detail(finding: Finding) -> str:
    if finding.kind == Kinds.RECTIFICATION:
        to = finding.get_to_kind_display() if finding.to_kind == TicketKind.REQUEST else ""
        return f"{finding.get_class_before_display()} to {to or finding.get_fault_class_display()}"
    if finding.kind == Kinds.INVOICING:
        return text.counted(finding.minutes or 0, "minute")
    if finding.kind == Kinds.DUPLICATE and finding.duplicate_of is not None:
        return f"of ticket {finding.duplicate_of.number}"
    return ""


def decision(context: LetterContext) -> FactRow:
    outcome = OUTCOMES[Verb(context.event.verb)] if context.event else ""
    return FactRow("Decision", outcome.capitalize())


def first_decision(context: LetterContext) -> FactRow | None:
    """Who decided what is contested now."""
    finding = context.finding
    if finding is None or finding.decider is None or finding.decided_at is None:
        return None
    return FactRow("Decided by", f"{finding.decider}, {text.instant_long(finding.decided_at)}")


def _minutes(context: LetterContext) -> int:
    return (context.finding.minutes if context.finding else None) or 0
