"""Actions that close a ticket, and that reopen it."""

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction

from tickets import lifecycle
from tickets.admin.canned.filling import refuse_unfilled
from tickets.admin.fields import ClientMessageField, TextField, TicketField
from tickets.admin.tickets.message_forms import LetterForm
from tickets.admin.tickets.qualify_forms import ClassTestForm
from tickets.models import CloseReason, Ticket, TicketState, Verb


class CloseForm(ClassTestForm):
    """A reason of E1 with what it asks for; without a class, resolved asks the tests too (C6)."""

    verb = Verb.CLOSE
    label = "Close…"
    transition = "close"
    success_message = "Closed."
    sends = "The ticket is closed"
    template = "admin/tickets/ticket/close.html"
    reason = forms.ChoiceField(
        choices=CloseReason.choices, widget=forms.RadioSelect, label="Reason"
    )
    text = TextField(label="To the client")
    confirmation = ClientMessageField(
        required=False,
        label="The client's message that confirms it",
        help_text="A ticket that is closed unresolved needs the client's own words for it (E1).",
    )
    duplicate_of = TicketField(
        required=False, label="Repeats ticket", help_text="The number of an earlier one (E4)."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        confirmation: Any = self.fields["confirmation"]
        confirmation.offer(self.subject)
        self.asks_class = self.subject.state == TicketState.OPEN
        self.fields["test"].required = False
        if not self.asks_class:
            for name in ("test", "offered", "fault", "fault_title", "components"):
                self.fields.pop(name, None)

    def clean_text(self) -> str:
        return refuse_unfilled(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.qualifies_first(data) and not data.get("test"):
            self.add_error("test", "A ticket is resolved only once it has a class (C6).")
        return data

    def qualifies_first(self, data: dict[str, Any]) -> bool:
        return self.asks_class and data.get("reason") == CloseReason.RESOLVED

    @transaction.atomic
    def perform(self) -> Any:
        """Qualify and close together where the ticket has no class yet (C6)."""
        data = self.cleaned_data
        seen: int | None = self.seen
        if self.qualifies_first(data):
            self.qualify()
            seen = None  # The ticket is locked by now, and its newest event is this form's own.
        return lifecycle.close(
            self.subject.pk,
            reason=data["reason"],
            by=self.user,
            at=self.at,
            seen=seen,
            text=data["text"],
            duplicate_of=data["duplicate_of"],
            confirmation=data["confirmation"],
            through=data.get("through"),
        )


class ReopenForm(LetterForm):
    verb = Verb.REOPEN
    label = "Reopen…"
    transition = "reopen"
    description = "Within fourteen days of closing the same ticket resumes (K13)."
    sends = "It goes to the client"
    success_message = "Reopened, in the state and class it was closed in."
    text = TextField(label="To the client")

    @classmethod
    def is_available(cls, subject: Ticket, user: Any, at: datetime) -> bool:
        return super().is_available(subject, user, at) and lifecycle.may_reopen(subject, at)

    def perform(self) -> Any:
        return lifecycle.reopen(self.subject.pk, seen=self.seen, **self.get_message())
