"""Steps that are taken on several tickets at once, each through the door, ticket by ticket."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms

from istockist_sla.core.models import User
from tickets import lifecycle
from tickets.admin.class_test_choices import CHOICES_WITH_CLASS, REQUEST
from tickets.admin.fields import FaultField, TextField, TicketField, agents
from tickets.admin.tickets.assignment_forms import may_be_taken
from tickets.models import CloseReason, Ticket, TicketKind, TicketState, Verb


class BulkStep(forms.Form):
    """`fits` says of a ticket why the step does not fit it, and nothing where it does."""

    verb: ClassVar[Verb]
    label: ClassVar[str]
    icon: ClassVar[str]
    # What is told of those on which it was taken: "3 tickets …".
    done: ClassVar[tuple[str, str]]
    is_immediate: ClassVar[bool] = False
    # Fits only tickets that are all of one client.
    is_of_one_client: ClassVar[bool] = False

    def __init__(self, *args: Any, tickets: list[Ticket], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tickets = tickets

    @staticmethod
    def unfit(ticket: Ticket, user: Any) -> str:
        return "closed" if ticket.is_closed else ""

    def perform(self, ticket: Ticket, *, by: User, at: datetime, seen: int) -> None:
        raise NotImplementedError


class BulkTake(BulkStep):
    verb, label, icon = Verb.TAKE, "Take in charge", "user-round-check"
    done = "is yours", "are yours"
    is_immediate = True

    @staticmethod
    def unfit(ticket: Ticket, user: Any) -> str:
        if ticket.is_closed:
            return "closed"
        if may_be_taken(ticket, user):
            return ""
        return "yours already" if ticket.owner_id == user.pk else "a colleague’s"

    def perform(self, ticket: Ticket, *, by: User, at: datetime, seen: int) -> None:
        lifecycle.take(ticket.pk, by=by, at=at, seen=seen)


class BulkAssign(BulkStep):
    verb, label, icon = Verb.ASSIGN, "Assign…", "user-round"
    done = "has its new owner", "have their new owner"
    to = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        empty_label="Nobody",
        label="Owner",
        help_text="Assigning stops no clock (K6).",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = agents()

    def perform(self, ticket: Ticket, *, by: User, at: datetime, seen: int) -> None:
        lifecycle.assign(ticket.pk, to=self.cleaned_data["to"], by=by, at=at, seen=seen)


class BulkNote(BulkStep):
    verb, label, icon = Verb.NOTE, "Note…", "pencil"
    done = "has the note", "have the note"
    text = TextField(
        required=True,
        label="Note",
        help_text="Internal: no client ever sees it; it stops no clock.",
    )

    @staticmethod
    def unfit(ticket: Ticket, user: Any) -> str:
        return ""

    def perform(self, ticket: Ticket, *, by: User, at: datetime, seen: int) -> None:
        lifecycle.note(ticket.pk, text=self.cleaned_data["text"], by=by, at=at)


class BulkFault(BulkStep):
    """Those with a class move to the fault; the others are qualified by one test of C1."""

    verb, label, icon = Verb.MOVE, "Add to fault…", "link"
    done = "belongs to the fault", "belong to the fault"
    fault = FaultField(label="Fault", help_text="By its number, like F-318.")
    test = forms.ChoiceField(
        choices=[each for each in CHOICES_WITH_CLASS if each[0] != REQUEST],
        widget=forms.RadioSelect,
        label="For those without a class: which test is the first that fits?",
        help_text="A class only goes down afterwards (C3).",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if all(ticket.fault_class for ticket in self.tickets):
            del self.fields["test"]

    @staticmethod
    def unfit(ticket: Ticket, user: Any) -> str:
        if ticket.is_closed:
            return "closed"
        return "a request" if ticket.kind == TicketKind.REQUEST else ""

    def perform(self, ticket: Ticket, *, by: User, at: datetime, seen: int) -> None:
        fault = self.cleaned_data["fault"]
        if ticket.state != TicketState.OPEN:
            lifecycle.move(ticket.pk, fault=fault, by=by, at=at, seen=seen)
            return
        test = self.cleaned_data["test"]
        lifecycle.qualify(ticket.pk, class_test=test, fault=fault, by=by, at=at, seen=seen)


class BulkDuplicate(BulkStep):
    verb, label, icon = Verb.CLOSE, "Close as duplicate…", "copy"
    done = "is closed as a duplicate", "are closed as duplicates"
    is_of_one_client = True
    duplicate_of = TicketField(
        label="The ticket that they repeat",
        help_text="Its number: an earlier one of the same client (E4).",
    )
    text = TextField(label="To the client")

    def perform(self, ticket: Ticket, *, by: User, at: datetime, seen: int) -> None:
        lifecycle.close(
            ticket.pk,
            reason=CloseReason.DUPLICATE,
            duplicate_of=self.cleaned_data["duplicate_of"],
            text=self.cleaned_data["text"],
            by=by,
            at=at,
            seen=seen,
        )


STEPS: dict[str, type[BulkStep]] = {
    "take": BulkTake,
    "assign": BulkAssign,
    "note": BulkNote,
    "fault": BulkFault,
    "duplicate": BulkDuplicate,
}


def unfit_steps(ticket: Ticket, user: Any) -> Mapping[str, str]:
    """The steps that do not fit a row, each with why."""
    reasons = {code: step.unfit(ticket, user) for code, step in STEPS.items()}
    return {code: reason for code, reason in reasons.items() if reason}
