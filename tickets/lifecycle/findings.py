"""Findings are approved or declined, contested, upheld or withdrawn (G3, G10, C3, E4).

What is approved takes effect at once through the verdict; nothing here writes one.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused
from tickets.lifecycle.answers import commit_answer
from tickets.lifecycle.base import CLIENT, SUPPORT, commit_step, lock, refuse_closed_month
from tickets.lifecycle.close_reasons import refuse_duplicate
from tickets.lifecycle.closing import close_approved
from tickets.lifecycle.drafts import add_message
from tickets.models import CONTESTABLE, CloseReason, Finding, Message, Ticket, TicketKind, Verb
from tickets.sla.terms import CLASS_BELOW

Kinds = Finding.Kind


@transaction.atomic
def approve(
    finding_id: int, *, by: User, at: datetime, client_reason: str | None = None
) -> Finding:
    """A manager other than the proposer approves (G10), which takes effect at once.

    `client_reason` replaces the proposer's words for the client, who has already read those of
    an invoicing (B1).
    """
    finding, ticket, at = _decided(finding_id, Finding.State.APPROVED, by=by, at=at)
    if client_reason is not None and finding.kind != Kinds.INVOICING:
        finding.client_reason = client_reason.strip()
        finding.save()
    if finding.kind == Kinds.RECTIFICATION:
        _rectify(ticket, finding, by=by, at=at)
    _commit_finding_step(ticket, Verb.APPROVE, finding, by=by, at=at)
    if finding.kind in (Kinds.DUPLICATE, Kinds.SPAM):
        _close(ticket, finding, by=by, at=at)
    return finding


@transaction.atomic
def decline(finding_id: int, *, by: User, at: datetime, text: str = "") -> Finding:
    """It applies to nothing; `text` says why to the proposer, as an internal note."""
    finding, ticket, at = _decided(finding_id, Finding.State.DECLINED, by=by, at=at)
    message = None
    if text.strip():
        message = add_message(ticket, kind=Message.Kind.NOTE, text=text, by=by, at=at)
    _commit_finding_step(ticket, Verb.DECLINE, finding, by=by, at=at, message=message)
    return finding


def _decided(
    finding_id: int, state: str, *, by: User, at: datetime
) -> tuple[Finding, Ticket, datetime]:
    ticket = lock(Finding.objects.values_list("ticket_id", flat=True).get(pk=finding_id))
    finding = Finding.objects.select_related("duplicate_of").get(pk=finding_id)
    if finding.state != Finding.State.PROPOSED:
        raise ActionRefused(f"It is decided already: {finding.get_state_display()}.")
    if finding.kind in CONTESTABLE and state == Finding.State.APPROVED:
        refuse_closed_month(ticket)
    if finding.proposer_id == by.pk:
        raise ActionRefused("Another manager than the one who proposed it decides (G10).")
    finding.state, finding.decider, finding.decided_at = state, by, to_second(at)
    finding.save()
    return finding, ticket, to_second(at)


def _close(ticket: Ticket, finding: Finding, *, by: User, at: datetime) -> None:
    """The late ticket is closed as approved, if what it repeats still is an original (E4)."""
    if finding.kind == Kinds.DUPLICATE:
        refuse_duplicate(ticket, finding.duplicate_of)
    close_approved(
        ticket,
        reason=CloseReason(finding.kind),
        duplicate_of=finding.duplicate_of,
        finding_id=finding.pk,
        by=by,
        at=at,
    )


def _rectify(ticket: Ticket, finding: Finding, *, by: User, at: datetime) -> None:
    """The rectified class replaces the given one from the opening; downgrades apply again (C3)."""
    fault_class = finding.fault_class
    for _ in range(_downgrades(ticket)):
        fault_class = CLASS_BELOW.get(fault_class, fault_class)
    if finding.to_kind == TicketKind.REQUEST:
        _become_request(ticket)
    else:
        ticket.rectify(fault_class=fault_class, class_test=finding.class_test)
    commit_step(
        ticket,
        verb=Verb.RECTIFY,
        by=by,
        side=SUPPORT,
        at=at,
        data={
            "finding": finding.pk,
            "kind": finding.to_kind,
            "class": finding.fault_class,
            "test": finding.class_test,
            "before": finding.class_before,
        },
    )


def _become_request(ticket: Ticket) -> None:
    """A fault becomes a request only by rectification (O4); a closed one stays closed."""
    if ticket.is_closed:
        ticket.rectify_closed_to_request()
    else:
        ticket.rectify_to_request()


def _downgrades(ticket: Ticket) -> int:
    """Since the newest qualification: one as a request begins anew (O4)."""
    events = Event.objects.about(Event.Kind.TICKET, ticket.pk)
    qualified = events.filter(verb=Verb.QUALIFY).newest_id()
    return events.filter(verb=Verb.DOWNGRADE, id__gt=qualified).count()


@transaction.atomic
def contest(finding_id: int, *, text: str, by: User, at: datetime) -> Finding:
    """The client contests in the portal; it stays in the folder and changes nothing yet (G3).
    Like any act of the client it answers what was asked (K10)."""
    finding, ticket, at = *_contestable(finding_id), to_second(at)
    message = add_message(ticket, kind=Message.Kind.CLIENT, text=text, by=by, at=at)
    _contested(finding, message)
    commit_answer(
        ticket,
        verb=Verb.CONTEST,
        by=by,
        side=CLIENT,
        at=at,
        recorded_at=at,
        data={"finding": finding.pk, "of": finding.kind, "message": message.pk},
        speaks=True,
    )
    return finding


@transaction.atomic
def contest_by_message(finding_id: int, *, message: Message, by: User, at: datetime) -> Finding:
    """Support records that something which the client wrote, by mail for one, contests it (G3)."""
    finding, ticket, at = *_contestable(finding_id), to_second(at)
    if message.ticket_id != ticket.pk or message.kind != Message.Kind.CLIENT:
        raise ActionRefused("Point at the client's own message in this ticket.")
    if finding.decided_at is not None and message.at < finding.decided_at:
        raise ActionRefused("The client wrote that before the decision.")
    _contested(finding, message)
    _commit_finding_step(ticket, Verb.CONTEST, finding, by=by, at=at, by_message=message.pk)
    return finding


def _contestable(finding_id: int) -> tuple[Finding, Ticket]:
    finding, ticket = _in_effect(finding_id)
    if not finding.may_be_contested:
        raise ActionRefused("This cannot be contested, or it is contested already.")
    refuse_closed_month(ticket)
    return finding, ticket


def _contested(finding: Finding, message: Message) -> None:
    finding.state, finding.contest = Finding.State.CONTESTED, message
    finding.save()


@transaction.atomic
def uphold(finding_id: int, *, text: str, by: User, at: datetime) -> Finding:
    """Another manager keeps it after the contest, and tells the client why (G3)."""
    return _answer(finding_id, Verb.UPHOLD, Finding.State.APPROVED, text=text, by=by, at=at)


@transaction.atomic
def withdraw(finding_id: int, *, text: str, by: User, at: datetime) -> Finding:
    """Another manager takes it back after the contest: it applies to nothing again (G3)."""
    return _answer(finding_id, Verb.WITHDRAW, Finding.State.WITHDRAWN, text=text, by=by, at=at)


def _answer(
    finding_id: int, verb: Verb, state: str, *, text: str, by: User, at: datetime
) -> Finding:
    finding, ticket = _in_effect(finding_id)
    if finding.state != Finding.State.CONTESTED:
        raise ActionRefused("Nobody contests it.")
    if by.pk in (finding.decider_id, finding.proposer_id):
        raise ActionRefused("Another manager than those who decided answers a contest (G3).")
    message = add_message(ticket, kind=Message.Kind.REPLY, text=text, by=by, at=to_second(at))
    finding.state, finding.answer, finding.answerer = state, message, by
    finding.save()
    _commit_finding_step(ticket, verb, finding, by=by, at=to_second(at), message=message)
    return finding


def _in_effect(finding_id: int) -> tuple[Finding, Ticket]:
    ticket = lock(Finding.objects.values_list("ticket_id", flat=True).get(pk=finding_id))
    finding = Finding.objects.get(pk=finding_id)
    if not finding.is_in_effect:
        raise ActionRefused(f"It is not in effect: {finding.get_state_display()}.")
    return finding, ticket


def _commit_finding_step(
    ticket: Ticket,
    verb: Verb,
    finding: Finding,
    *,
    by: User,
    at: datetime,
    message: Message | None = None,
    **data: Any,
) -> None:
    """The event names the finding and what was said; a note is no word to the client."""
    data |= {"finding": finding.pk, "of": finding.kind}
    if message is not None:
        data["message"] = message.pk
    speaks = message is not None and not message.is_internal
    commit_step(ticket, verb=verb, by=by, side=SUPPORT, at=at, data=data, speaks=speaks)
