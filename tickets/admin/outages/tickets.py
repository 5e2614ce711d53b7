"""Tickets that were opened in an outage, and the faults to which they belong."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from availability.models import Outage
from istockist_sla.core.lib.text import NONE, clock_gmt
from istockist_sla.core.templatetags import ui
from istockist_sla.desk.actions import DetailTable
from tickets.admin.links import fault_link, qualify_link, ticket_link
from tickets.admin.permissions import HANDLE
from tickets.models import Fault, Ticket, TicketKind

SHOWN = 200
COLUMNS = ("No", "Client", "Subject", "Opened", "Class", "State", "Fault")


def opened_in(outage: Outage, at: datetime) -> QuerySet[Ticket]:
    """While any interruption of its incident went on: of its components, or of none that is
    recorded yet; requests are left out."""
    times, components = Q(pk__in=[]), set()
    for part in outage.incident:
        for each in part.interruptions.all():
            if not each.withdrawn:
                times |= Q(opened_at__gte=each.started_at, opened_at__lt=each.ended_at or at)
                components.add(each.component_id)
    of_any = Q(components__isnull=True) | Q(components__in=components)
    found = Ticket.objects.filter(times).exclude(kind=TicketKind.REQUEST).filter(of_any)
    return found.distinct().select_related("client", "fault").order_by("number")


def faults_of(tickets: Sequence[Ticket]) -> list[Fault]:
    """The faults of the tickets, that of most of them first."""
    found = [ticket.fault for ticket in tickets if ticket.fault is not None]
    return sorted(set(found), key=lambda fault: (-found.count(fault), fault.pk))


def tables(outage: Outage, request: HttpRequest) -> list[DetailTable]:
    """For those who may read tickets."""
    if not request.user.has_perm("tickets.view_ticket"):
        return []
    tickets = list(opened_in(outage, timezone.now())[:SHOWN])
    may_qualify = any(request.user.has_perm(each) for each in HANDLE)
    fault = next(iter(faults_of(tickets)), None)
    rows = [
        (*_row(ticket), fault_link(ticket.fault_id) or _attaching(ticket, fault, may_qualify))
        for ticket in tickets
    ]
    return [DetailTable("Tickets opened in this outage", COLUMNS, rows, "None was opened.")]


def _attaching(ticket: Ticket, fault: Fault | None, may_qualify: bool) -> SafeString | str:
    """One without a class is attached as it is qualified, on the fault that most belong to."""
    return qualify_link(ticket, fault) if may_qualify else NONE


def _row(ticket: Ticket) -> tuple[Any, ...]:
    return (
        ticket_link(ticket),
        ticket.client,
        ticket.subject,
        clock_gmt(ticket.opened_at),
        ui.class_chip(ticket.fault_class),
        ui.state_mark(ticket.state),
    )
