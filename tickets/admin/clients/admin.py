"""Clients in the desk: their dated facts, their people and the agreement in force (P3, P4)."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import (
    ActionAdmin,
    DetailTable,
    instant_column,
    stamp,
)
from istockist_sla.desk.site import site
from tickets import inputs
from tickets.admin.clients import tables
from tickets.admin.clients.forms import (
    DraftOwnAgreementForm,
    EndClientForm,
    RecordFactForm,
    RenameForm,
)
from tickets.admin.clients.guided import NewTermsForm, SetUpClientForm
from tickets.admin.clients.invoices import invoices_of
from tickets.admin.clients.people_forms import AppointForm, NameContactForm
from tickets.admin.clients.profile import profile
from tickets.admin.clients.promises import promised
from tickets.admin.clients.standing import standing_of
from tickets.admin.orders import tables as order_tables
from tickets.admin.orders.forms import ProposeFactForm
from tickets.models import Client
from tickets.wording.client_facts import plan_name


@admin.register(Client, site=site)
class ClientAdmin(ActionAdmin):
    event_kind = Event.Kind.CLIENT
    page_template = "admin/tickets/client/page.html"
    add_action_form = SetUpClientForm
    action_forms = (
        RecordFactForm,
        ProposeFactForm,
        AppointForm,
        NameContactForm,
        NewTermsForm,
        DraftOwnAgreementForm,
        RenameForm,
        EndClientForm,
    )
    list_display = (
        "name",
        "code",
        "plan_now",
        instant_column("created_at", "Since"),
        instant_column("ended_at", "Ended"),
    )
    list_filter = (("ended_at", admin.EmptyFieldListFilter),)
    search_fields = ("name", "code")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Client]:
        clients: Any = super().get_queryset(request)
        return clients.with_plan(timezone.now())

    @admin.display(description="Plan now")
    def plan_now(self, client: Any) -> str:
        return plan_name(client.plan, client.premium)

    def get_details(self, subject: Client) -> list[tuple[str, Any]]:
        ended = [("Ended", stamp(subject.ended_at))] if subject.ended_at else []
        return [("Short name", subject.code), ("Since", stamp(subject.created_at)), *ended]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        subject, now = self.get_viewable(request, object_id), timezone.now()
        with inputs.asked_once():
            context = {
                "standing": standing_of(subject, at=now),
                "profile": profile(subject, at=now),
                "invoices": invoices_of(subject, at=now),
                "people": tables.people(subject, viewer=request.user, at=now),
                **promised(subject, request, now),
                **(extra_context or {}),
            }
            return super().change_view(request, object_id, form_url, context)

    def get_tables(self, subject: Client, request: HttpRequest) -> list[DetailTable]:
        return [
            order_tables.suggestions(
                subject, at=timezone.now(), propose_url=self._propose_url(subject, request)
            ),
            tables.facts(subject),
        ]

    def get_all_tables(self, subject: Client, request: HttpRequest) -> list[DetailTable]:
        """Its open tickets, which another screen adds, stand first."""
        found = super().get_all_tables(subject, request)
        added = found[2:]
        return [*added, *found[:2]]

    def _propose_url(self, subject: Client, request: HttpRequest) -> str:
        may = ProposeFactForm.has_permission(request.user)
        return self.get_action_url(subject, ProposeFactForm.verb) if may else ""
