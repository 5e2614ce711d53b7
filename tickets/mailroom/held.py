"""What Support does with held mail: adopt it, release it, or reject it."""

from datetime import datetime

from django.db import transaction

from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused
from tickets.mailroom import matching
from tickets.mailroom.intake import (
    State,
    accept,
    add_to_ticket,
    append_event,
    finish,
    open_from,
    read,
)
from tickets.models import ClientAdministrator, InboundMail, Ticket


@transaction.atomic
def adopt(mail_id: int, *, administrator: ClientAdministrator, by: User, at: datetime) -> Ticket:
    """An agent opens a ticket now for an administrator; that is not handling (P1)."""
    mail, at = _held(mail_id), at.replace(microsecond=0)
    if not ClientAdministrator.objects.on(at.date()).filter(pk=administrator.pk).exists():
        raise ActionRefused(
            f"{administrator.name} is not an administrator of {administrator.client} today."
        )
    ticket, message = open_from(mail, read(mail), administrator, by, at, opened_at=at)
    add_to_ticket(mail, ticket, message, at)
    append_event(mail, "adopt", by=by, at=at, ticket=ticket.pk)
    return ticket


@transaction.atomic
def release(mail_id: int, *, by: User, at: datetime) -> Ticket:
    """Open a ticket at the instant of receipt, where the sender was an administrator then (P1)."""
    mail, at = _held(mail_id), at.replace(microsecond=0)
    administrator = matching.administrator_of(mail.from_address, mail.received_at)
    if administrator is None:
        raise ActionRefused("The sender was not a client administrator when the mail was received.")
    accept(mail, read(mail), administrator, at)
    append_event(mail, "release", by=by, at=at, ticket=mail.ticket_id)
    return Ticket.objects.get(inbound=mail)


@transaction.atomic
def reject(mail_id: int, *, by: User, at: datetime, note: str) -> InboundMail:
    """Reject held mail with a reason; the mail itself is kept."""
    mail, at = _held(mail_id), at.replace(microsecond=0)
    if not note.strip():
        raise ActionRefused("Write why the mail is put aside.")
    finish(mail, State.REJECTED, at, note=note.strip())
    append_event(mail, "reject", by=by, at=at)
    return mail


def _held(mail_id: int) -> InboundMail:
    mail = InboundMail.objects.select_for_update().get(pk=mail_id)
    if mail.state not in (State.HELD, State.PARKED):
        raise ActionRefused(f"The mail is settled already: {mail.get_state_display()}.")
    return mail
