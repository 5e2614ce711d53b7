"""The only place that says what a signed-in administrator sees of their client's tickets and
closed months."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.db.models.functions import TruncDate
from django.http import Http404

from istockist_sla.core.models import Event, User
from tickets.models import (
    CONTESTABLE,
    Attachment,
    Client,
    ClientAdministrator,
    ClosedClient,
    ClosedMonth,
    CustomerSuccessContact,
    Finding,
    InboundMail,
    InformationRequest,
    Message,
    Rating,
    Ticket,
    Verb,
)
from tickets.models.clients import ClientAdministratorQuerySet
from tickets.models.closings import ClosedMonthQuerySet
from tickets.models.findings import FindingQuerySet
from tickets.models.messages import MessageQuerySet
from tickets.models.ratings import RatingQuerySet
from tickets.models.tickets import TicketQuerySet
from tickets.models.verbs import SEEN_BY_CLIENT
from tickets.search.viewers import Viewer

# A finding's events are seen by its kind: its proposal and its decision (B1, G3).
FINDING_KINDS_SEEN: dict[Verb, frozenset[str]] = {
    Verb.PROPOSE: frozenset({Finding.Kind.INVOICING}),
    Verb.APPROVE: frozenset({*CONTESTABLE, Finding.Kind.INVOICING}),
    Verb.DECLINE: frozenset({Finding.Kind.INVOICING}),
}


class Visit(NamedTuple):
    """Who visits a page, for which client, and the one instant that the page is as of."""

    administrator: ClientAdministrator
    now: datetime

    @property
    def client(self) -> Client:
        return self.administrator.client

    @property
    def user(self) -> User:
        return self.administrator.user

    @property
    def is_over(self) -> bool:
        """Of somebody who once administered a client; only its closed months are left to them."""
        return not self.administrator.administers_on(self.now.date())


def administrator_of(user: User, day: date) -> ClientAdministrator | None:
    """The row by which the person administers a client on `day`; the newest of several (P1)."""
    rows = ClientAdministrator.objects.filter(user=user).on(day)
    return rows.select_related("client", "user").order_by("-since", "-pk").first()


def administrators_of(
    administrator: ClientAdministrator, *, since: date
) -> ClientAdministratorQuerySet:
    """Who administers the same client on that day or later."""
    rows = ClientAdministrator.objects.filter(client=administrator.client_id)
    return rows.filter(Q(until=None) | Q(until__gte=since))


def visit_of(user: User | AnonymousUser | None, at: datetime) -> Visit | None:
    """The visit of somebody who administers a client on the day of `at`; None for others (P1)."""
    if not isinstance(user, User):
        return None
    now = at.replace(microsecond=0)
    administrator = administrator_of(user, now.date())
    return Visit(administrator, now) if administrator else None


def kept_visit_of(user: User | AnonymousUser, at: datetime) -> Visit | None:
    """A visit to the closed months alone: they stay with a client that has ended, and with those
    who administered it to the last."""
    visit = visit_of(user, at)
    if visit is not None or not isinstance(user, User):
        return visit
    last_day = TruncDate("client__ended_at", tzinfo=UTC)
    rows = ClientAdministrator.objects.filter(user=user, until__gte=last_day)
    administrator = rows.select_related("client", "user").order_by("-since", "-pk").first()
    return Visit(administrator, at.replace(microsecond=0)) if administrator else None


def closed_months_of(administrator: ClientAdministrator) -> ClosedMonthQuerySet:
    """The closings and amendments in which the client has its own part."""
    return ClosedMonth.objects.with_file_of(administrator.client)


def closed_month_or_404(
    administrator: ClientAdministrator, sequence: int
) -> tuple[ClosedMonth, ClosedClient]:
    """The link of the chain, and the client's own file as it stands in it."""
    months = closed_months_of(administrator).select_related("closing__verifier")
    closed = months.filter(sequence=sequence).first()
    if closed is None:
        raise Http404
    return closed, ClosedClient.objects.select_related("client").get(pk=closed.file)


def tickets_of(administrator: ClientAdministrator) -> TicketQuerySet:
    return Ticket.objects.filter(client=administrator.client_id)


def search_viewer(administrator: ClientAdministrator) -> Viewer:
    """Its own tickets, and of them what it can read."""
    return Viewer(client_id=administrator.client_id)


