"""Actions that give a ticket an owner or another fault, or lower it with its fault."""

from datetime import datetime
from typing import Any

from django import forms

from istockist_sla.core.models import Event, User
from istockist_sla.desk.actions import ImmediateAction
from tickets import lifecycle
from tickets.admin.faults.actions import WorkaroundForm
from tickets.admin.fields import FaultField, agents
from tickets.admin.tickets.base_forms import UnclosedTicketForm
from tickets.lifecycle.base import events_of_fault
from tickets.models import FaultClass, Ticket, Verb
from tickets.sla.terms import CLASS_BELOW


def may_be_taken(ticket: Ticket, user: Any) -> bool:
    """What is nobody's; and what was assigned to the person, until Support has answered (K6)."""
    assigned = ticket.owner_id == user.pk and ticket.handled_at is None
    return ticket.owner_id is None or assigned


class TakeForm(UnclosedTicketForm, ImmediateAction):
    verb = Verb.TAKE
    label = "Take in charge"
    icon = Verb.TAKE.icon
    success_message = "The ticket is yours, and the first answer is given."

    @classmethod
    def is_available(cls, subject: Ticket, user: Any, at: datetime) -> bool:
        return super().is_available(subject, user, at) and may_be_taken(subject, user)

    def perform(self) -> Any:
        return lifecycle.take(self.subject.pk, by=self.user, at=self.at, seen=self.seen)


class AssignForm(UnclosedTicketForm):
    verb = Verb.ASSIGN
    label = "Assign…"
    description = "Gives the ticket to a colleague; it stops no clock (K6)."
    success_message = "Assigned."
    to = forms.ModelChoiceField(
        User.objects.none(), required=False, empty_label="Nobody", label="Owner"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["to"]
        owner.queryset = agents()
        self.initial.setdefault("to", self.subject.owner_id)

    def perform(self) -> Any:
        to = self.cleaned_data["to"]
        return lifecycle.assign(self.subject.pk, to=to, by=self.user, at=self.at, seen=self.seen)


class MoveForm(UnclosedTicketForm):
    verb = Verb.MOVE
    label = "Move to another fault…"
    success_message = "Moved."
    fault = FaultField(label="Fault", help_text="The class stays as it is (C4).")

    @classmethod
    def is_available(cls, subject: Ticket, user: Any, at: datetime) -> bool:
        return super().is_available(subject, user, at) and bool(subject.fault_class)

    def perform(self) -> Any:
        fault = self.cleaned_data["fault"]
        return lifecycle.move(
            self.subject.pk, fault=fault, by=self.user, at=self.at, seen=self.seen
        )


class DowngradeTicketForm(WorkaroundForm):
    """From one ticket, on all tickets of its fault (K9)."""

    transition = "downgrade"
    sends = "The workaround goes to each client concerned"
    template = "admin/tickets/ticket/downgrade.html"

    @classmethod
    def get_label(cls, subject: Ticket) -> str:
        lower = CLASS_BELOW.get(subject.fault_class)
        return f"Downgrade to {FaultClass(lower).label}…" if lower else cls.label

    @classmethod
    def events_of(cls, subject: Ticket) -> Any:
        """Those of the fault's other tickets too."""
        if subject.fault is None:
            return Event.objects.about(Event.Kind.TICKET, subject.pk)
        return events_of_fault(subject.fault, Ticket.objects.filter(fault=subject.fault_id))

    def perform(self) -> Any:
        if self.fault_id is None:
            raise lifecycle.ActionRefused(
                "Qualify the ticket first: a workaround is given for its fault."
            )
        return super().perform()
