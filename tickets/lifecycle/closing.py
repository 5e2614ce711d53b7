"""Steps that end a ticket: by Support, by the client or by the clock."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User
from tickets.lifecycle.base import CLIENT, SUPPORT, SYSTEM, commit_step, lock, refuse_closed
from tickets.lifecycle.close_reasons import refuse_reason
from tickets.lifecycle.drafts import add_message
from tickets.models import (
    CloseReason,
    CustomerSuccessContact,
    HandOver,
    InformationRequest,
    Message,
    Ticket,
    TicketState,
    Verb,
)


@transaction.atomic
def close(
    ticket_id: int,
    *,
    reason: str,
    by: User,
    at: datetime,
    seen: int | None,
    text: str = "",
    duplicate_of: Ticket | None = None,
    confirmation: Message | None = None,
    through: CustomerSuccessContact | None = None,
) -> Ticket:
    """Support closes with a reason of E1; the client is told of all but spam (E3).

    `confirmation` is the client's message that a closing as *confirmed* points at.
    """
    ticket, at = lock(ticket_id, seen=seen), to_second(at)
    refuse_closed(ticket)
    refuse_reason(ticket, reason, duplicate_of, confirmation, at)
    message = (
        add_message(ticket, kind=Message.Kind.REPLY, text=text, by=by, at=at)
        if text.strip()
        else None
    )
    return _close(
        ticket,
        reason=reason,
        by=by,
        side=SUPPORT,
        at=at,
        duplicate_of=duplicate_of,
        data={
            "message": message.pk if message else None,
            "confirmation": confirmation.pk if confirmation else None,
        },
        through=through,
    )


@transaction.atomic
def close_by_client(
    ticket_id: int, *, by: User, at: datetime, text: str = "", works_again: bool = True
) -> Ticket:
    """The client's own closing: as resolved where the ticket is qualified and it works again,
    else as confirmed unresolved; the portal act is the written confirmation (E1)."""
    ticket, at = lock(ticket_id), to_second(at)
    refuse_closed(ticket)
    resolved = works_again and ticket.state != TicketState.OPEN
    message = (
        add_message(ticket, kind=Message.Kind.CLIENT, text=text, by=by, at=at)
        if text.strip()
        else None
    )
    return _close(
        ticket,
        reason=CloseReason.RESOLVED if resolved else CloseReason.CONFIRMED,
        by=by,
        side=CLIENT,
        at=at,
        data={"message": message.pk if message else None, "works_again": works_again},
    )


@transaction.atomic
def close_unanswered(
    ticket_id: int, *, at: datetime, recorded_at: datetime | None = None
) -> Ticket | None:
    """The tenth support date after the question ended, at `at`, without an answer (E2).

    A late sweep closes at that instant all the same, though never before what was done since.
    """
    ticket, at = lock(ticket_id), to_second(at)
    if ticket.is_closed or ticket.waiting_since is None:
        return None
    events = Event.objects.about(Event.Kind.TICKET, ticket.pk)
    at = max(at, events.aggregate(newest=Max("at"))["newest"])
    return _close(
        ticket,
        reason=CloseReason.NO_ANSWER,
        by=None,
        side=SYSTEM,
        at=at,
        recorded_at=to_second(recorded_at) if recorded_at else at,
    )


def close_approved(
    ticket: Ticket,
    *,
    reason: str,
    duplicate_of: Ticket | None,
    finding_id: int,
    by: User,
    at: datetime,
) -> Ticket:
    """Close a late ticket, locked by the caller, as the duplicate or spam approved (E4)."""
    refuse_closed(ticket)
    return _close(
        ticket,
        reason=reason,
        by=by,
        side=SUPPORT,
        at=at,
        duplicate_of=duplicate_of,
        data={"finding": finding_id},
    )


def close_resolved(
    ticket: Ticket,
    *,
    text: str,
    by: User,
    at: datetime,
    through: CustomerSuccessContact | None = None,
) -> Ticket:
    """Close a ticket, locked by the caller, with the full solution of its fault (K9)."""
    message = add_message(ticket, kind=Message.Kind.REPLY, text=text, by=by, at=at)
    return _close(
        ticket,
        reason=CloseReason.RESOLVED,
        by=by,
        side=SUPPORT,
        at=at,
        data={"message": message.pk, "fault": ticket.fault_id},
        through=through,
    )


def _close(
    ticket: Ticket,
    *,
    reason: str,
    by: User | None,
    side: str,
    at: datetime,
    recorded_at: datetime | None = None,
    duplicate_of: Ticket | None = None,
    data: dict[str, Any] | None = None,
    through: CustomerSuccessContact | None = None,
) -> Ticket:
    ends = _end_hand_over(ticket, at)
    if reason == CloseReason.NO_ANSWER:
        latest = InformationRequest.objects.filter(ticket=ticket).unanswered().last()
        ends["question"] = latest.pk if latest else None
    ticket.close(reason=reason, duplicate_of=duplicate_of, at=at)
    commit_step(
        ticket,
        verb=Verb.CLOSE,
        by=by,
        side=side,
        at=at,
        recorded_at=recorded_at,
        data={
            "reason": reason,
            "duplicate_of": duplicate_of.pk if duplicate_of else None,
            **ends,
            **{key: value for key, value in (data or {}).items() if value is not None},
        },
        through=through,
        speaks=side != SYSTEM,
    )
    return ticket


def _end_hand_over(ticket: Ticket, at: datetime) -> dict[str, int | None]:
    """A closed ticket is with no team; the event names the hand-over, should it be undone (E2)."""
    ticket.team, ticket.team_since = "", None
    handed = HandOver.objects.filter(ticket=ticket, heard_at=None).first()
    if handed is None:
        return {}
    handed.heard_at = at
    handed.save()
    return {"hand_over": handed.pk}
