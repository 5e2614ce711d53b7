"""Which ticket a mail answers, and who wrote it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import Exact

from istockist_sla.core.compiled import ANY_INSTANT, ANY_TEXT, Compiled
from istockist_sla.core.lib import tokens
from istockist_sla.core.lib.tokens import ReplyToken
from istockist_sla.core.models import Event, Letter, User
from tickets.mailroom.parsing import Incoming
from tickets.models import Channel, ClientAdministrator, CloseReason, InboundMail, Ticket

# A thread may be picked out of an old mailbox for another matter: then it only suggests.
STALE = timedelta(days=180)
MOST_FOUND, MOST_IDS = 20, 100
# What names a ticket, the surest first.
BY_TOKEN, BY_LETTER, BY_MAIL = range(3)
# As our letters print the number, and as people write it.
NUMBER_IN_SUBJECT = re.compile(
    r"\[[^\[\]0-9]{0,30}(?P<printed>[0-9]{4,9})\]"
    r"|\bticket\s{0,3}(?:no\.?|nr\.?|number|id)?\s{0,3}[:#]?\s{0,3}(?P<named>[0-9]{4,9})\b"
    r"|#(?P<sharp>[0-9]{4,9})\b",
    re.IGNORECASE,
)

HOUR = timedelta(hours=1)
OWN = [field.attname for field in ClientAdministrator._meta.concrete_fields]
OF_USER = [field.attname for field in User._meta.concrete_fields]


class Found(NamedTuple):
    """The ticket that a mail answers, else one that it may belong to."""

    ticket: Ticket | None
    hint: Ticket | None = None


def administrator_of(address: str, at: datetime, *, now: datetime) -> ClientAdministrator | None:
    """The administrator row of this address on the day of `at` (P1), who brings along all others
    of the client, whether the address is one of Support's people, and how many tickets each opened
    by mail in the hour before `now`: all in one statement."""
    if not address:
        return None
    every = [_administrator(row) for row in _of_address.rows(address, now - HOUR)]
    for row in every:
        if row.email.lower() == address.lower() and row.administers_on(at.date()):
            row.of_client = [each for each in every if each.client_id == row.client_id]
            return row
    return None


def is_staff(address: str, administrator: ClientAdministrator | None = None) -> bool:
    """Whether the address is one of Support's people; without a statement where its administrator
    was found by it."""
    known = administrator.of_staff if administrator is not None else None
    return known if known is not None else bool(User.objects.filter(_staff(address))[:1])


def _staff(address: str) -> Exists:
    people = User.objects.filter(is_staff=True)
    return Exists(people.filter(Exact(Lower("email"), Lower(Value(address)))))


def _clients_of(address: str, since: datetime) -> QuerySet[Any, Any]:
    of_client = ClientAdministrator.objects.with_address(address).values("client")
    opened = Ticket.objects.filter(
        administrator=OuterRef("pk"), channel=Channel.MAIL, created_at__gt=since
    )
    counted = opened.order_by().values("administrator").annotate(count=Count("pk"))
    lately = Coalesce(Subquery(counted.values("count")), 0)
    rows = ClientAdministrator.objects.filter(client__in=of_client, client__ended_at=None)
    of_user = (f"user__{name}" for name in OF_USER)
    return rows.values_list(*OWN, *of_user, _staff(address), lately)


_of_address = Compiled(_clients_of, ANY_TEXT, ANY_INSTANT)


def _administrator(values: Sequence[Any]) -> ClientAdministrator:
    """With the user, as Django makes them of rows."""
    *known, of_staff, opened_lately = values
    row = ClientAdministrator.from_db("default", OWN, known[: len(OWN)])
    row.user = User.from_db("default", OF_USER, known[len(OWN) :])
    row.of_staff, row.opened_lately = bool(of_staff), opened_lately
    return row


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
    for ticket, since in _candidates(incoming, client_id):
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
    ids = [*incoming.failed_ids, *incoming.in_reply_to, *incoming.references][:MOST_IDS]
    found = Letter.objects.filter(message_id__in=ids).order_by("-id")
    return list(found.defer("text", "html")[:MOST_FOUND])


class _Named(NamedTuple):
    """A ticket that a mail names: by which of the ways, the surest first, and how newly."""

    way: int
    newest_first: int
    ticket: int
    since: datetime


def _candidates(incoming: Incoming, client_id: int) -> Iterator[tuple[Ticket, date]]:
    """The client's tickets that the mail names, the surest first, each with the day of what names
    it; found in two statements."""
    tokens_read = [tokens.read(token, settings.SECRET_KEY) for token in incoming.tokens]
    genuine = [token for token in tokens_read if token is not None]
    # The newest of a ticket's tokens counts; one without a day only where there is no other.
    by_number = {token.number: token for token in sorted(genuine, key=_day)}
    named = _named(by_number, [*incoming.in_reply_to, *incoming.references][:MOST_IDS])
    tickets = _of_client(client_id).in_bulk({each.ticket for each in named}) if named else {}
    for each in named:
        ticket = tickets.get(each.ticket)
        if ticket is None:
            continue
        token = by_number.get(ticket.number) if each.way == BY_TOKEN else None
        yield ticket, _issued(token, ticket) if token is not None else each.since.date()


def _named(by_number: Mapping[int, ReplyToken], ids: Sequence[str]) -> list[_Named]:
    """In one statement, which is not asked where the mail names nothing."""
    ways: list[QuerySet[Any, Any]] = []
    if by_number:
        rows = Ticket.objects.filter(number__in=list(by_number)).order_by()
        ways.append(rows.values_list(Value(BY_TOKEN), -F("id"), "id", "opened_at"))
    if ids:
        letters = Letter.objects.filter(message_id__in=ids, subject_kind=Event.Kind.TICKET)
        mails = InboundMail.objects.filter(internet_id__in=ids, state=InboundMail.State.ACCEPTED)
        newest = -F("id")
        ways += [
            letters.order_by().values_list(Value(BY_LETTER), newest, "subject_id", "created_at"),
            mails.order_by().values_list(Value(BY_MAIL), newest, "ticket_id", "received_at"),
        ]
    if not ways:
        return []
    first, *others = ways
    found = first.union(*others, all=True) if others else first
    return sorted(_Named(*row) for row in found[:MOST_FOUND])


def _day(token: ReplyToken) -> date:
    return token.issued or date.min


def _issued(token: ReplyToken, ticket: Ticket) -> date:
    """Its own day; one without a day is as old as the ticket's newest letter."""
    if token.issued is not None:
        return token.issued
    letters = Letter.objects.about(Event.Kind.TICKET, ticket.pk).order_by("-id")
    newest = letters.values_list("created_at", flat=True).first()
    return (newest or ticket.opened_at).date()


def _by_subject(incoming: Incoming, client_id: int) -> Ticket | None:
    """Anybody can write a number: it proves nothing, and leads to no other client's ticket."""
    found = NUMBER_IN_SUBJECT.finditer(incoming.subject)
    numbers = {int(match["printed"] or match["named"] or match["sharp"]) for match in found}
    return _of_client(client_id).filter(number__in=numbers).first() if numbers else None


def _of_client(client_id: int):
    return Ticket.objects.filter(client_id=client_id).select_related("duplicate_of").order_by("-id")
