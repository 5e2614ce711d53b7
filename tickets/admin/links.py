"""Links to the desk's pages of tickets, faults and findings."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.core.lib.text import NONE
from tickets.models import Fault, Ticket


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


def qualify_link(ticket: Ticket, fault: Fault | None) -> SafeString | str:
    """To qualify one without a class, on a fault if one is given."""
    if ticket.is_closed or ticket.fault_class:
        return NONE
    url = reverse("admin:tickets_ticket_action", args=[ticket.pk, "qualify"])
    if fault is None:
        return format_html('<a href="{}">Qualify</a>', url)
    words = f"Qualify on {fault.reference}"
    return format_html('<a href="{}?fault={}">{}</a>', url, fault.reference, words)


def finding_link(finding_id: int, name: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', finding_url(finding_id), name)


def finding_url(finding_id: int) -> str:
    return reverse("admin:tickets_finding_change", args=[finding_id])
