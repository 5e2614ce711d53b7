"""Findings in the inbox: what is proposed about a ticket, what the client contests (G10, G3)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from istockist_sla.core.lib.text import clock_gmt, counted
from istockist_sla.core.roles import MANAGER
from istockist_sla.desk.approvals import Change, Evidence, Proposal, ProposalSource, Sheet, steps_of
from istockist_sla.desk.approvals.source import change_page
from istockist_sla.desk.site import site
from tickets.admin.event_text import class_name
from tickets.admin.findings.pages import messages, outcome
from tickets.admin.index_changes import Judged, Move, index_changes
from tickets.admin.links import ticket_link
from tickets.admin.permissions import DECIDE
from tickets.inputs.hypothetical import with_and_without
from tickets.models import Finding, TicketKind, Verb
from tickets.sla.verdict import judge

Kind, State = Finding.Kind, Finding.State
ICONS = {
    Kind.RECTIFICATION: "rotate-ccw",
    Kind.DUPLICATE: "merge",
    Kind.SPAM: "trash-2",
    Kind.INVOICING: "receipt-text",
}
PROPOSES = {
    Kind.CLIENT_ERROR: "is excluded: its cause is the client's error (G3)",
    Kind.CLIENT_NEGLIGENCE: "is excluded: its cause is the client's negligence (G3)",
    Kind.MAINTENANCE_CAUSE: "is excluded: planned maintenance is its cause (G3)",
    Kind.NO_FAULT: "is no fault: we decided the interruption ourselves (C5)",
    Kind.DUPLICATE: "is closed as a duplicate, though it is past its limit (E4)",
    Kind.SPAM: "is closed as spam, though it is past its limit (E4)",
}
LONGEST_TEXT = 400


class FindingSource(ProposalSource):
    kind = "finding"
    permission = DECIDE[0]
    role = MANAGER

    def open(self) -> QuerySet[Finding]:
        rows = Finding.objects.undecided().select_related(
            "ticket__client", "evidence__author", "proposer", "decider", "contest__author"
        )
        return rows.select_related("duplicate_of", "fact", "maintenance").order_by("proposed_at")

    def proposal(self, row: Finding) -> Proposal:
        name = str(row.get_kind_display())
        is_contest = row.state == State.CONTESTED and row.contest is not None
        opened = row.ticket.opened_at
        return Proposal(
            kind=self.kind,
            pk=row.pk,
            icon="message-question" if is_contest else ICONS.get(Kind(row.kind), "shield-off"),
            title=f"Contested: {name[:1].lower()}{name[1:]}" if is_contest else name,
            about=f"{row.ticket.number} {row.ticket.client}",
            proposer=row.proposer,
            proposed_at=row.contest.at if is_contest and row.contest else row.proposed_at,
            barred=frozenset(filter(None, (row.proposer_id, row.decider_id))),
            touches=None if row.kind == Kind.INVOICING else (opened, opened),
        )

    def sheet(self, row: Finding, request: HttpRequest, at: datetime) -> Sheet:
        is_contest = row.state == State.CONTESTED
        steps = (Verb.UPHOLD, Verb.WITHDRAW) if is_contest else (Verb.APPROVE, Verb.DECLINE)
        return Sheet(
            sentence=_sentence(row),
            words=row.client_reason,
            columns=("As it stands", "If it is withdrawn") if is_contest else ("Now", "Approved"),
            changes=list(_changes(row, at)),
            evidence=list(_evidence(row, at)),
            note=_note(row),
            ask_url=_asking(row),
            steps=list(steps_of(row, request, at, *steps)),
            page_url=change_page("tickets_finding", row.pk),
        )


def _sentence(finding: Finding) -> SafeString:
    ticket, link = finding.ticket, ticket_link(finding.ticket)
    if finding.state == State.CONTESTED:
        return format_html(
            "{} contests what was approved about ticket {}, {}. It stays in effect unless you "
            "withdraw it (G3).",
            ticket.client,
            link,
            ticket.subject,
        )
    return format_html(
        "{} proposes that ticket {}, {}, {}.",
        finding.proposer,
        link,
        ticket.subject,
        _does(finding),
    )


def _does(finding: Finding) -> str:
    if finding.kind == Kind.RECTIFICATION:
        is_request = finding.to_kind == TicketKind.REQUEST
        to = "a request" if is_request else class_name(finding.fault_class)
        return f"becomes {to} instead of {class_name(finding.class_before)}, from its opening (C3)"
    if finding.kind == Kind.INVOICING:
        return f"is invoiced with {counted(finding.minutes or 0, 'minute')} of basic support (B1)"
    return PROPOSES[Kind(finding.kind)]


def _changes(finding: Finding, at: datetime) -> Iterator[Change]:
    """Its two verdicts, and the figures of its month, with it and without."""
    if finding.kind == Kind.INVOICING:
        yield Change("Invoiced", "nothing", counted(finding.minutes or 0, "minute"))
        return
    with_it, without_it = (judge(each, now=at) for each in with_and_without(finding, at=at))
    before, after = without_it, with_it
    if finding.state == State.CONTESTED:
        before, after = after, before
    for name, old, new in (
        ("First answer", before.response, after.response),
        ("Fix", before.fix, after.fix),
    ):
        if old.verdict or new.verdict:
            yield Change(f"Verdict, {name[:1].lower()}{name[1:]}", outcome(old), outcome(new))
    judged = [Judged(each.response.verdict, each.response.fault_class) for each in (before, after)]
    move = Move(finding.ticket.opened_at, *judged)
    yield from index_changes(finding.ticket.client, [move])


def _evidence(finding: Finding, at: datetime) -> Iterator[Evidence]:
    """What was written for it, each with its files, and what its kind cites."""
    ticket = finding.ticket
    page = reverse("admin:tickets_ticket_change", args=[ticket.pk])
    for entry in messages(finding):
        message = entry.message
        words = message.text if len(message.text) <= LONGEST_TEXT else message.text[:LONGEST_TEXT]
        author = f"{message.author or 'unknown'}, {clock_gmt(message.at, at)}"
        second = f"{entry.tag} · {author}"
        url = f"{page}#message-{message.pk}"
        yield Evidence(entry.tag_icon, words, second, url, "Read in the ticket")
        for file in message.attachments.all():
            url = reverse("admin:tickets_file", args=[ticket.pk, file.pk])
            yield Evidence("file-text", file.name, author, url, "Download")
    if finding.maintenance is not None:
        url = change_page("availability_maintenance", finding.maintenance.pk)
        window = str(finding.maintenance.window)
        yield Evidence("wrench", str(finding.maintenance), window, url)
    if finding.fact is not None:
        since = clock_gmt(finding.fact.since, at)
        yield Evidence("building-2", finding.fact.evidence, f"A fact of the client since {since}")
    if finding.duplicate_of is not None:
        url = reverse("admin:tickets_ticket_change", args=[finding.duplicate_of.pk])
        words = f"{finding.duplicate_of.number} {finding.duplicate_of.subject}"
        yield Evidence("merge", words, "The ticket that it repeats", url)


def _note(finding: Finding) -> str:
    if finding.state == State.CONTESTED:
        return "The client reads your words in the ticket and by e-mail."
    if finding.kind == Kind.INVOICING:
        return "The client gets one letter with the decision."
    if finding.kind in (Kind.DUPLICATE, Kind.SPAM):
        return "It is closed at once; the client is told of a duplicate."
    if finding.kind == Kind.RECTIFICATION:
        return "The client gets one letter, and cannot contest it."
    return "The client gets one letter, and may contest it until the month is closed."


def _asking(finding: Finding) -> str:
    """An internal note on the ticket, begun with the name of whoever proposed it."""
    url = reverse("admin:tickets_ticket_action", args=[finding.ticket_id, Verb.NOTE])
    return f"{url}?{urlencode({'text': f'{finding.proposer.get_short_name()}: '})}"


site.add_proposals(FindingSource())
