"""Which ticket a mail answers, and who wrote it."""

from datetime import datetime

from django.conf import settings

from istockist_sla.core.lib import tokens
from istockist_sla.core.models import Event, Letter, User
from tickets.mailroom.parsing import Incoming
from tickets.models import ClientAdministrator, CloseReason, InboundMail, Ticket


def administrator_of(address: str, at: datetime) -> ClientAdministrator | None:
    """The administrator row of this address on the day of `at` (P1)."""
    if not address:
        return None
    rows = ClientAdministrator.objects.on(at.date()).with_address(address)
    return rows.filter(client__ended_at=None).select_related("client", "user").first()


def is_staff(address: str) -> bool:
    return User.objects.filter(email__iexact=address, is_staff=True).exists()


def is_ours(address: str) -> bool:
    """Support's own address, with or without a reply token: a loop."""
    local, _, domain = address.partition("@")
    own_local, _, own_domain = settings.SUPPORT_ADDRESS.lower().partition("@")
    return (local.partition("+")[0], domain) == (own_local, own_domain)


def ticket_answered(incoming: Incoming, client_id: int) -> Ticket | None:
    """The client's own ticket that the mail answers: by a signed token, then by Message-IDs of
    our e-mails, then of mail that is in a ticket already. A duplicate leads to its original (E4).
    """
    ticket = (
        _by_token(incoming, client_id)
        or _by_letters(incoming, client_id)
        or _by_earlier_mail(incoming, client_id)
    )
    return original_of(ticket)


def original_of(ticket: Ticket | None) -> Ticket | None:
    """Mail to a duplicate goes to the ticket that it repeats, or to the one that this repeats in
    turn (E4)."""
    while ticket is not None and ticket.close_reason == CloseReason.DUPLICATE:
        ticket = ticket.duplicate_of
    return ticket


def _by_token(incoming: Incoming, client_id: int) -> Ticket | None:
    numbers = (tokens.read(token, settings.SECRET_KEY) for token in incoming.tokens)
    genuine = [number for number in numbers if number is not None]
    return _of_client(client_id).filter(number__in=genuine).first()


def _by_letters(incoming: Incoming, client_id: int) -> Ticket | None:
    """Not the number in a subject: anybody could write one."""
    letters = Letter.objects.filter(
        message_id__in=_ids(incoming), subject_kind=Event.Kind.TICKET
    ).order_by("-id")
    return _of_client(client_id).filter(pk__in=letters.values("subject_id")[:20]).first()


def _by_earlier_mail(incoming: Incoming, client_id: int) -> Ticket | None:
    mail = InboundMail.objects.filter(
        internet_id__in=_ids(incoming), state=InboundMail.State.ACCEPTED
    ).order_by("-id")
    return _of_client(client_id).filter(pk__in=mail.values("ticket_id")[:20]).first()


def _ids(incoming: Incoming) -> list[str]:
    return [*incoming.in_reply_to, *incoming.references][:100]


def _of_client(client_id: int):
    return Ticket.objects.filter(client_id=client_id).select_related("duplicate_of").order_by("-id")
