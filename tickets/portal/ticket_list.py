"""Tickets as rows of a list, each with its class and its status."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import Case, Prefetch, When

from istockist_sla.core.lib import text
from tickets.models import InformationRequest, Ticket
from tickets.models.tickets import TicketQuerySet
from tickets.portal.ticket_status import TicketStatus, ticket_status
from tickets.search.snippets import Piece

NOTHING: Mapping[int, list[Piece]] = MappingProxyType({})


class TicketRow(NamedTuple):
    ticket: Ticket
    ticket_status: TicketStatus
    opened: str
    # The words around what was looked for, where it is not the subject that has them.
    found: list[Piece]


def waiting_first(tickets: TicketQuerySet) -> TicketQuerySet:
    """Those that wait for the client first, then the rest; the newest of each first."""
    others_after = Case(When(waiting_since__isnull=True, then=1), default=0)
    return tickets.order_by(others_after, "-opened_at", "-id")


def with_row_details(tickets: TicketQuerySet) -> TicketQuerySet:
    """With all that a row shows, in a fixed number of queries."""
    questions = InformationRequest.objects.filter(failed_at=None).unanswered()
    questions = questions.select_related("message__author")
    return (
        tickets.select_related("owner")
        .with_works_again()
        .with_results()
        .prefetch_related(Prefetch("questions", questions, to_attr="open_questions"))
    )


def ticket_rows(
    tickets: Iterable[Ticket], now: datetime, found: Mapping[int, list[Piece]] = NOTHING
) -> list[TicketRow]:
    """Rows of tickets from `with_row_details`."""
    return [
        TicketRow(
            ticket=ticket,
            ticket_status=ticket_status(ticket, _latest_question(ticket), now),
            opened=_opened(ticket.opened_at, now),
            found=found.get(ticket.pk, []),
        )
        for ticket in tickets
    ]


def _opened(at: datetime, now: datetime) -> str:
    """`opened today 13:44 GMT`, or the day alone: enough for a row."""
    if at.date() == now.date():
        return f"opened today {text.time_gmt(at)}"
    return f"opened {text.short_day(at.date(), now)}"


def _latest_question(ticket: Ticket) -> InformationRequest | None:
    questions: list[InformationRequest] = getattr(ticket, "open_questions", [])
    return questions[-1] if questions else None
