"""Decisions about a ticket as its client reads them: the reason, and never the evidence."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst

from istockist_sla.core.lib import text
from tickets.models import CONTESTABLE, Finding, TicketKind
from tickets.wording import class_tests, fault_classes, not_judged
from tickets.wording.findings import DECISIONS

Kinds, State = Finding.Kind, Finding.State


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """`stage` of a contest: "" where none is possible, else open, waiting, upheld, withdrawn."""

    finding: Finding
    icon: str
    title: str
    sentence: str
    decided_by: str
    at: datetime
    stage: str


def decision(finding: Finding) -> Decision:
    icon, title, sentence = _text(finding)
    person = finding.decider or finding.proposer
    verb = "Decided" if finding.decider else "Proposed"
    return Decision(
        finding=finding,
        icon=icon,
        title=title,
        sentence=sentence,
        decided_by=f"{verb} by {person.get_full_name()}",
        at=finding.decided_at or finding.proposed_at,
        stage=_stage(finding),
    )


def _text(finding: Finding) -> tuple[str, str, str]:
    """Icon, title and sentence."""
    if finding.kind == Kinds.RECTIFICATION:
        return "pencil", "Class put right", _rectified(finding)
    if finding.kind == Kinds.INVOICING:
        return "receipt-text", "Basic support", _invoiced(finding)
    if finding.state == State.WITHDRAWN:
        return "undo-2", "A decision taken back", "It no longer applies."
    title = capfirst(DECISIONS[Kinds(finding.kind)])
    return "shield-off", title, not_judged.SENTENCES_FOR_CLIENT[finding.kind]


def _rectified(finding: Finding) -> str:
    before = fault_classes.NAMES[finding.class_before]
    if finding.to_kind == TicketKind.REQUEST:
        return f"We first gave it {before}. That was our error: it is a request for information."
    now, reason = (
        fault_classes.NAMES[finding.fault_class],
        class_tests.SENTENCES[finding.class_test],
    )
    if now == before:
        return f"It stays {before}, for another reason: {reason[:1].lower()}{reason[1:]}"
    return f"We first gave it {before}. That was our error: it is {now} from its opening. {reason}"


def _invoiced(finding: Finding) -> str:
    minutes = text.counted(finding.minutes or 0, "minute")
    if finding.state == State.PROPOSED:
        return (
            f"We propose to invoice {minutes} of basic support: the cause lies in your "
            "configuration or environment, and a check before opening was not done. A manager "
            "will decide; nothing is invoiced yet."
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
