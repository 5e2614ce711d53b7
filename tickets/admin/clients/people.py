"""Client Administrators, facts and Customer Success contacts as lists of their own."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionAdmin, by_presence, flag_column, instant_column, stamp
from istockist_sla.desk.site import site
from tickets.admin.clients.people_forms import (
    CopiesAction,
    EndAdministratorForm,
    EndContactForm,
    ReportsAction,
)
from tickets.admin.clients.reachability import unreachable, with_mark
from tickets.models import Client, ClientAdministrator, ClientFact, CustomerSuccessContact
from tickets.wording.client_facts import fact_value


def client_link(client: Client) -> SafeString:
    url = reverse("admin:tickets_client_change", args=[client.pk])
    return format_html('<a href="{}">{}</a>', url, client.name)


def administrator_link(row: ClientAdministrator) -> SafeString:
    url = reverse("admin:tickets_clientadministrator_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', url, row.name)


class ClientRowAdmin(ActionAdmin):
    """Rows of one client: their events are the client's."""

    event_kind = Event.Kind.CLIENT

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("client")

    def get_events(self, subject: Any) -> Any:
        return Event.objects.about(Event.Kind.CLIENT, subject.client_id)

    @admin.display(description="Client", ordering="client__name")
    def of_client(self, row: Any) -> SafeString:
        return client_link(row.client)


@admin.register(ClientAdministrator, site=site)
class ClientAdministratorAdmin(ClientRowAdmin):
    action_forms = (EndAdministratorForm, CopiesAction, ReportsAction)
    list_display = (
        "name",
        "email",
        "of_client",
        "since",
        "until",
        flag_column("wants_copies", "Copies", "gets copies"),
        flag_column("wants_reports", "Reports", "gets reports"),
    )
    list_filter = (by_presence("until", "until", there="A last day", absent="Further notice"),)
    search_fields = ("name", "email", "client__name")
    search_help_text = "Name, address, client"

    def get_details(self, subject: ClientAdministrator) -> list[tuple[str, Any]]:
        lost = unreachable([subject.email])
        return [
            ("Client", client_link(subject.client)),
            ("Address", with_mark(subject.email, lost.get(subject.email.lower()))),
            ("From", subject.since),
            ("Last day", subject.until or "not set"),
            ("Copies of all e-mails", "yes" if subject.wants_copies else "no"),
            ("Reports of closed months", "yes" if subject.wants_reports else "no"),
        ]


@admin.register(CustomerSuccessContact, site=site)
class CustomerSuccessContactAdmin(ClientRowAdmin):
    action_forms = (EndContactForm,)
    list_display = ("name", "email", "of_client", "since", "until")
    search_fields = ("name", "email", "client__name")
    search_help_text = "Name, address, client"

    def get_details(self, subject: CustomerSuccessContact) -> list[tuple[str, Any]]:
        return [
            ("Client", client_link(subject.client)),
            ("Address", subject.email or "–"),
            ("From", subject.since),
            ("Last day", subject.until or "not set"),
        ]


@admin.register(ClientFact, site=site)
class ClientFactAdmin(ClientRowAdmin):
    """Read-only: a fact is recorded on its client's page (P4)."""

    list_display = (
        "of_client",
        "kind",
        "what",
        instant_column("since", "Holds from"),
        "evidence",
        instant_column("recorded_at", "Recorded"),
    )
    list_display_links = ("kind",)
    list_filter = ("kind",)
    search_fields = ("client__name", "evidence")
    search_help_text = "Client, evidence"
    order_words = "Last recorded first"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("author").order_by("-recorded_at")

    @admin.display(description="Value", ordering="value")
    def what(self, fact: ClientFact) -> str:
        return fact_value(fact.kind, fact.value)

    def get_details(self, subject: ClientFact) -> list[tuple[str, Any]]:
        return [
            ("Client", client_link(subject.client)),
            ("Fact", subject.get_kind_display()),
            ("Value", self.what(subject)),
            ("Holds from", stamp(subject.since)),
            ("Evidence", subject.evidence),
            ("Recorded", f"{subject.author}, {stamp(subject.recorded_at)}"),
        ]
