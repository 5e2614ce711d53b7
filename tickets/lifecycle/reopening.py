"""Steps that bring a closed ticket back within fourteen days (K13)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused
from tickets.attachments import Upload
from tickets.deadlines import REOPENING
from tickets.lifecycle.base import CLIENT, SUPPORT, commit_step, lock
from tickets.lifecycle.drafts import add_message
from tickets.models import Message, Ticket, Verb


@transaction.atomic
def reopen(
    ticket_id: int,
    *,
    by: User,
    at: datetime,
    seen: int | None,
    text: str = "",
    files: Iterable[Upload] = (),
) -> Ticket:
    """An agent brings the ticket back into the state and class it was closed in (K13)."""
    return _reopen(lock(ticket_id, seen=seen), by, SUPPORT, to_second(at), text, files)


@transaction.atomic
def reopen_by_client(
    ticket_id: int, *, by: User, at: datetime, text: str = "", files: Iterable[Upload] = ()
) -> Ticket:
    return _reopen(lock(ticket_id), by, CLIENT, to_second(at), text, files)


def may_reopen(ticket: Ticket, at: datetime) -> bool:
    """Whether the window of K13 is still open at `at`."""
    return ticket.closed_at is not None and at <= ticket.closed_at + REOPENING


def _reopen(
    ticket: Ticket, by: User, side: str, at: datetime, text: str, files: Iterable[Upload]
) -> Ticket:
    if not ticket.is_closed:
        raise ActionRefused(f"Ticket {ticket.number} is not closed.")
    if not may_reopen(ticket, at):
        raise ActionRefused("Fourteen days have passed since the closing: open a new ticket (K13).")
    files = list(files)
    kind = Message.Kind.CLIENT if side == CLIENT else Message.Kind.REPLY
    message = None
    if text.strip() or files:
        message = add_message(ticket, kind=kind, text=text, by=by, at=at, files=files)
    ticket.reopen()
    ticket.closed_from = ""
    commit_step(
        ticket,
        verb=Verb.REOPEN,
        by=by,
        side=side,
        at=at,
        data={"message": message.pk} if message else {},
        speaks=True,
    )
    return ticket
