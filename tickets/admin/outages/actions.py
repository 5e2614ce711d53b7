"""What is done for all tickets of an outage: one fault for them, and one text for all."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from availability import incidents
from availability.models import Outage, OutageUpdate
from istockist_sla.core.models import User
from istockist_sla.desk.actions import ActionForm
from tickets import lifecycle
from tickets.admin.fields import FaultField, TextField
from tickets.admin.outages.tickets import faults_of, opened_in
from tickets.admin.permissions import HANDLE
from tickets.models import Fault, Ticket

Stage = OutageUpdate.Stage


def _movable(outage: Outage, at: datetime) -> list[Ticket]:
    return [each for each in opened_in(outage, at) if each.fault_class and not each.is_closed]


class AttachForm(ActionForm):
    """Tickets without a class are attached as they are qualified."""

    verb = "attach"
    label = "Attach tickets…"
    permissions = HANDLE
    description = (
        "Tickets that were opened in this outage and have a class go to one fault; their classes "
        "stay (C4). Those without one are attached as they are qualified."
    )
    success_message = "Attached."

    tickets = forms.MultipleChoiceField(label="Tickets", widget=forms.CheckboxSelectMultiple)
    fault = FaultField(label="Fault")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(each.pk): each for each in _movable(self.subject, self.at)}
        choices = [(key, _words(each)) for key, each in self.rows.items()]
        self.fields["tickets"].choices = choices  # type: ignore[attr-defined]
        faults = faults_of(list(self.rows.values()))
        if faults:
            self.initial.setdefault("fault", faults[0].reference)
            others = [key for key, each in self.rows.items() if each.fault != faults[0]]
            self.initial.setdefault("tickets", others)

    @classmethod
    def is_available(cls, subject: Outage, user: Any, at: datetime) -> bool:
        return bool(_movable(subject, at))

    @transaction.atomic
    def perform(self) -> list[Ticket]:
        fault = self.cleaned_data["fault"]
        chosen = [self.rows[key] for key in self.cleaned_data["tickets"]]
        going = [each for each in chosen if each.fault_id != fault.pk]
        if not going:
            raise lifecycle.ActionRefused(f"They belong to {fault.reference} already.")
        return [
            lifecycle.move(each.pk, fault=fault, by=self.user, at=self.at, seen=None)
            for each in going
        ]


def _words(ticket: Ticket) -> str:
    fault = f", {ticket.fault.reference}" if ticket.fault else ""
    return f"{ticket.number}, {ticket.client}: {ticket.subject}{fault}"


class InformForm(ActionForm):
    """The same text on the status page and, as a reply, in each open ticket of its faults."""

    verb = "inform"
    label = "Inform everybody…"
    permissions = ("availability.publish_outage",)
    template = "admin/availability/outage/inform.html"
    success_message = "It stands on the status page and in each of the tickets."

    stage = forms.ChoiceField(choices=Stage.choices, widget=forms.RadioSelect)
    text = TextField(
        required=True,
        label="To everybody",
        help_text="It is public: no client's name and no ticket's number.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_over = all(each.is_over for each in self.subject.incident)
        if not is_over:
            choices = [each for each in Stage.choices if each[0] != Stage.RESOLVED]
            self.fields["stage"].choices = choices  # type: ignore[attr-defined]
        said = self.subject.updates.first()
        self.initial.setdefault("stage", said.stage if said else Stage.INVESTIGATING)
        self.faults = _faults_to_inform(self.subject, self.at)
        found = Ticket.objects.unclosed().filter(fault__in=self.faults)
        self.reached = list(found.select_related("client").order_by("number"))

    @classmethod
    def has_permission(cls, user: User | AnonymousUser) -> bool:
        """Who writes to both."""
        return super().has_permission(user) and user.has_perms(HANDLE)

    @classmethod
    def is_available(cls, subject: Outage, user: Any, at: datetime) -> bool:
        is_public = subject.published_at is not None and subject.part_of_id is None
        return is_public and bool(_faults_to_inform(subject, at))

    @transaction.atomic
    def perform(self) -> OutageUpdate:
        stage, text = self.cleaned_data["stage"], self.cleaned_data["text"]
        author: dict[str, Any] = {"by": self.user, "at": self.at}
        update = incidents.update(self.subject, stage=stage, text=text, **author)
        for fault in self.faults:
            lifecycle.notify(fault.pk, text=text, **author)
        return update


def _faults_to_inform(outage: Outage, at: datetime) -> list[Fault]:
    """Those with an open ticket, in the order of their locks."""
    return sorted(faults_of(_movable(outage, at)), key=lambda fault: fault.pk)
