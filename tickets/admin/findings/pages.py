"""What a finding's page shows: its evidence, what its kind adds, and what it would change."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from istockist_sla.core.lib import text
from istockist_sla.core.templatetags import ui
from istockist_sla.desk.actions import stamp
from tickets import inputs
from tickets.admin import event_text
from tickets.admin.tickets.next_deadline import why_not_judged
from tickets.inputs.hypothetical import with_and_without
from tickets.models import Finding, Message, Ticket, TicketKind
from tickets.sla.verdict import EXCLUDED, MISSED, NOT_COVERED, ClockVerdict, judge

Kinds = Finding.Kind


class FindingMessage(NamedTuple):
    """A message of the finding, with its part in it."""

    message: Message
    tag: str
    tag_icon: str


class FindingEffect(NamedTuple):
    """One clock of the ticket without the finding and with it."""

    clock: str
    without: "Outcome"
    within: "Outcome"

    @property
    def changes(self) -> bool:
        return self.without != self.within


class Outcome(NamedTuple):
    chip: SafeString
    words: str


def may_decide(finding: Finding, user: Any) -> bool:
    """Who proposed does not decide, and who decided does not answer the contest (G10, G3)."""
    if finding.state == Finding.State.PROPOSED:
        return user.pk != finding.proposer_id
    return user.pk not in (finding.proposer_id, finding.decider_id)


def brief(ticket: Ticket) -> list[Finding]:
    """The ticket's findings for its own page, the latest first."""
    rows = Finding.objects.filter(ticket=ticket).select_related("proposer", "decider")
    return list(rows.order_by("-id"))


def entries(finding: Finding) -> list[FindingMessage]:
    said = [FindingMessage(finding.evidence, "Evidence, internal", "lock")]
    if finding.contest is not None:
        said.append(FindingMessage(finding.contest, "Contest of the client", "message-square"))
    if finding.answer is not None:
        said.append(FindingMessage(finding.answer, "Answer to the client", "reply"))
    return said


def proposal(finding: Finding) -> list[tuple[str, Any]]:
    """The columns that the kind adds, by name."""
    if finding.kind == Kinds.RECTIFICATION:
        return _rectification(finding)
    if finding.kind == Kinds.MAINTENANCE_CAUSE and finding.maintenance is not None:
        return [("Maintenance", f"{finding.maintenance}, {finding.maintenance.window}")]
    if finding.kind == Kinds.NO_FAULT and finding.fact is not None:
        return [("Interruption", f"{stamp(finding.fact.since)}: {finding.fact.evidence}")]
    if finding.kind == Kinds.DUPLICATE:
        return [("Repeats", event_text.ticket_link(finding.duplicate_of))]
    if finding.kind == Kinds.INVOICING:
        return [("Minutes", finding.minutes)]
    return []


def _rectification(finding: Finding) -> list[tuple[str, Any]]:
    if finding.to_kind == TicketKind.REQUEST:
        to, why = ui.class_chip(None, kind="request"), "no class, no limit (O3)"
    else:
        to, why = ui.class_chip(finding.fault_class), event_text.test_sense(finding.class_test)
    return [
        ("Class given", ui.class_chip(finding.class_before)),
        ("Class put right", to),
        ("Because", why),
    ]


def preview(finding: Finding, at: datetime) -> list[FindingEffect]:
    """Both clocks as they stand now with the finding and without it; nothing once decided."""
    if not finding.is_undecided:
        return []
    within, without = with_and_without(inputs.load_inputs(finding.ticket), finding, at=at)
    after, before = judge(within, now=at), judge(without, now=at)
    return [
        FindingEffect("First answer", _outcome(before.response), _outcome(after.response)),
        FindingEffect("Fix", _outcome(before.fix), _outcome(after.fix)),
    ]


def _outcome(clock: ClockVerdict) -> Outcome:
    if not clock.verdict:
        return Outcome(ui.chip("plain", "No verdict", "m-none"), "")
    return Outcome(ui.verdict_chip(clock.verdict), _words(clock))


def _words(clock: ClockVerdict) -> str:
    if clock.verdict in (EXCLUDED, NOT_COVERED):
        return why_not_judged(clock).partition(": ")[2]
    of = f"{text.duration(clock.elapsed)} of {text.duration(clock.limit)}" if clock.limit else ""
    if clock.verdict == MISSED:
        return f"by {text.duration(clock.late_by)}: {of}"
    return of
