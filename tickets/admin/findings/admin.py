"""Findings in the desk: what waits for a manager, what it rests on, and what it changes (G10)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import (
    ActionAdmin,
    ActionForm,
    ActionLink,
    ByDecision,
    instant_column,
    stamp,
)
from istockist_sla.desk.site import site
from tickets.admin import event_text
from tickets.admin.findings.actions import ACTION_FORMS
from tickets.admin.findings.pages import columns_of_kind, effects, may_decide, messages
from tickets.admin.links import ticket_link
from tickets.admin.permissions import DECIDE
from tickets.models import Finding
from tickets.search.queries import ticket_number


@admin.register(Finding, site=site)
class FindingAdmin(ActionAdmin):
    action_forms = ACTION_FORMS
    event_kind = Event.Kind.TICKET
    page_template = "admin/tickets/finding/page.html"
    action_template = "admin/tickets/finding/action.html"
    list_display = (
        "what",
        "ticket_link",
        "client",
        "state",
        "proposer",
        instant_column("proposed_at", "Proposed"),
        "decider",
    )
    list_display_links = ("what",)
    list_filter = (ByDecision, "kind")
    list_select_related = ("ticket__client", "proposer", "decider")
    search_fields = ("ticket__subject", "ticket__client__name")
    search_help_text = "Ticket, client"
    order_words = "Oldest first"
    ordering = ("id",)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Finding]:
        return (
            super()
            .get_queryset(request)
            .select_related("ticket__client", "evidence__author", "proposer", "decider", "answerer")
            .select_related("contest__author", "answer__author", "duplicate_of", "fact")
            .select_related("maintenance")
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Finding], search_term: str
    ) -> tuple[QuerySet[Finding], bool]:
        number = ticket_number(search_term)
        if number is not None:
            return queryset.filter(ticket__number=number), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="What", ordering="kind")
    def what(self, finding: Finding) -> str:
        return str(finding.get_kind_display())

    @admin.display(description="Ticket", ordering="ticket__number")
    def ticket_link(self, finding: Finding) -> SafeString | str:
        return ticket_link(finding.ticket)

    @admin.display(description="Client")
    def client(self, finding: Finding) -> str:
        return str(finding.ticket.client)

    def available_actions(
        self, request: HttpRequest, subject: Finding, at: datetime
    ) -> list[ActionLink]:
        """None for those whom the door would refuse: another manager decides (G10)."""
        if not may_decide(subject, request.user):
            return []
        return super().available_actions(request, subject, at)

    def get_events(self, subject: Finding) -> Any:
        about = Event.objects.about(Event.Kind.TICKET, subject.ticket_id)
        return about.filter(data__finding=subject.pk)

    def describe_events(self, events: Sequence[Event], request: HttpRequest) -> list[Any]:
        return event_text.describe(events, viewer=request.user)  # type: ignore[arg-type]

    def get_details(self, subject: Finding) -> list[tuple[str, Any]]:
        ticket = subject.ticket
        url = reverse("admin:tickets_ticket_change", args=[ticket.pk])
        decided = (
            [("Decided", f"{subject.decider}, {stamp(subject.decided_at)}")]
            if subject.decided_at
            else []
        )
        answered = [("Contest answered", subject.answerer)] if subject.answerer else []
        client_reason = [("To the client", subject.client_reason)] if subject.client_reason else []
        return [
            ("State", subject.get_state_display()),
            ("Ticket", format_html('<a href="{}">{}</a>, {}', url, ticket, ticket.client)),
            *columns_of_kind(subject),
            *client_reason,
            ("Proposed", f"{subject.proposer}, {stamp(subject.proposed_at)}"),
            *decided,
            *answered,
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        subject = self.get_viewable(request, object_id)
        may_not_decide = (
            subject.is_undecided
            and request.user.has_perm(*DECIDE)
            and not may_decide(subject, request.user)
        )
        context = {**_context(subject, timezone.now()), "may_not_decide": may_not_decide}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def get_action_context(self, request: HttpRequest, form: ActionForm) -> dict[str, Any]:
        return _context(form.subject, form.at)


def _context(finding: Finding, at: datetime) -> dict[str, Any]:
    return {
        "ticket": finding.ticket,
        "entries": messages(finding),
        "effects": effects(finding, at),
    }
