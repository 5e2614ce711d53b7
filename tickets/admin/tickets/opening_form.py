"""The action that opens a ticket for a client."""

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction

from istockist_sla.core.lib.numbers import row_id
from istockist_sla.desk.actions import ActionForm
from istockist_sla.desk.fields import InstantField
from tickets import lifecycle
from tickets.admin.fields import (
    LONGEST_REASON,
    AdministratorField,
    TextField,
    TicketField,
)
from tickets.admin.permissions import HANDLE
from tickets.models import Channel, Ticket, Verb
from tickets.uploads import FilesField


class OpenForm(ActionForm):
    """A ticket for a named administrator, opened now or at an earlier contact (P2)."""

    verb = Verb.OPEN
    label = "Open for a client"
    permissions = HANDLE
    description = (
        "It is opened for a named client administrator, and opening it is not handling it (P2)."
    )
    submit_label = "Open the ticket"
    success_message = "The ticket is open."
    administrator = AdministratorField(
        label="Client administrator", help_text="Type a name, a client or the address."
    )
    subject = forms.CharField(max_length=200, label="Subject")
    text = TextField(required=True, label="What the client reports", rows=8)
    uploads = FilesField()
    earlier = InstantField(
        required=False,
        label="Earlier contact, in GMT",
        help_text="The ticket then counts as opened at that instant.",
    )
    reason = forms.CharField(
        max_length=LONGEST_REASON, required=False, label="Reason for the earlier instant"
    )
    passed_on = forms.BooleanField(required=False, label="Passed on by Customer Success")
    follows = TicketField(
        required=False, label="Continues ticket", help_text="A closed ticket of the same client."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        administrator: Any = self.fields["administrator"]
        administrator.on(self.at.date())
        continued = Ticket.objects.filter(number=row_id(self.initial.get("follows", "")) or 0)
        for ticket in continued.select_related("administrator"):
            self.initial.setdefault("administrator", ticket.administrator.email)
            self.initial.setdefault("subject", ticket.subject)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        earlier: datetime | None = data.get("earlier")
        if earlier is not None and earlier > self.at:
            self.add_error("earlier", "A ticket cannot be opened later than now.")
        if earlier is not None and not data.get("reason", "").strip():
            self.add_error("reason", "Say why the ticket counts from an earlier instant (P2).")
        follows, administrator = data.get("follows"), data.get("administrator")
        if follows and administrator and follows.client_id != administrator.client_id:
            self.add_error("follows", "That ticket is another client's.")
        return data

    @transaction.atomic
    def perform(self) -> Ticket:
        """A note gives the reason for an earlier instant."""
        data = self.cleaned_data
        ticket = lifecycle.open_ticket(
            administrator=data["administrator"],
            channel=Channel.DESK,
            subject=data["subject"],
            text=data["text"],
            files=data["uploads"],
            at=data["earlier"] or self.at,
            recorded_at=self.at,
            by=self.user,
            follows=data["follows"],
            data={"passed_on": True} if data["passed_on"] else None,
        )
        if data["earlier"]:
            text = f"Opened at the earlier contact. {data['reason'].strip()}"
            lifecycle.note(ticket.pk, text=text, by=self.user, at=self.at)
        return ticket
