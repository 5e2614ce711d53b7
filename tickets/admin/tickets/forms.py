"""Forms of the ticket's steps: what each asks before it goes through the door."""

from datetime import datetime
from typing import Any

from django import forms

from istockist_sla.core.models import User
from istockist_sla.desk.actions import ActionForm
from tickets.admin.fields import (
    LONGEST_REASON,
    AdministratorField,
    FaultField,
    TextField,
    TicketField,
    agents,
)
from tickets.models import Team
from tickets.uploads import FilesField


class MessageForm(ActionForm):
    text = TextField(label="Text")
    uploads = FilesField()


class NoteForm(MessageForm):
    text = TextField(label="Note", help_text="The client never sees it; it stops no clock (K6).")


class AnswerForm(ActionForm):
    text = TextField(
        required=True,
        label="What the client answered",
        help_text="Kept as an internal note; every open question ends and the fix clock runs on.",
    )


class AssignForm(ActionForm):
    to = forms.ModelChoiceField(
        User.objects.none(), required=False, empty_label="Nobody", label="Owner"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["to"]
        owner.queryset = agents()
        self.initial.setdefault("to", self.subject.owner_id)


class HandOverForm(ActionForm):
    team = forms.ChoiceField(choices=Team.choices, widget=forms.RadioSelect, label="To")
    text = TextField(required=True, label="What they should do")


class ReportForm(ActionForm):
    text = TextField(required=True, label="What they answered")


class MoveToFaultForm(ActionForm):
    fault = FaultField(label="Fault", help_text="The class stays as it is (C4).")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suggest(self, "fault")


class ReopenTicketForm(ActionForm):
    text = TextField(label="To the client")
    uploads = FilesField()


class OpenForm(ActionForm):
    """A ticket for a named administrator, opened now or at an earlier contact (P2)."""

    administrator = AdministratorField(
        label="Client administrator", help_text="Type a name, a client or the address."
    )
    subject = forms.CharField(max_length=200, label="Subject")
    text = TextField(required=True, label="What the client reports", rows=8)
    uploads = FilesField()
    earlier = forms.DateTimeField(
        required=False,
        label="Earlier contact, in GMT",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1}),
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
        subject = kwargs.pop("subject")
        super().__init__(*args, subject=subject, **kwargs)
        people: Any = self.fields["administrator"]
        people.on(self.at.date())
        self.order_fields(
            [
                "administrator",
                "subject",
                "text",
                "uploads",
                "earlier",
                "reason",
                "passed_on",
                "follows",
            ]
        )

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


def suggest(form: forms.Form, name: str) -> None:
    field: Any = form.fields[name]
    field.suggest()
