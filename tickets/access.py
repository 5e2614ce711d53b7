"""The only place that says what a signed-in person sees of the portal (law 8)."""

from datetime import date, datetime
from typing import NamedTuple

from django.http import Http404

from istockist_sla.core.models import Event, User
from tickets.models import (
    CONTESTABLE,
    Attachment,
    Client,
    ClientAdministrator,
    Finding,
    InformationRequest,
    Message,
    Ticket,
)
from tickets.models.findings import FindingQuerySet
from tickets.models.messages import MessageQuerySet
from tickets.models.tickets import TicketQuerySet

# Acts of Support that the client reads of; notes, owners and hand-overs are not among them.
SHOWN_VERBS = frozenset(
    {"open", "take", "write", "reply", "ask", "answer", "qualify", "rectify", "downgrade"}
    | {"close", "reopen", "set_priority", "contest", "uphold", "withdraw"}
)
# Acts on a finding are shown by what it is about: its proposal and its decision (B1, G3).
SHOWN_OF_FINDINGS = {
    "propose": frozenset({Finding.Kind.INVOICING}),
    "approve": frozenset({*CONTESTABLE, Finding.Kind.INVOICING}),
    "decline": frozenset({Finding.Kind.INVOICING}),
}


class Visit(NamedTuple):
    """Who looks, for which client, and the one instant of the whole page."""

    administrator: ClientAdministrator
    now: datetime

    @property
    def client(self) -> Client:
        return self.administrator.client

    @property
    def user(self) -> User:
        return self.administrator.user


def administrator_of(user: User, day: date) -> ClientAdministrator | None:
    """The row by which the person administers a client on `day`; the newest of several (P1)."""
    rows = ClientAdministrator.objects.filter(user=user).on(day)
    return rows.select_related("client", "user").order_by("-since", "-pk").first()


def tickets_of(administrator: ClientAdministrator) -> TicketQuerySet:
    return Ticket.objects.filter(client=administrator.client_id)


def ticket_or_404(administrator: ClientAdministrator, number: int) -> Ticket:
    rows = tickets_of(administrator).select_related(
        "administrator", "owner", "duplicate_of", "follows"
    )
    ticket = rows.filter(number=number).first()
    if ticket is None:
        raise Http404
    return ticket


def messages_of(ticket: Ticket) -> MessageQuerySet:
    """What the client may read of the folder, with its files."""
    rows = Message.objects.filter(ticket=ticket).for_client()
    return rows.select_related("author").prefetch_related("attachments")


def events_of(ticket: Ticket) -> list[Event]:
    """The events that the client may know of, in their order."""
    about = Event.objects.about(Event.Kind.TICKET, ticket.pk)
    events = about.filter(verb__in=[*SHOWN_VERBS, *SHOWN_OF_FINDINGS])
    return [
        event
        for event in events.select_related("actor").order_by("id")
        if event.verb in SHOWN_VERBS or event.data["of"] in SHOWN_OF_FINDINGS[event.verb]
    ]


def findings_of(ticket: Ticket) -> FindingQuerySet:
    """What was decided about the ticket that the client is told of; never its evidence."""
    rows = Finding.objects.filter(ticket=ticket).told_to_client()
    return rows.select_related("proposer", "decider", "contest", "answer").order_by("id")


def finding_or_404(ticket: Ticket, finding_id: int) -> Finding:
    finding = findings_of(ticket).filter(pk=finding_id).first()
    if finding is None:
        raise Http404
    return finding


def open_question_of(ticket: Ticket) -> InformationRequest | None:
    """The latest question that waits for the client."""
    rows = InformationRequest.objects.filter(ticket=ticket, ended_at=None)
    return rows.select_related("message__author").last()


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
