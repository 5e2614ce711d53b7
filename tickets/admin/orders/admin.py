"""Order counts in the desk, and facts that are put forward from them (G5)."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import (
    ActionAdmin,
    ActionForm,
    ByDecision,
    DetailTable,
    instant_column,
    stamp,
)
from istockist_sla.desk.site import site
from tickets.admin.orders import tables
from tickets.admin.orders.forms import ApproveFactForm, DeclineFactForm, ImportForm
from tickets.models import FactProposal, OrderCount


@admin.register(OrderCount, site=site)
class OrderCountAdmin(ActionAdmin):
    """Counts come from files alone; a newer file puts a count right."""

    add_action_form = ImportForm
    list_display = ("client", "day", "orders")
    list_display_links = None
    list_select_related = ("client",)
    search_fields = ("client__name", "client__code")
    search_help_text = "Client, by name or short name"
    order_words = "Newest day first"
    ordering = ("-day", "client")

    def get_success_url(self, form: ActionForm, made: Any) -> str:
        return self.get_list_url()

    def get_details(self, subject: OrderCount) -> list[tuple[str, Any]]:
        return [("Client", subject.client), ("Day", subject.day), ("Orders", subject.orders)]


@admin.register(FactProposal, site=site)
class FactProposalAdmin(ActionAdmin):
    action_forms = (ApproveFactForm, DeclineFactForm)
    event_kind = Event.Kind.CLIENT
    list_display = (
        "what",
        "client",
        instant_column("since", "From"),
        instant_column("until", "Until"),
        "state",
        "proposer",
        instant_column("proposed_at", "Put forward"),
    )
    list_display_links = ("what",)
    list_filter = (ByDecision,)
    list_select_related = ("client", "proposer")
    search_fields = ("client__name", "evidence")
    search_help_text = "Client, evidence"
    order_words = "Oldest first"
    ordering = ("id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[FactProposal]:
        return super().get_queryset(request).select_related("client", "proposer", "decider")

    @admin.display(description="What")
    def what(self, proposal: FactProposal) -> str:
        return f"{proposal.get_kind_display()}: {proposal.value}"

    def get_events(self, subject: FactProposal) -> Any:
        about = Event.objects.about(Event.Kind.CLIENT, subject.client_id)
        return about.filter(data__proposal=subject.pk)

    def get_details(self, subject: FactProposal) -> list[tuple[str, Any]]:
        decided = (
            [("Decided", f"{subject.decider}, {stamp(subject.decided_at)}")]
            if subject.decided_at
            else []
        )
        return [
            ("State", subject.get_state_display()),
            ("Client", _client_link(subject)),
            (str(subject.get_kind_display()), subject.value),
            ("From", stamp(subject.since)),
            ("Until", stamp(subject.until) if subject.until else "further notice"),
            ("Evidence", subject.evidence),
            ("Put forward", f"{subject.proposer}, {stamp(subject.proposed_at)}"),
            *decided,
        ]

    def get_tables(self, subject: FactProposal, request: HttpRequest) -> list[DetailTable]:
        return [tables.figures(subject), tables.concerned(subject)]


def _client_link(proposal: FactProposal) -> SafeString:
    url = reverse("admin:tickets_client_change", args=[proposal.client_id])
    return format_html('<a href="{}">{}</a>', url, proposal.client)
