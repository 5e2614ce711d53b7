"""Actions on a client's administrators and its Customer Success contacts (P1, P6)."""

from datetime import date, datetime
from typing import Any

from django import forms

from istockist_sla.desk.actions import ActionForm, ImmediateAction
from istockist_sla.desk.fields import AddressField, DayField
from tickets import records
from tickets.admin.clients.forms import CurrentClientForm
from tickets.models import ClientAdministrator, CustomerSuccessContact

CHANGE_ADMINISTRATOR = ("tickets.change_clientadministrator",)


class PersonForm(CurrentClientForm):
    name = forms.CharField(max_length=120, label="Name")
    email = AddressField(label="E-mail address")
    since = DayField(label="From")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since", self.at.date().isoformat())


class AppointForm(PersonForm):
    verb = "appoint"
    label = "Appoint an administrator…"
    permissions = ("tickets.add_clientadministrator",)
    success_message = "Appointed. The person can sign in and write to Support from that day."

    wants_copies = forms.BooleanField(
        required=False, label="Gets copies of all the client's e-mails"
    )
    wants_reports = forms.BooleanField(
        required=False, label="Gets the client's report of each closed month"
    )

    def perform(self) -> ClientAdministrator:
        return records.appoint_administrator(
            client_id=self.subject.pk, **self.cleaned_data, by=self.user, at=self.at
        )


class NameContactForm(PersonForm):
    verb = "name_contact"
    label = "Name a Customer Success contact…"
    permissions = ("tickets.add_customersuccesscontact",)
    success_message = "Named."

    def perform(self) -> CustomerSuccessContact:
        return records.name_contact(
            client_id=self.subject.pk, **self.cleaned_data, by=self.user, at=self.at
        )


def has_not_ended(row: ClientAdministrator | CustomerSuccessContact, at: datetime) -> bool:
    return row.until is None or row.until >= at.date()


class EndPersonForm(ActionForm):
    """Somebody's last day."""

    verb = "end"
    label = "End…"
    success_message = "The last day is set."

    until = DayField(label="Last day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today: date = self.at.date()
        self.initial.setdefault("until", today.isoformat())

    @classmethod
    def is_available(cls, subject: Any, user: Any, at: datetime) -> bool:
        return has_not_ended(subject, at)


class EndAdministratorForm(EndPersonForm):
    permissions = CHANGE_ADMINISTRATOR
    description = (
        "After the last day mail of this person is held, and the portal shows nothing (P1). "
        "What they wrote stays."
    )

    def perform(self) -> ClientAdministrator:
        return records.end_administrator(
            administrator_id=self.subject.pk,
            until=self.cleaned_data["until"],
            by=self.user,
            at=self.at,
        )


class EndContactForm(EndPersonForm):
    permissions = ("tickets.change_customersuccesscontact",)

    def perform(self) -> CustomerSuccessContact:
        return records.end_contact(
            contact_id=self.subject.pk, until=self.cleaned_data["until"], by=self.user, at=self.at
        )


class CopiesAction(ImmediateAction):
    verb = "copies"
    permissions = CHANGE_ADMINISTRATOR
    success_message = "Changed."

    @classmethod
    def get_label(cls, subject: ClientAdministrator) -> str:
        return "Stop the copies" if subject.wants_copies else "Send copies of all e-mails"

    @classmethod
    def is_available(cls, subject: ClientAdministrator, user: Any, at: datetime) -> bool:
        return has_not_ended(subject, at)

    def perform(self) -> ClientAdministrator:
        return records.set_copies(
            administrator_id=self.subject.pk,
            wanted=not self.subject.wants_copies,
            by=self.user,
            at=self.at,
        )


class ReportsAction(ImmediateAction):
    verb = "reports"
    permissions = CHANGE_ADMINISTRATOR
    success_message = "Changed."

    @classmethod
    def get_label(cls, subject: ClientAdministrator) -> str:
        return "Stop the reports" if subject.wants_reports else "Send the reports of closed months"

    @classmethod
    def is_available(cls, subject: ClientAdministrator, user: Any, at: datetime) -> bool:
        return has_not_ended(subject, at)

    def perform(self) -> ClientAdministrator:
        return records.set_reports(
            administrator_id=self.subject.pk,
            wanted=not self.subject.wants_reports,
            by=self.user,
            at=self.at,
        )
