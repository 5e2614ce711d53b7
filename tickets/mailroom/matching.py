"""Which ticket a mail answers, and who wrote it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

from istockist_sla.core.lib import tokens
from istockist_sla.core.lib.tokens import ReplyToken
from istockist_sla.core.models import Event, Letter, User
from tickets.mailroom.parsing import Incoming
from tickets.models import ClientAdministrator, CloseReason, InboundMail, Ticket

# A thread may be picked out of an old mailbox for another matter: then it only suggests.
STALE = timedelta(days=180)
MOST_FOUND = 20
# As our letters print the number, and as people write it.
NUMBER_IN_SUBJECT = re.compile(
    r"\[[^\[\]0-9]{0,30}(?P<printed>[0-9]{4,9})\]"
    r"|\bticket\s{0,3}(?:no\.?|nr\.?|number|id)?\s{0,3}[:#]?\s{0,3}(?P<named>[0-9]{4,9})\b"
    r"|#(?P<sharp>[0-9]{4,9})\b",
    re.IGNORECASE,
)


class Found(NamedTuple):
    """The ticket that a mail answers, else one that it may belong to."""

    ticket: Ticket | None
    hint: Ticket | None = None


Candidates = Iterator[tuple[Ticket, date]]


def administrator_of(address: str, at: datetime, **more: Combinable) -> ClientAdministrator | None:
    """The administrator row of this address on the day of `at` (P1), who brings along all others
    of the client, whether the address is one of Support's people, and what `more` asks of each
    row: all in one statement."""
    if not address:
        return None
    of_client = ClientAdministrator.objects.with_address(address).values("client")
    rows = ClientAdministrator.objects.filter(client__in=of_client, client__ended_at=None)
    every = list(rows.annotate(of_staff=_staff(address), **more).select_related("user"))
    for row in every:
        if row.email.lower() == address.lower() and row.administers_on(at.date()):
            row.of_client = [each for each in every if each.client_id == row.client_id]
            return row
    return None


def is_staff(address: str, administrator: ClientAdministrator | None = None) -> bool:
    """Whether the address is one of Support's people; without a statement where its administrator
    was found by it."""
    known: bool | None = getattr(administrator, "of_staff", None)
    return known if known is not None else bool(User.objects.filter(_staff(address))[:1])


def _staff(address: str) -> Exists:
    people = User.objects.filter(is_staff=True)
    return Exists(people.filter(Exact(Lower("email"), Lower(Value(address)))))


def is_ours(address: str) -> bool:
    """Support's own address, with or without a reply token: a loop."""
    local, _, domain = address.partition("@")
    own_local, _, own_domain = settings.SUPPORT_ADDRESS.lower().partition("@")
    return (local.partition("+")[0], domain) == (own_local, own_domain)


def find(incoming: Incoming, client_id: int, at: datetime) -> Found:
    """The client's own ticket that mail received at `at` answers: by a signed token, then by
    Message-IDs of our e-mails, then of mail that is in a ticket already. What is older than 180
    days, and a number in the subject, only suggests one. A duplicate leads to its original (E4).
    """
    hint: Ticket | None = None
    for way in WAYS:
        for ticket, since in way(incoming, client_id):
            if at.astimezone(UTC).date() - since <= STALE:
                return Found(original_of(ticket))
            hint = hint or ticket
    return Found(None, original_of(hint or _by_subject(incoming, client_id)))


def original_of(ticket: Ticket | None) -> Ticket | None:
    """Mail to a duplicate goes to the ticket that it repeats, or to the one that this repeats in
    turn (E4)."""
    while ticket is not None and ticket.close_reason == CloseReason.DUPLICATE:
        ticket = ticket.duplicate_of
    return ticket


def letters_named(incoming: Incoming) -> list[Letter]:
    """Letters of ours that a mail answers or gives back, the newest first."""
    ids = [*incoming.failed_ids, *_ids(incoming)]
    found = Letter.objects.filter(message_id__in=ids).order_by("-id")
    return list(found.defer("text", "html")[:MOST_FOUND])


def _by_token(incoming: Incoming, client_id: int) -> Candidates:
    read = [tokens.read(token, settings.SECRET_KEY) for token in incoming.tokens]
    genuine = [token for token in read if token is not None]
    # The newest of a ticket's tokens counts; one without a day only where there is no other.
    by_number = {token.number: token for token in sorted(genuine, key=_day)}
    for ticket in _of_client(client_id).filter(number__in=by_number) if by_number else ():
        yield ticket, _issued(by_number[ticket.number], ticket)


def _day(token: ReplyToken) -> date:
    return token.issued or date.min


def _issued(token: ReplyToken, ticket: Ticket) -> date:
    """Its own day; one without a day is as old as the ticket's newest letter."""
    if token.issued is not None:
        return token.issued
    letters = Letter.objects.about(Event.Kind.TICKET, ticket.pk).order_by("-id")
    newest = letters.values_list("created_at", flat=True).first()
    return (newest or ticket.opened_at).date()


def _by_letters(incoming: Incoming, client_id: int) -> Candidates:
    if not _ids(incoming):
        return
    letters = Letter.objects.filter(
        message_id__in=_ids(incoming), subject_kind=Event.Kind.TICKET
    ).order_by("-id")
    rows = letters.values_list("subject_id", "created_at")[:MOST_FOUND]
    yield from _newest_first(list(rows), client_id)


def _by_earlier_mail(incoming: Incoming, client_id: int) -> Candidates:
    if not _ids(incoming):
        return
    mails = InboundMail.objects.filter(
        internet_id__in=_ids(incoming), state=InboundMail.State.ACCEPTED
    ).order_by("-id")
    rows = mails.values_list("ticket_id", "received_at")[:MOST_FOUND]
    yield from _newest_first(list(rows), client_id)


def _newest_first(rows: list[tuple[int, datetime]], client_id: int) -> Candidates:
    tickets = _of_client(client_id).in_bulk([ticket_id for ticket_id, _ in rows]) if rows else {}
    for ticket_id, since in rows:
        if ticket_id in tickets:
            yield tickets[ticket_id], since.date()


WAYS: tuple[Callable[[Incoming, int], Candidates], ...] = (
    _by_token,
    _by_letters,
    _by_earlier_mail,
)


def _by_subject(incoming: Incoming, client_id: int) -> Ticket | None:
    """Anybody can write a number: it proves nothing, and leads to no other client's ticket."""
    found = NUMBER_IN_SUBJECT.finditer(incoming.subject)
    numbers = {int(match["printed"] or match["named"] or match["sharp"]) for match in found}
    return _of_client(client_id).filter(number__in=numbers).first() if numbers else None


def _ids(incoming: Incoming) -> list[str]:
    return [*incoming.in_reply_to, *incoming.references][:100]


def _of_client(client_id: int):
    return Ticket.objects.filter(client_id=client_id).select_related("duplicate_of").order_by("-id")
