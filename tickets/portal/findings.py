"""What was decided about a ticket, as its client reads it: the reason, and never the evidence."""

from datetime import datetime
from typing import NamedTuple

from istockist_sla.core.lib import text
from istockist_sla.core.models import Event
from tickets.models import CONTESTABLE, Finding, TicketKind
from tickets.portal.labels import CLASSES, TESTS, UNJUDGED

Kinds, State = Finding.Kind, Finding.State


class Decision(NamedTuple):
    """`stage` of a contest: "" where none is possible, else open, waiting, upheld, withdrawn."""

    finding: Finding
    icon: str
    title: str
    sentence: str
    by: str
    at: datetime
    stage: str


def decision(finding: Finding) -> Decision:
    at = finding.decided_at or finding.proposed_at
    person = finding.decider or finding.proposer
    word = "Decided" if finding.decider else "Proposed"
    by = f"{word} by {person.get_full_name()}"
    return Decision(finding, *_words(finding), by, at, _stage(finding))


def _words(finding: Finding) -> tuple[str, str, str]:
    """Icon, title and sentence."""
    if finding.kind == Kinds.RECTIFICATION:
        return "pencil", "Class put right", _rectified(finding)
    if finding.kind == Kinds.INVOICING:
        return "receipt-text", "Basic support", _invoiced(finding)
    title = "Not a fault" if finding.kind == Kinds.NO_FAULT else "Outside the guarantee"
    if finding.state == State.WITHDRAWN:
        return "undo-2", "A decision taken back", "It applies no longer."
    return "shield-off", title, UNJUDGED[finding.kind]


def _rectified(finding: Finding) -> str:
    before = CLASSES[finding.class_before]
    if finding.to_kind == TicketKind.REQUEST:
        return f"We first gave it {before}. That was our error: it is a request for information."
    now, why = CLASSES[finding.fault_class], TESTS[finding.class_test][1]
    if now == before:
        return f"It stays {before}, for another reason: {why[:1].lower()}{why[1:]}"
    return f"We first gave it {before}. That was our error: it is {now} from its opening. {why}"


def _invoiced(finding: Finding) -> str:
    minutes = f"{finding.minutes}{text.NBSP}minute{'' if finding.minutes == 1 else 's'}"
    if finding.state == State.PROPOSED:
        return (
            f"We propose to invoice {minutes} of basic support: the cause lies in your "
            "configuration or environment, and a check before opening was not done. A manager "
            "decides; nothing is invoiced yet."
        )
    if finding.state == State.DECLINED or finding.decided_at is None:
        return f"Nothing is invoiced: the proposal of {minutes} was declined."
    month = text.month_name(finding.decided_at.date())
    return f"{minutes} of basic support are invoiced with {month}."


def _stage(finding: Finding) -> str:
    if finding.may_be_contested:
        return "open"
    if finding.kind not in CONTESTABLE or finding.contest is None:
        return ""
    return {State.CONTESTED: "waiting", State.APPROVED: "upheld"}.get(
        State(finding.state), "withdrawn"
    )


def event_text(event: Event, who: str, at: str) -> tuple[str, str] | None:
    """Icon and sentence of an act on a finding that the client may know of."""
    invoicing = event.data.get("of") == Kinds.INVOICING
    match event.verb:
        case "propose" if invoicing:
            return "receipt-text", f"{who} proposed to invoice basic support, {at}."
        case "approve" if invoicing:
            return "receipt-text", f"{who} approved that basic support is invoiced, {at}."
        case "decline" if invoicing:
            return "receipt-text", f"{who} declined to invoice basic support, {at}."
        case "approve":
            what = "not a fault" if event.data["of"] == Kinds.NO_FAULT else "outside the guarantee"
            return "shield-off", f"{who} decided that it is {what}, {at}."
        case "contest" if "by_message" in event.data:
            return "message-question", f"{who} took your message as a contest, {at}."
        case "contest":
            return "message-question", f"{who} contested the decision, {at}."
        case "uphold":
            return "shield-off", f"{who} looked at it again: the decision stands, {at}."
        case "withdraw":
            return "undo-2", f"{who} looked at it again and took the decision back, {at}."
    return None
