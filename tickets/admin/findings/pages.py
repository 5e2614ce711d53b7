"""What a finding's page shows: its evidence, what its kind adds, and what it would change."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.core.lib import text
from istockist_sla.core.templatetags import ui
from istockist_sla.desk.actions import stamp
from tickets.admin.event_text import class_test_text
from tickets.admin.links import ticket_link
from tickets.admin.verdict_text import why_not_judged
from tickets.inputs.hypothetical import with_and_without
from tickets.models import Finding, Message, Ticket, TicketKind
from tickets.sla.verdict import EXCLUDED, MISSED, NOT_COVERED, ClockVerdict, judge

Kind = Finding.Kind


class FindingMessage(NamedTuple):
    """A message of the finding, with its part in it."""

    message: Message
    tag: str
    tag_icon: str


class Outcome(NamedTuple):
    chip: SafeString
    words: str


class FindingEffect(NamedTuple):
    """One clock of the ticket without the finding and with it."""

    clock: str
    without: Outcome
    within: Outcome


def may_decide(finding: Finding, user: Any) -> bool:
    """The proposer does not decide, and the decider does not answer the contest (G10, G3)."""
    if finding.state == Finding.State.PROPOSED:
        return user.pk != finding.proposer_id
    return user.pk not in (finding.proposer_id, finding.decider_id)


def findings_of(ticket: Ticket) -> list[Finding]:
    """For the ticket's own page, the latest first."""
    rows = Finding.objects.filter(ticket=ticket).select_related("proposer", "decider")
    return list(rows.order_by("-id"))


def messages(finding: Finding) -> list[FindingMessage]:
    """The evidence, then the contest and its answer where there are any."""
    found = [FindingMessage(finding.evidence, "Evidence, internal", "lock")]
    if finding.contest is not None:
        found.append(FindingMessage(finding.contest, "Contest of the client", "message-square"))
    if finding.answer is not None:
        found.append(FindingMessage(finding.answer, "Answer to the client", "reply"))
    return found


def columns_of_kind(finding: Finding) -> list[tuple[str, Any]]:
    """The columns that the kind adds, by name."""
    if finding.kind == Kind.RECTIFICATION:
        return _rectification(finding)
    if finding.kind == Kind.MAINTENANCE_CAUSE and finding.maintenance is not None:
        return [("Maintenance", f"{finding.maintenance}, {finding.maintenance.window}")]
    if finding.kind == Kind.NO_FAULT and finding.fact is not None:
        return [("Interruption", f"{stamp(finding.fact.since)}: {finding.fact.evidence}")]
    if finding.kind == Kind.DUPLICATE:
        return [("Repeats", ticket_link(finding.duplicate_of))]
    if finding.kind == Kind.INVOICING:
        return [("Minutes", finding.minutes)]
    return []


def _rectification(finding: Finding) -> list[tuple[str, Any]]:
    if finding.to_kind == TicketKind.REQUEST:
        to, why = ui.class_chip(None, kind="request"), "no class, no limit (O3)"
    else:
        to, why = ui.class_chip(finding.fault_class), class_test_text(finding.class_test)
    return [
        ("Class given", ui.class_chip(finding.class_before)),
        ("Class put right", to),
        ("Because", why),
    ]


def effects(finding: Finding, at: datetime) -> list[FindingEffect]:
    """What it would change in both clocks, judged at `at`; nothing once it is decided."""
    if not finding.is_undecided:
        return []
    with_it, without_it = with_and_without(finding, at=at)
    after, before = judge(with_it, now=at), judge(without_it, now=at)
    return [
        FindingEffect("First answer", _outcome(before.response), _outcome(after.response)),
        FindingEffect("Fix", _outcome(before.fix), _outcome(after.fix)),
    ]


def _outcome(clock: ClockVerdict) -> Outcome:
    if not clock.verdict:
        return Outcome(ui.chip("plain", "No verdict", "m-none"), "")
    return Outcome(ui.verdict_chip(clock.verdict), _reason(clock))


def outcome(clock: ClockVerdict) -> SafeString:
    """The verdict with its reason beneath."""
    chip, words = _outcome(clock)
    return format_html('{}<span class="second">{}</span>', chip, words) if words else chip


def _reason(clock: ClockVerdict) -> str:
    if clock.verdict in (EXCLUDED, NOT_COVERED):
        return why_not_judged(clock).partition(": ")[2]
    of = f"{text.duration(clock.elapsed)} of {text.duration(clock.limit)}" if clock.limit else ""
    if clock.verdict == MISSED:
        return f"by {text.duration(clock.late_by)}: {of}"
    return of
