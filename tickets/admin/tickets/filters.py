"""Filters of the queue, and its tabs."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.admin import SimpleListFilter
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from tickets.admin.counters import capped
from tickets.admin.saved_views import CLOSED, VIEWS, chosen_view
from tickets.models import Client, ClientFact, FaultClass, Ticket, TicketKind, TicketState

MOST_CLIENTS = 40


class Tab(NamedTuple):
    name: str
    url: str
    shown: str
    current: bool


def tabs(request: HttpRequest, now: datetime) -> list[Tab]:
    """Each saved view with its count, capped; the closed ones are not counted."""
    current = chosen_view(request)
    return [
        Tab(
            view.name,
            f"?view={view.code}" if view.code else "?",
            "" if view is CLOSED else capped(view.tickets(request.user, now)),
            view is current,
        )
        for view in VIEWS
        if view.has_tab or view is current
    ]


def with_plan(tickets: QuerySet[Ticket], at: datetime) -> QuerySet[Ticket]:
    """Each ticket with its client's plan and Premium now, for the list and its filter."""

    def fact(kind: str) -> Subquery:
        rows = ClientFact.objects.filter(client=OuterRef("client"), kind=kind).in_order_at(at)
        return Subquery(rows.values("value")[:1])

    return tickets.annotate(plan=fact(ClientFact.Kind.PLAN), premium=fact(ClientFact.Kind.PREMIUM))


class MenuFilter(SimpleListFilter):
    """A filter drawn as a menu of one choice."""

    template = "admin/_choice_filter.html"

    def has_output(self) -> bool:
        return True


class ByView(SimpleListFilter):
    title, parameter_name = "view", "view"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(view.code, view.name) for view in VIEWS]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Ticket]:
        return chosen_view(request).rows(queryset, request.user, timezone.now())


class ByClass(MenuFilter):
    title, parameter_name = "class", "class"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            *((code, str(label)) for code, label in FaultClass.choices),
            ("none", "To qualify"),
            ("request", "Request"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        if value == "request":
            return queryset.filter(kind=TicketKind.REQUEST)
        if value == "none":
            return queryset.filter(kind=TicketKind.FAULT, fault_class="")
        return queryset.filter(fault_class=value) if value in FaultClass.values else queryset


class ByState(MenuFilter):
    title, parameter_name = "state", "in"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            (code, str(label)) for code, label in TicketState.choices if code != TicketState.CLOSED
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        return queryset.filter(state=value) if value in TicketState.values else queryset


class ByPlan(MenuFilter):
    title, parameter_name = "plan", "plan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            *((code, str(label)) for code, label in ClientFact.Plan.choices),
            ("premium", "SLA Premium"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        if value == "premium":
            return queryset.filter(premium=ClientFact.YES)
        return queryset.filter(plan=value) if value in ClientFact.Plan.values else queryset


class ByClient(MenuFilter):
    """Clients that have open tickets, as many as fit a menu; the search finds the others."""

    title, parameter_name = "client", "client"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        with_open = Ticket.objects.unclosed().values("client")
        shown = Client.objects.filter(pk__in=with_open).order_by("name")[:MOST_CLIENTS]
        return [(client.code, client.name) for client in shown]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        return queryset.filter(client__code=value) if value else queryset
