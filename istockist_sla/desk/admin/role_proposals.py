"""Changes of Manager and System administrator: what waits, who proposed it, and the decision."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.core import role_changes, role_proposals
from istockist_sla.core.models import Event, RoleProposal
from istockist_sla.desk.actions import (
    ActionAdmin,
    ActionForm,
    ByDecision,
    ConfirmForm,
    DetailTable,
    ImmediateAction,
    instant_column,
    stamp,
)
from istockist_sla.desk.admin import people_tables
from istockist_sla.desk.admin.people_forms import CHANGE
from istockist_sla.desk.site import site


class DecisionForm(ConfirmForm):
    """By a System administrator who is neither the proposer nor the person (G10)."""

    permissions = CHANGE

    @classmethod
    def is_available(cls, subject: RoleProposal, user: Any, at: datetime) -> bool:
        return subject.is_undecided and user.pk not in (subject.proposer_id, subject.person_id)


class ApproveForm(DecisionForm):
    verb = "approve"
    label = "Approve…"
    description = "It takes effect at once, and all System administrators are told by letter."
    submit_label = "Approve"
    success_message = "Approved. It is in effect."

    def perform(self) -> RoleProposal:
        return role_proposals.approve(self.subject.pk, by=self.user, at=self.at)


class DeclineForm(DecisionForm):
    verb = "decline"
    label = "Decline…"
    description = "Nothing changes."
    submit_label = "Decline"
    success_message = "Declined. Nothing changes."
    is_dangerous = True

    def perform(self) -> RoleProposal:
        return role_proposals.decline(self.subject.pk, by=self.user, at=self.at)


class WithdrawAction(ImmediateAction):
    verb = "withdraw"
    label = "Withdraw"
    permissions = CHANGE
    success_message = "Withdrawn. Nothing changes."

    @classmethod
    def is_available(cls, subject: RoleProposal, user: Any, at: datetime) -> bool:
        return subject.is_undecided and subject.proposer_id == user.pk

    def perform(self) -> RoleProposal:
        return role_proposals.withdraw(self.subject.pk, by=self.user, at=self.at)


@admin.register(RoleProposal, site=site)
class RoleProposalAdmin(ActionAdmin):
    event_kind = Event.Kind.USER
    action_forms = (ApproveForm, DeclineForm, WithdrawAction)
    page_template = "admin/core/roleproposal/page.html"
    action_template = "admin/core/roleproposal/action.html"
    list_display = (
        "what",
        "person",
        "state",
        "proposer",
        instant_column("proposed_at", "Proposed"),
        "decider",
    )
    list_display_links = ("what",)
    list_filter = (ByDecision,)
    list_select_related = ("person", "proposer", "decider")
    search_fields = ("person__name", "person__email")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoleProposal]:
        return super().get_queryset(request).select_related("person", "proposer", "decider")

    @admin.display(description="Change", ordering="change")
    def what(self, proposal: RoleProposal) -> str:
        return str(proposal.get_change_display())

    def get_events(self, subject: RoleProposal) -> Any:
        about = Event.objects.about(Event.Kind.USER, subject.person_id)
        return about.filter(data__proposal=subject.pk)

    def get_details(self, subject: RoleProposal) -> list[tuple[str, Any]]:
        proposed = f"{subject.proposer or people_tables.OPERATOR}, {stamp(subject.proposed_at)}"
        rows: list[tuple[str, Any]] = [
            ("Person", _person_link(subject)),
            ("Change", subject.get_change_display()),
            ("State", subject.get_state_display()),
            ("Proposed by", proposed),
            ("Reason", subject.reason),
        ]
        if subject.decider and subject.decided_at:
            rows.append(("Decided by", f"{subject.decider}, {stamp(subject.decided_at)}"))
        return rows

    def get_tables(self, subject: RoleProposal, request: HttpRequest) -> list[DetailTable]:
        return [people_tables.comparison(subject)]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        subject = self.get_viewable(request, object_id)
        context = {**_decision_context(subject, request.user), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def get_action_context(self, request: HttpRequest, form: ActionForm) -> dict[str, Any]:
        return {
            **_decision_context(form.subject, request.user),
            "details": self.get_details(form.subject),
            "tables": self.get_tables(form.subject, request),
        }


def _decision_context(proposal: RoleProposal, user: Any) -> dict[str, bool]:
    waits = proposal.is_undecided
    return {
        "waits_for_another": waits and user.pk in (proposal.proposer_id, proposal.person_id),
        "changed_since": waits and role_changes.in_use(proposal.person) != proposal.held,
    }


def _person_link(proposal: RoleProposal) -> SafeString:
    url = reverse("admin:core_user_change", args=[proposal.person_id])
    return format_html('<a href="{}">{}</a>', url, proposal.person)
