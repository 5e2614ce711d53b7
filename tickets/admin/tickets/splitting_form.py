"""The action that makes a message a ticket of its own, or puts it into another one."""

from datetime import datetime
from typing import Any

from django import forms

from istockist_sla.core.lib import text
from istockist_sla.desk.actions import ActionForm
from tickets import lifecycle
from tickets.admin.fields import ClientMessageField, TicketField
from tickets.admin.permissions import HANDLE
from tickets.models import Ticket, Verb


class SplitForm(ActionForm):
    verb = Verb.SPLIT
    label = "Split a message off…"
    permissions = HANDLE
    description = (
        "A ticket of its own is opened at the message's receipt: its clocks count from there (O1). "
        "In another ticket the message answers what was asked there by then (K10). Here it stays, "
        "with what it did."
    )
    submit_label = "Split it off"
    # Each message of the client leads here.
    in_toolbar = False
    message = ClientMessageField(label="The client's message")
    subject = forms.CharField(max_length=200, required=False, label="Subject of the new ticket")
    into = TicketField(
        required=False,
        label="Or into an open ticket of the same client",
        help_text="Its number; empty: a ticket of its own.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        message: Any = self.fields["message"]
        message.offer(self.subject)

    @classmethod
    def is_available(cls, subject: Ticket, user: Any, at: datetime) -> bool:
        """Once the client has written more than the opening."""
        return bool(subject.has_more_messages)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("into") and data.get("subject"):
            self.add_error("subject", "Name a subject or a ticket, not both.")
        elif not data.get("into") and not data.get("subject"):
            self.add_error("subject", "Say what the new ticket is about.")
        return data

    def perform(self) -> Any:
        data = self.cleaned_data
        if data["into"]:
            self.success_message = f"It stands in ticket {data['into'].number} now."
            message_id = data["message"].pk
            return lifecycle.move_message(message_id, to=data["into"], by=self.user, at=self.at)
        new = lifecycle.split(data["message"].pk, subject=data["subject"], by=self.user, at=self.at)
        opened = text.clock_gmt(new.opened_at, self.at)
        self.success_message = f"It is ticket {new.number} now, opened {opened}."
        return new
