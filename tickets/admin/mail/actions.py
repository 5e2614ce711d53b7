"""Actions on held mail: it becomes a ticket, or is put aside (P1)."""

from datetime import datetime
from typing import Any

from django import forms

from istockist_sla.desk.actions import ActionForm, ConfirmForm
from tickets.admin.fields import LONGEST_REASON, AdministratorField
from tickets.mailroom import held, matching
from tickets.models import InboundMail

RELEASE = ("tickets.release_mail",)
HELD_STATES = (InboundMail.State.HELD, InboundMail.State.PARKED)


class HeldMailForm(ActionForm):
    """Open while the mail is held or could not be read."""

    permissions = RELEASE

    @classmethod
    def is_available(cls, subject: InboundMail, user: Any, at: datetime) -> bool:
        return subject.state in HELD_STATES


class ReleaseForm(ConfirmForm, HeldMailForm):
    """For a sender who was a client administrator when the mail was received."""

    verb = "release"
    label = "Release…"
    description = (
        "Its sender was a client administrator when it was received, so the ticket "
        "counts as opened then (P1)."
    )
    success_message = "Released: the ticket counts as opened when the mail was received."

    @classmethod
    def is_available(cls, subject: InboundMail, user: Any, at: datetime) -> bool:
        sender = matching.administrator_of(subject.from_address, subject.received_at)
        return super().is_available(subject, user, at) and sender is not None

    def perform(self) -> Any:
        return held.release(self.subject.pk, by=self.user, at=self.at)


class AdoptForm(HeldMailForm):
    verb = "adopt"
    label = "Adopt…"
    description = (
        "For mail of somebody who may not contact Support: a client administrator "
        "stands behind it (P1)."
    )
    success_message = "Adopted: the ticket is open."
    administrator = AdministratorField(
        label="For the client administrator",
        help_text="The ticket counts as opened now; adopting is not handling.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["administrator"]
        field.on(self.at.date())

    def perform(self) -> Any:
        administrator = self.cleaned_data["administrator"]
        return held.adopt(self.subject.pk, administrator=administrator, by=self.user, at=self.at)


class RejectForm(HeldMailForm):
    verb = "reject"
    label = "Put aside…"
    success_message = "Put aside."
    note = forms.CharField(
        max_length=LONGEST_REASON, label="Why", help_text="The mail is kept; nobody is notified."
    )

    def perform(self) -> Any:
        note = self.cleaned_data["note"]
        return held.reject(self.subject.pk, by=self.user, at=self.at, note=note)


ACTION_FORMS = (ReleaseForm, AdoptForm, RejectForm)
