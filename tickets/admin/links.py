"""Links to the desk's pages of tickets, faults and findings."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tickets.models import Ticket


def ticket_link(ticket: Ticket | None) -> SafeString | str:
    if ticket is None:
        return "another ticket"
    url = reverse("admin:tickets_ticket_change", args=[ticket.pk])
    return format_html('<a href="{}">{}</a>', url, ticket.number)


def fault_link(fault_id: int | None) -> SafeString | str:
    if not fault_id:
        return ""
    url = reverse("admin:tickets_fault_change", args=[fault_id])
    return format_html('<a href="{}">F-{}</a>', url, fault_id)


def finding_link(finding_id: int, name: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', finding_url(finding_id), name)


def finding_url(finding_id: int) -> str:
    return reverse("admin:tickets_finding_change", args=[finding_id])
