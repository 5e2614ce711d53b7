"""Links to whatever an event or a letter is about."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from istockist_sla.models import Event

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
    Event.Kind.USER: "istockist_sla_user",
}


def subject_link(kind: str, subject_id: int) -> Any:
    """The row that an event or letter is about, by kind and id."""
    words = f"{kind} {subject_id}"
    try:
        url = reverse(f"admin:{PAGES[Event.Kind(kind)]}_change", args=[subject_id])
    except (KeyError, ValueError, NoReverseMatch):
        return words
    return format_html('<a href="{}">{}</a>', url, words)
