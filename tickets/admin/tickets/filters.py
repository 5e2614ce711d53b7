"""Filters of the queue: each narrows the list, and the saved views that name it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial, reduce
from operator import or_
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from istockist_sla.core.remembered import Remembered
from tickets.admin.saved_views import VIEWS, chosen_view, view_of
from tickets.models import (
    Client,
    ClientFact,
    FaultClass,
    QueueView,
    Team,
    Ticket,
    TicketKind,
    TicketQuerySet,
    TicketState,
)
from tickets.search.queries import ticket_number

MOST_CLIENTS = 40
Choices = list[tuple[str, str]]


def with_plan(tickets: QuerySet[Ticket], at: datetime) -> QuerySet[Ticket]:
    """Each ticket with its client's plan and Premium now, for the list."""
    plan, premium = (
        _fact(OuterRef("client"), kind, at)
        for kind in (ClientFact.Kind.PLAN, ClientFact.Kind.PREMIUM)
    )
    return tickets.annotate(plan=plan, premium=premium)


def _fact(client: OuterRef, kind: str, at: datetime) -> Subquery:
    rows = ClientFact.objects.filter(client=client, kind=kind).in_order_at(at)
    return Subquery(rows.values("value")[:1])


class MenuFilter(SimpleListFilter):
    """A filter drawn as a menu of one choice."""

    template = "admin/_choice_filter.html"

    @classmethod
    def narrowed(cls, tickets: TicketQuerySet, value: str, at: datetime) -> TicketQuerySet:
        """The tickets of the choice; all where there is no such choice."""
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: Any) -> TicketQuerySet:
        return self.narrowed(queryset, self.value() or "", timezone.now())

    def has_output(self) -> bool:
        return True


class ByView(SimpleListFilter):
    title, parameter_name = "view", "view"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(view.code, view.name) for view in VIEWS]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Ticket]:
        return chosen_view(request).rows(queryset, request.user, timezone.now())


class _OfTheAddress(SimpleListFilter):
    """What the address carries along without narrowing the list."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("", "")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Ticket]) -> QuerySet[Ticket]:
        return queryset


class Saved(_OfTheAddress):
    """Which saved view the filters come from."""

    title, parameter_name = "saved view", "saved"


class Columns(_OfTheAddress):
    title, parameter_name = "columns", "columns"


class ByClass(MenuFilter):
    title, parameter_name = "class", "class"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [
            *((code, str(label)) for code, label in FaultClass.choices),
            ("none", "To qualify"),
            ("request", "Request"),
        ]

    @classmethod
    def narrowed(cls, tickets: TicketQuerySet, value: str, at: datetime) -> TicketQuerySet:
        if value == "request":
            return tickets.filter(kind=TicketKind.REQUEST)
        if value == "none":
            return tickets.filter(kind=TicketKind.FAULT, fault_class="")
        return tickets.filter(fault_class=value) if value in FaultClass.values else tickets


class ByState(MenuFilter):
    title, parameter_name = "state", "in"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [
            (code, str(label)) for code, label in TicketState.choices if code != TicketState.CLOSED
        ]

    @classmethod
    def narrowed(cls, tickets: TicketQuerySet, value: str, at: datetime) -> TicketQuerySet:
        return tickets.filter(state=value) if value in TicketState.values else tickets


class ByPlan(MenuFilter):
    title, parameter_name = "plan", "plan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [
            *((code, str(label)) for code, label in ClientFact.Plan.choices),
            ("premium", "SLA Premium"),
        ]

    @classmethod
    def narrowed(cls, tickets: TicketQuerySet, value: str, at: datetime) -> TicketQuerySet:
        return tickets.filter(client__in=OF_PLAN[value](at)) if value in OF_PLAN else tickets


def _clients(kind: str, value: str, at: datetime) -> list[int]:
    """Whose fact of this kind is so now. As numbers: the planner takes conditions on them for rare
    ones, and looks at all tickets of each."""
    clients = Client.objects.annotate(now=_fact(OuterRef("pk"), kind, at)).filter(now=value)
    return list(clients.values_list("pk", flat=True))


KINDS = {
    **{plan: (ClientFact.Kind.PLAN, plan) for plan in ClientFact.Plan.values},
    "premium": (ClientFact.Kind.PREMIUM, ClientFact.YES),
}
# The clients of each plan, as each process knows them.
OF_PLAN = {name: Remembered(partial(_clients, *kind)) for name, kind in KINDS.items()}


class ByClient(MenuFilter):
    """Clients that have open tickets, as many as fit a menu; the search finds the others."""

    title, parameter_name = "client", "client"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        is_open = Exists(Ticket.objects.unclosed().filter(client=OuterRef("pk")))
        shown = Client.objects.filter(is_open).order_by("name")[:MOST_CLIENTS]
        return [(client.code, client.name) for client in shown]

    @classmethod
    def narrowed(cls, tickets: TicketQuerySet, value: str, at: datetime) -> TicketQuerySet:
        clients = Client.objects.filter(code=value).values("pk")[:1]
        return tickets.filter(client=Subquery(clients)) if value else tickets


class ByTeam(MenuFilter):
    title, parameter_name = "team", "team"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(code, str(label)) for code, label in Team.choices]

    @classmethod
    def narrowed(cls, tickets: TicketQuerySet, value: str, at: datetime) -> TicketQuerySet:
        return tickets.filter(team=value) if value in Team.values else tickets


MENUS: tuple[type[MenuFilter], ...] = (ByClass, ByState, ByPlan, ByClient, ByTeam)
SEARCH = "q"
# Of what a saved view keeps: the words of the list's address that narrow it.
KEPT = ("view", *(str(menu.parameter_name) for menu in MENUS), SEARCH)


def found(tickets: TicketQuerySet, term: str) -> TicketQuerySet:
    """By the number, or by all words in subject or client."""
    number = ticket_number(term)
    if number is not None:
        return tickets.filter(number=number)
    for word in term.split():
        fields = ("subject__icontains", "client__name__icontains")
        tickets = tickets.filter(reduce(or_, (Q(**{field: word}) for field in fields)))
    return tickets


Narrow = Callable[[TicketQuerySet, str, datetime], TicketQuerySet]


def narrowed(tickets: TicketQuerySet, kept: Mapping[str, str], at: datetime) -> TicketQuerySet:
    """As the list would be, were it opened with these words in its address."""
    for menu in MENUS:
        if value := kept.get(str(menu.parameter_name), ""):
            tickets = menu.narrowed(tickets, value, at)
    return found(tickets, kept.get(SEARCH, ""))


def rows_of(view: QueueView, user: Any, at: datetime, *, most: int) -> TicketQuerySet:
    """The tickets of a saved view, among the first `most` of the view that it rests on: a filter
    that hardly any ticket passes would otherwise look at all of them."""
    base = base_of(view, user, at)
    first = base.in_queue_order().values("pk")[:most]
    return narrowed(base.filter(pk__in=first), view.filters, at)


def base_of(view: QueueView, user: Any, at: datetime) -> TicketQuerySet:
    return view_of(view.filters.get("view", "")).tickets(user, at)
