"""The open tickets of a client on its page, as the queue shows them."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from istockist_sla.core.templatetags import ui
from istockist_sla.desk.actions import DetailTable
from istockist_sla.desk.site import Extension, site
from tickets.admin.links import ticket_link
from tickets.admin.tickets import next_deadline
from tickets.models import Client, Ticket

SHOWN = 50
COLUMNS = ("No", "Subject", "Class", "Clock")


def tables(client: Client, request: HttpRequest) -> list[DetailTable]:
    if not request.user.has_perm("tickets.view_ticket"):
        return []
    now = timezone.now()
    unclosed = Ticket.objects.unclosed().filter(client=client).select_related("client", "owner")
    tickets = list(unclosed.in_queue_order()[:SHOWN])
    next_deadline.attach_clocks(tickets, now=now)
    rows = [_row(ticket) for ticket in tickets]
    closed = client.tickets.count() - unclosed.count()
    title = f"Open tickets, {len(rows)}; closed, {closed}"
    return [DetailTable(title, COLUMNS, rows, "None is open.")]


def _row(ticket: Any) -> tuple[Any, ...]:
    clock = ticket.clock
    owner = ticket.owner or "nobody yet"
    team = f" · {ticket.get_team_display()}" if ticket.team else ""
    return (
        ticket_link(ticket),
        format_html('{}<span class="second">{}{}</span>', ticket.subject, owner, team),
        ui.class_chip(ticket.fault_class, kind=ticket.kind),
        ui.next_clock(clock.kind, clock.amount, clock.counted, clock.limit, clock.note),
    )


site.extend(Client, Extension(tables=tables))
