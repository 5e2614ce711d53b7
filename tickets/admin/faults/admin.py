"""Faults in the desk: read-only, each with its tickets (C4)."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from istockist_sla.core.lib.numbers import row_id
from istockist_sla.core.models import Event
from istockist_sla.core.templatetags import ui
from istockist_sla.desk.actions import ActionAdmin, DetailTable, instant_column, stamp
from istockist_sla.desk.site import site
from tickets.admin import event_text
from tickets.admin.faults.actions import ACTION_FORMS, count_open
from tickets.admin.links import ticket_link
from tickets.lifecycle.base import events_of_fault
from tickets.models import Fault, Ticket, TicketState
from tickets.sla.terms import CLASSES

SHOWN = 200


@admin.register(Fault, site=site)
class FaultAdmin(ActionAdmin):
    action_forms = ACTION_FORMS
    action_template = "admin/tickets/fault/action.html"
    event_kind = Event.Kind.FAULT
    list_display = (
        "reference",
        "title",
        "open_tickets",
        "gravest",
        instant_column("created_at", "Known since"),
    )
    list_display_links = ("reference", "title")
    search_fields = ("title",)
    search_help_text = "Title"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Fault]:
        unclosed = ~Q(tickets__state=TicketState.CLOSED)
        counts = {
            f"open_{code}": Count("tickets", filter=unclosed & Q(tickets__fault_class=code))
            for code in CLASSES
        }
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description="Open tickets")
    def open_tickets(self, fault: Any) -> int:
        return count_open(fault, CLASSES)

    @admin.display(description="Gravest open")
    def gravest(self, fault: Any) -> Any:
        code = next((code for code in CLASSES if getattr(fault, f"open_{code}")), None)
        return ui.class_chip(code) if code else "–"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Fault], search_term: str
    ) -> tuple[QuerySet[Fault], bool]:
        fault_id = row_id(search_term.strip().upper().removeprefix("F-"))
        if fault_id is not None:
            return queryset.filter(pk=fault_id), False
        return super().get_search_results(request, queryset, search_term)

    def get_events(self, subject: Fault) -> Any:
        return events_of_fault(subject, Ticket.objects.filter(fault=subject))

    def describe_events(self, events: Sequence[Event], request: HttpRequest) -> list[Any]:
        return event_text.describe(events)

    def get_details(self, subject: Fault) -> list[tuple[str, Any]]:
        return [
            ("Reference", subject.reference),
            ("Title", subject.title),
            ("Known since", stamp(subject.created_at)),
        ]

    def get_tables(self, subject: Fault, request: HttpRequest) -> list[DetailTable]:
        tickets = subject.tickets.select_related("client", "owner").order_by("-number")
        rows = [
            (
                ticket_link(ticket),
                ticket.client,
                ticket.subject,
                ui.class_chip(ticket.fault_class),
                ui.state_mark(ticket.state),
                ticket.owner or "–",
            )
            for ticket in tickets[:SHOWN]
        ]
        columns = ("No", "Client", "Subject", "Class", "State", "Owner")
        return [DetailTable("Its tickets", columns, rows, "No ticket belongs to it any more.")]
