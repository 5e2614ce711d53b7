"""Links to whatever an event or a letter is about."""

from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When
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
    Event.Kind.LETTER: "core_letter",
    Event.Kind.FLOOD: "tickets_flood",
    Event.Kind.ARTICLE: "tickets_article",
    Event.Kind.OUTAGE: "availability_outage",
    Event.Kind.MAINTENANCE: "availability_maintenance",
    Event.Kind.COMPONENT: "availability_component",
    Event.Kind.SUBSCRIPTION: "availability_subscription",
    Event.Kind.USER: "core_user",
}


def with_link_facts(rows: QuerySet[Any], viewer: Any) -> QuerySet[Any]:
    """Events or letters, each with the number of the ticket that it is about, if any; and whether
    their viewer may open its page, which not everybody who reads them may."""
    ticket = Ticket.objects.filter(pk=OuterRef("subject_id")).values("number")
    kinds = [kind for kind, page in PAGES.items() if _may_view(viewer, page)]
    return rows.annotate(
        ticket_number=Case(When(subject_kind=Event.Kind.TICKET, then=Subquery(ticket))),
        may_open=Case(When(subject_kind__in=kinds, then=Value(True)), default=Value(False)),
    )


def _may_view(viewer: Any, page: str) -> bool:
    app, _, model = page.partition("_")
    return bool(viewer.has_perm(f"{app}.view_{model}"))


def subject_link(row: Any) -> Any:
    """What an event or letter is about, by kind and id, a ticket by its number."""
    kind = row.subject_kind
    words = f"{kind} {row.ticket_number or row.subject_id}" if row.subject_id else "nobody known"
    if not row.subject_id or not row.may_open:
        return words
    try:
        url = reverse(f"admin:{PAGES[Event.Kind(kind)]}_change", args=[row.subject_id])
    except (KeyError, ValueError, NoReverseMatch):
        return words
    return format_html('<a href="{}">{}</a>', url, words)
