"""People who work in the desk: added with roles, dismissed, never deleted."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from istockist_sla.core import roles, staff
from istockist_sla.core.models import Event, User
from istockist_sla.desk.actions import ActionAdmin, ActionForm, ConfirmForm, ImmediateAction, stamp
from istockist_sla.desk.fields import AddressField
from istockist_sla.desk.site import site

CHANGE = ("core.change_user",)
CHOICES = [(name, name) for name in roles.ROLES if name != roles.TECHNICAL]


class RolesForm(ActionForm):
    groups = forms.MultipleChoiceField(
        choices=CHOICES, widget=forms.CheckboxSelectMultiple, label="Roles"
    )


class EngageForm(RolesForm):
    verb = "engage"
    label = "Add a person"
    permissions = ("core.add_user",)
    description = "For the staff; people of clients are appointed on their client's page."
    success_message = "Added. The person can sign in now."

    name = forms.CharField(max_length=120, label="Name")
    email = AddressField(
        label="E-mail address", help_text="Sign-in is by a code that is sent there."
    )
    field_order = ("name", "email", "groups")

    def perform(self) -> User:
        return staff.engage(**self.cleaned_data, by=self.user, at=self.at)


class ReassignForm(RolesForm):
    verb = "reassign"
    label = "Change roles…"
    permissions = CHANGE
    success_message = "Changed."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = list(self.subject.groups.values_list("name", flat=True))
        self.initial.setdefault("groups", held)

    @classmethod
    def is_available(cls, subject: User, user: Any, at: datetime) -> bool:
        return is_current_staff(subject)

    def perform(self) -> User:
        return staff.reassign(
            user_id=self.subject.pk, groups=self.cleaned_data["groups"], by=self.user, at=self.at
        )


class DismissForm(ConfirmForm):
    verb = "dismiss"
    label = "Dismiss…"
    permissions = CHANGE
    description = "The person can no longer sign in; what they did stays theirs."
    success_message = "Dismissed."
    is_dangerous = True

    @classmethod
    def is_available(cls, subject: User, user: Any, at: datetime) -> bool:
        return is_current_staff(subject)

    def perform(self) -> User:
        return staff.dismiss(user_id=self.subject.pk, by=self.user, at=self.at)


class ReadmitAction(ImmediateAction):
    verb = "readmit"
    label = "Readmit"
    permissions = CHANGE
    success_message = "Readmitted."

    @classmethod
    def is_available(cls, subject: User, user: Any, at: datetime) -> bool:
        return subject.is_staff and not subject.is_active

    def perform(self) -> User:
        return staff.readmit(user_id=self.subject.pk, by=self.user, at=self.at)


def is_current_staff(user: User) -> bool:
    return user.is_staff and user.is_active


@admin.register(User, site=site)
class UserAdmin(ActionAdmin):
    event_kind = Event.Kind.USER
    add_action_form = EngageForm
    action_forms = (ReassignForm, DismissForm, ReadmitAction)
    list_display = ("name", "email", "role_names", "is_staff", "is_active")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("name", "email")
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
            ("Since", stamp(subject.date_joined)),
        ]
