"""Links to whatever an event or a letter is about."""

from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from istockist_sla.core.models import Event
from tickets.models import Ticket

# The page of each subject that an event or a letter is about.
PAGES = {
    Event.Kind.TICKET: "tickets_ticket",
    Event.Kind.FAULT: "tickets_fault",
    Event.Kind.CLIENT: "tickets_client",
    Event.Kind.AGREEMENT: "tickets_agreementversion",
    Event.Kind.CALENDAR: "tickets_calendarversion",
    Event.Kind.HOLIDAYS: "tickets_holidaylist",
    Event.Kind.MAIL: "tickets_inboundmail",
    Event.Kind.ARTICLE: "tickets_article",
    Event.Kind.OUTAGE: "availability_outage",
    Event.Kind.MAINTENANCE: "availability_maintenance",
    Event.Kind.COMPONENT: "availability_component",
    Event.Kind.USER: "core_user",
}


def with_ticket_number(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Events or letters, each with the number of the ticket that it is about, if any."""
    ticket = Ticket.objects.filter(pk=OuterRef("subject_id")).values("number")
    return rows.annotate(
        ticket_number=Case(When(subject_kind=Event.Kind.TICKET, then=Subquery(ticket)))
    )


def subject_link(kind: str, subject_id: int, number: int | None = None) -> Any:
    """The row that an event or letter is about, by kind and id, a ticket by its number."""
    words = f"{kind} {number or subject_id}"
    try:
        url = reverse(f"admin:{PAGES[Event.Kind(kind)]}_change", args=[subject_id])
    except (KeyError, ValueError, NoReverseMatch):
        return words
    return format_html('<a href="{}">{}</a>', url, words)