def ticket_or_404(administrator: ClientAdministrator, number: int) -> Ticket:
    rows = tickets_of(administrator).with_works_again()
    rows = rows.select_related("administrator", "owner", "duplicate_of", "follows")
    ticket = rows.filter(number=number).first()
    if ticket is None:
        raise Http404
    return ticket


def messages_of(ticket: Ticket) -> MessageQuerySet:
    """The messages that the client may read, with their files."""
    rows = Message.objects.filter(ticket=ticket).for_client()
    return rows.select_related("author").prefetch_related("attachments")


def events_of(ticket: Ticket) -> list[Event]:
    """The events that the client sees, in their order."""
    events = Event.objects.about(Event.Kind.TICKET, ticket.pk).filter(
        verb__in=[*SEEN_BY_CLIENT, *FINDING_KINDS_SEEN]
    )
    return [
        event
        for event in events.select_related("actor").order_by("id")
        if _is_seen(Verb(event.verb), event)
    ]


def _is_seen(verb: Verb, event: Event) -> bool:
    return verb.is_seen_by_client or event.data["of"] in FINDING_KINDS_SEEN[verb]


def findings_of(ticket: Ticket) -> FindingQuerySet:
    """The findings about the ticket that the client may know of; never their evidence."""
    rows = Finding.objects.filter(ticket=ticket).told_to_client()
    return rows.select_related("proposer", "decider", "contest", "answer").order_by("id")


def findings_of_many(tickets: Collection[int]) -> FindingQuerySet:
    """The same of several tickets, by their ids, which are the client's own."""
    rows = Finding.objects.filter(ticket__in=tickets).told_to_client()
    return rows.select_related("proposer", "decider", "contest", "answer").order_by("id")


def open_decisions_of(
    administrator: ClientAdministrator, *, opened_since: datetime | None
) -> FindingQuerySet:
    """Decisions about the client's tickets of the months that are not closed, which it has not
    contested (G3)."""
    rows = Finding.objects.filter(
        ticket__client=administrator.client_id,
        kind__in=CONTESTABLE,
        state=Finding.State.APPROVED,
        contest=None,
    )
    if opened_since is not None:
        rows = rows.filter(ticket__opened_at__gte=opened_since)
    return rows.select_related("ticket", "proposer", "decider").order_by("decided_at", "id")


def finding_or_404(ticket: Ticket, finding_id: int) -> Finding:
    finding = findings_of(ticket).filter(pk=finding_id).first()
    if finding is None:
        raise Http404
    return finding


def open_question_of(ticket: Ticket) -> InformationRequest | None:
    """The latest question that waits for the client: one that reached nobody does not (K10)."""
    rows = InformationRequest.objects.filter(ticket=ticket, failed_at=None).unanswered()
    return rows.select_related("message__author").last()


def ratings_of(ticket: Ticket) -> RatingQuerySet:
    """The answers of whoever administers the client to the closing that stands, in their order."""
    return Rating.objects.of_closing(ticket)


def senders_passed_on(events: Iterable[Event]) -> dict[int, str]:
    """By the event, whose words they are where Support passed an e-mail on (P1)."""
    mail_ids = {e.pk: e.data["mail"] for e in events if e.data.get("adopted")}
    mails = InboundMail.objects.defer("raw").in_bulk(mail_ids.values()) if mail_ids else {}
    return {event_id: mails[mail_id].sender for event_id, mail_id in mail_ids.items()}


def contacts_of_notices(events: Iterable[Event]) -> dict[int, str]:
    """By the event, who of Customer Success gave its notice instead of a letter (P6)."""
    given = {e.pk: e.data["through"] for e in events if e.data.get("through")}
    contacts = CustomerSuccessContact.objects.in_bulk(given.values()) if given else {}
    return {event_id: contacts[contact_id].name for event_id, contact_id in given.items()}


def attachment_or_404(administrator: ClientAdministrator, attachment_id: int) -> Attachment:
    """Only a file that a message to or from the client carries."""
    attachment = Attachment.objects.filter(
        pk=attachment_id,
        message__in=Message.objects.for_client(),
        message__ticket__in=tickets_of(administrator),
    ).first()
    if attachment is None:
        raise Http404
    return attachment
