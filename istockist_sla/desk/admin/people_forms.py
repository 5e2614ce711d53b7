"""Actions on people: engaged, given other roles, dismissed, readmitted, a lost factor reset."""

from datetime import datetime
from typing import Any

from django import forms

from istockist_sla.core import role_changes, roles, second_factor, staff
from istockist_sla.core.models import RoleProposal, SecondFactorReset, User
from istockist_sla.core.role_proposals import MAX_REASON_LENGTH, NEEDS_REASON
from istockist_sla.desk.actions import ActionForm
from istockist_sla.desk.fields import AddressField

CHANGE = ("core.change_user",)
CHOICES = [(name, name) for name in roles.ROLES if name != roles.TECHNICAL]
PROPOSED = "Proposed. It takes effect once another System administrator has approved it."


def reason_field(**options: Any) -> forms.CharField:
    return forms.CharField(max_length=MAX_REASON_LENGTH, label="Reason", **options)


class RoleChangeForm(ActionForm):
    def tell(self, outcome: staff.Outcome) -> User:
        """Whether it is done or waits; gives the person."""
        if outcome.waits:
            self.success_message = PROPOSED
        return outcome.person


class RolesForm(RoleChangeForm):
    groups = forms.MultipleChoiceField(
        choices=CHOICES, widget=forms.CheckboxSelectMultiple, label="Roles"
    )
    reason = reason_field(
        required=False,
        help_text="Needed, and kept, where Manager or System administrator is given or taken.",
    )

    def roles_before(self) -> list[str]:
        return []

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        guarded = roles.touches_guarded(self.roles_before(), data.get("groups", []))
        if "groups" in data and guarded and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", NEEDS_REASON)
        return data


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
    field_order = ("name", "email", "groups", "reason")

    def perform(self) -> User:
        return self.tell(staff.engage(**self.cleaned_data, by=self.user, at=self.at))


class ReassignForm(RolesForm):
    verb = "reassign"
    label = "Change roles…"
    permissions = CHANGE
    success_message = "Changed."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("groups", self.roles_before())

    @classmethod
    def is_available(cls, subject: User, user: Any, at: datetime) -> bool:
        return is_current_staff(subject) and not waits(subject)

    def roles_before(self) -> list[str]:
        return role_changes.in_use(self.subject)

    def perform(self) -> User:
        data = self.cleaned_data
        outcome = staff.reassign(user_id=self.subject.pk, **data, by=self.user, at=self.at)
        return self.tell(outcome)


class AccessForm(RoleChangeForm):
    """Whether a person may sign in; with a reason where the person has a guarded role."""

    permissions = CHANGE
    reason = reason_field(help_text="The other System administrators read it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not roles.touches_guarded(role_changes.granted(self.subject), []):
            del self.fields["reason"]


class DismissForm(AccessForm):
    verb = "dismiss"
    label = "Dismiss…"
    description = "The person can no longer sign in; what they did stays theirs."
    success_message = "Dismissed."
    is_dangerous = True

    @classmethod
    def is_available(cls, subject: User, user: Any, at: datetime) -> bool:
        return is_current_staff(subject) and subject.pk != user.pk and not waits(subject)

    def perform(self) -> User:
        data = self.cleaned_data
        outcome = staff.dismiss(user_id=self.subject.pk, **data, by=self.user, at=self.at)
        return self.tell(outcome)


class ReadmitForm(AccessForm):
    verb = "readmit"
    label = "Readmit…"
    description = "The person can sign in again, with the roles held before."
    success_message = "Readmitted."

    @classmethod
    def is_available(cls, subject: User, user: Any, at: datetime) -> bool:
        return subject.is_staff and not subject.is_active and not waits(subject)

    def perform(self) -> User:
        data = self.cleaned_data
        outcome = staff.readmit(user_id=self.subject.pk, **data, by=self.user, at=self.at)
        return self.tell(outcome)


class ResetSecondFactorForm(ActionForm):
    verb = "reset_second_factor"
    label = "Reset second factor…"
    permissions = CHANGE
    description = (
        "For a lost phone or passkey. Every app, passkey and recovery code of the person goes, and "
        "all their sessions end. They are told by letter, with the reason, and set up a new factor "
        "when they next sign in. Make sure first that it is they who ask."
    )
    submit_label = "Reset it"
    success_message = "Reset. The person is told by letter."
    is_dangerous = True

    reason = reason_field(help_text="How you know that it is lost. The person reads it.")

    @classmethod
    def is_available(cls, subject: User, user: Any, at: datetime) -> bool:
        return subject.is_active and subject.pk != user.pk and second_factor.has_any(subject)

    def perform(self) -> SecondFactorReset:
        return second_factor.reset(
            user_id=self.subject.pk,
            reason=self.cleaned_data["reason"],
            by=self.user,
            at=self.at,
        )


def is_current_staff(user: User) -> bool:
    return user.is_staff and user.is_active


def waits(user: User) -> bool:
    return RoleProposal.objects.undecided().filter(person=user).exists()
