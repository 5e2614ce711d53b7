"""People who work in the desk: added with roles, dismissed, never deleted."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from istockist_sla.core import role_proposals, second_factor
from istockist_sla.core.models import Event, RoleProposal, User
from istockist_sla.desk.actions import (
    ActionAdmin,
    ActionForm,
    DetailTable,
    by_flag,
    flag_column,
    stamp,
)
from istockist_sla.desk.admin import people_tables
from istockist_sla.desk.admin.people_forms import (
    DismissForm,
    EngageForm,
    ReadmitForm,
    ReassignForm,
    ResetSecondFactorForm,
)
from istockist_sla.desk.site import site


@admin.register(User, site=site)
class UserAdmin(ActionAdmin):
    event_kind = Event.Kind.USER
    add_action_form = EngageForm
    action_forms = (ReassignForm, DismissForm, ReadmitForm, ResetSecondFactorForm)
    page_template = "admin/core/user/page.html"
    action_template = "admin/core/user/action.html"
    list_display = (
        "name",
        "email",
        "role_names",
        flag_column("is_staff", "Desk", "may use it"),
        flag_column("is_active", "Signing in", "may", "may not"),
    )
    list_filter = (
        by_flag("is_staff", "desk", yes="May use it", no="May not use it"),
        by_flag("is_active", "signing in", yes="May sign in", no="May not sign in"),
        "groups",
    )
    search_fields = ("name", "email")
    search_help_text = "Name, address"
    ordering = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="Roles")
    def role_names(self, user: User) -> str:
        return ", ".join(sorted(group.name for group in user.groups.all())) or "–"

    def get_details(self, subject: User) -> list[tuple[str, Any]]:
        return [
            ("Name", subject.name),
            ("Address", subject.email),
            ("Roles", self.role_names(subject)),
            ("Works in the desk", "yes" if subject.is_staff else "no, for a client"),
            ("May sign in", "yes" if subject.is_active else "no"),
            ("Second factor", "set up" if second_factor.has_any(subject) else "none"),
            ("Since", stamp(subject.date_joined)),
        ]

    def get_tables(self, subject: User, request: HttpRequest) -> list[DetailTable]:
        tables = [people_tables.changes(subject), people_tables.resets(subject)]
        return [table for table in tables if table.rows]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        subject = self.get_viewable(request, object_id)
        waiting = RoleProposal.objects.undecided().filter(person=subject).first()
        context = {"waiting": waiting, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def get_action_context(self, request: HttpRequest, form: ActionForm) -> dict[str, Any]:
        user: Any = request.user
        return {
            "about_roles": not isinstance(form, ResetSecondFactorForm),
            "needs_approval": role_proposals.needs_approval(user),
        }
