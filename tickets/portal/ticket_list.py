"""Tickets as rows of a list: what, how grave, what it waits for."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, Prefetch, When

from tickets.models import InformationRequest, Ticket
from tickets.models.tickets import TicketQuerySet
from tickets.portal.labels import TicketStatus, opened, ticket_status


class TicketRow(NamedTuple):
    ticket: Ticket
    ticket_status: TicketStatus
    opened: str


def waiting_first(tickets: TicketQuerySet) -> TicketQuerySet:
    """What waits for the client stands first; of both the newest is above."""
    ours_after = Case(When(waiting_since__isnull=True, then=1), default=0)
    return tickets.order_by(ours_after, "-opened_at", "-id")


def with_words(tickets: TicketQuerySet) -> TicketQuerySet:
    """All that a row says, in a fixed number of queries."""
    questions = InformationRequest.objects.filter(ended_at=None).select_related("message__author")
    return (
        tickets.select_related("owner")
        .with_results()
        .prefetch_related(Prefetch("questions", questions.order_by("id"), to_attr="open_questions"))
    )


def ticket_rows(tickets: Iterable[Ticket], now: datetime) -> list[TicketRow]:
    """Rows of tickets that came through `with_words`."""
    return [
        TicketRow(
            ticket, ticket_status(ticket, _latest(ticket), now), opened(ticket.opened_at, now)
        )
        for ticket in tickets
    ]


def _latest(ticket: Ticket) -> InformationRequest | None:
    questions: list[InformationRequest] = getattr(ticket, "open_questions", [])
    return questions[-1] if questions else None
