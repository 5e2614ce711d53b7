"""People who work in the desk: added with roles, dismissed, never deleted."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from istockist_sla.core import roles, staff
from istockist_sla.core.models import Event, User
from istockist_sla.desk.actions import ActionAdmin, ActionForm, ConfirmForm, Doing, Step, stamp
from istockist_sla.desk.site import site

CHANGE = ("core.change_user",)
CHOICES = [(name, name) for name in roles.ROLES if name != roles.TECHNICAL]


class RolesForm(ActionForm):
    groups = forms.MultipleChoiceField(
        choices=CHOICES, widget=forms.CheckboxSelectMultiple, label="Roles"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            held = list(self.subject.groups.values_list("name", flat=True))
            self.initial.setdefault("groups", held)


class EngageForm(RolesForm):
    name = forms.CharField(max_length=120, label="Name")
    email = forms.EmailField(
        label="E-mail address", help_text="Sign-in is by a code that is sent there."
    )
    field_order = ("name", "email", "groups")


def _engage(doing: Doing) -> User:
    return staff.engage(**doing.data, by=doing.by, at=doing.at)


def _reassign(doing: Doing) -> User:
    return staff.reassign(
        user_id=doing.subject.pk, groups=doing.data["groups"], by=doing.by, at=doing.at
    )


def _dismiss(doing: Doing) -> User:
    return staff.dismiss(user_id=doing.subject.pk, by=doing.by, at=doing.at)


def _readmit(doing: Doing) -> User:
    return staff.readmit(user_id=doing.subject.pk, by=doing.by, at=doing.at)


def _works_here(user: User, at: datetime) -> bool:
    return user.is_staff and user.is_active


def _dismissed(user: User, at: datetime) -> bool:
    return user.is_staff and not user.is_active


@admin.register(User, site=site)
class UserAdmin(ActionAdmin):
    event_kind = Event.Kind.USER
    add_step = Step(
        "engage",
        "Add a person",
        ("core.add_user",),
        _engage,
        form=EngageForm,
        done="Added. The person can sign in now.",
        intro="For the staff; people of clients are appointed on their client's page.",
    )
    steps = (
        Step(
            "reassign",
            "Change roles…",
            CHANGE,
            _reassign,
            form=RolesForm,
            legal=_works_here,
            done="Changed.",
        ),
        Step(
            "dismiss",
            "Dismiss…",
            CHANGE,
            _dismiss,
            form=ConfirmForm,
            legal=_works_here,
            done="Dismissed.",
            intro="The person can no longer sign in; what they did stays theirs.",
            danger=True,
        ),
        Step("readmit", "Readmit", CHANGE, _readmit, legal=_dismissed, done="Readmitted."),
    )
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
