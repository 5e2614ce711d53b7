"""What Support does with mail that waits for a person: adopt it, release it, put it aside; make a
ticket of automatic mail, or say to which ticket it belongs; read parked mail again."""

from datetime import datetime

from django.db import transaction

from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused
from tickets import lifecycle
from tickets.mailroom import matching
from tickets.mailroom.filing import (
    Passage,
    accept,
    content_of,
    may_be_added,
    open_from,
)
from tickets.mailroom.intake import State, process, read
from tickets.mailroom.settling import accepted, append_event, settle
from tickets.models import ClientAdministrator, InboundMail, Ticket

# What the event of a ticket says of mail that was passed on; its actor is who did that (P1).
ADOPTED = {"adopted": True}


@transaction.atomic
def adopt(
    mail_id: int,
    *,
    administrator: ClientAdministrator,
    by: User,
    at: datetime,
    ticket: Ticket | None = None,
) -> Ticket:
    """An agent passes the mail on for an administrator: as a new ticket, opened now, or into a
    `ticket` of that client. It is not handling, and counts from now (P1, K10)."""
    mail, at = _held(mail_id), at.replace(microsecond=0)
    if not ClientAdministrator.objects.on(at.date()).filter(pk=administrator.pk).exists():
        raise ActionRefused(
            f"{administrator.name} is not an administrator of {administrator.client} today."
        )
    if ticket is not None and ticket.client_id != administrator.client_id:
        raise ActionRefused(f"Ticket {ticket.number} is not one of {administrator.client}.")
    if ticket is not None:
        rows = Ticket.objects.select_related("duplicate_of")
        ticket = matching.original_of(rows.get(pk=ticket.pk))
    if ticket is not None and may_be_added(ticket, at):
        _add(mail, ticket, administrator, by=by, at=at)
    else:
        passage = Passage(administrator, by, at)
        ticket = open_from(mail, read(mail), passage, at, follows=ticket, data=ADOPTED)
    append_event(mail, "adopt", by=by, at=at, ticket=ticket.pk)
    return ticket


def _add(
    mail: InboundMail,
    ticket: Ticket,
    administrator: ClientAdministrator,
    *,
    by: User,
    at: datetime,
) -> None:
    lifecycle.write(
        ticket.pk,
        by=by,
        author=administrator.user,
        at=at,
        data={"mail": mail.pk, **ADOPTED},
        along=accepted(mail, at),
        **content_of(read(mail)),
    )


@transaction.atomic
def release(mail_id: int, *, by: User, at: datetime) -> Ticket:
    """As if it had never been held: a ticket, or a message in the one that it answers, at the
    instant of receipt, where the sender was an administrator then (P1, K10)."""
    mail, at = _held(mail_id), at.replace(microsecond=0)
    administrator = matching.administrator_of(mail.from_address, mail.received_at, now=at)
    if administrator is None:
        raise ActionRefused("The sender was not a client administrator when the mail was received.")
    accept(mail, read(mail), administrator, at)
    append_event(mail, "release", by=by, at=at, ticket=mail.ticket_id)
    return Ticket.objects.get(inbound=mail)


@transaction.atomic
def make_ticket(
    mail_id: int, *, administrator: ClientAdministrator, by: User, at: datetime
) -> Ticket:
    """A ticket for what a machine sent, for an administrator of the day of its receipt, opened at
    that receipt: the client had said it then (P2)."""
    mail, at = _automatic(mail_id), at.replace(microsecond=0)
    day = mail.received_at.date()
    if not ClientAdministrator.objects.on(day).filter(pk=administrator.pk).exists():
        raise ActionRefused(
            f"{administrator.name} was no administrator of {administrator.client} "
            f"on {day:%d %B %Y}, when the mail was received."
        )
    passage = Passage(administrator, by, mail.received_at)
    ticket = open_from(mail, read(mail), passage, at, data=ADOPTED)
    append_event(mail, "make_ticket", by=by, at=at, ticket=ticket.pk)
    return ticket


@transaction.atomic
def link(mail_id: int, *, ticket: Ticket, by: User, at: datetime) -> Ticket:
    """The note of a machine belongs to this ticket. It is shown there and answers nothing."""
    mail, at = _automatic(mail_id), at.replace(microsecond=0)
    mail.ticket = ticket
    settle(mail, State.AUTOMATIC, at)
    append_event(mail, "link", by=by, at=at, ticket=ticket.pk)
    return ticket


@transaction.atomic
def reject(mail_id: int, *, by: User, at: datetime, note: str) -> InboundMail:
    """Put aside with a reason; the mail itself is kept, and stays where it belongs."""
    mail, at = _locked(mail_id), at.replace(microsecond=0)
    if mail.state not in (State.HELD, State.PARKED, State.WAITING, State.AUTOMATIC):
        raise ActionRefused(f"The mail is settled already: {mail.get_state_display()}.")
    if not note.strip():
        raise ActionRefused("Write why the mail is put aside.")
    settle(mail, State.REJECTED, at, note=note.strip())
    append_event(mail, "reject", by=by, at=at)
    return mail


@transaction.atomic
def read_again(mail_id: int, *, by: User, at: datetime) -> InboundMail:
    """Parked mail is decided anew, as if it had just come; it keeps its receipt."""
    mail, at = _locked(mail_id), at.replace(microsecond=0)
    if mail.state != State.PARKED:
        raise ActionRefused(f"The mail is not parked: {mail.get_state_display()}.")
    InboundMail.objects.filter(pk=mail.pk).update(state=State.RECEIVED, attempts=0)
    append_event(mail, "read_again", by=by, at=at)
    process(mail.pk, at=at)
    return InboundMail.objects.defer("raw").get(pk=mail.pk)


def _held(mail_id: int) -> InboundMail:
    mail = _locked(mail_id)
    if mail.state not in (State.HELD, State.PARKED):
        raise ActionRefused(f"The mail is settled already: {mail.get_state_display()}.")
    return mail


def _automatic(mail_id: int) -> InboundMail:
    mail = _locked(mail_id)
    if mail.state != State.AUTOMATIC or mail.message_id is not None:
        raise ActionRefused(f"The mail is no automatic mail: {mail.get_state_display()}.")
    if mail.ticket is not None:
        raise ActionRefused(f"The mail belongs to ticket {mail.ticket.number} already.")
    return mail


def _locked(mail_id: int) -> InboundMail:
    return InboundMail.objects.select_for_update().get(pk=mail_id)
