"""Actions on canned replies."""

from datetime import datetime
from typing import Any

from django import forms

from istockist_sla.desk.actions import ActionForm, ImmediateAction
from tickets.admin.canned import keeping
from tickets.admin.canned.filling import NAMES
from tickets.admin.fields import TextField
from tickets.admin.permissions import HANDLE
from tickets.models import CannedReply

PLACEHOLDERS = ", ".join(f"{{{name}}}" for name in NAMES)


class CannedReplyForm(ActionForm):
    permissions = HANDLE
    title = forms.CharField(max_length=80, label="Title", help_text="It is found by these words.")
    text = TextField(
        required=True,
        rows=8,
        label="Text",
        help_text=f"Filled in by themselves: {PLACEHOLDERS}. What is not known then, or stands in "
        "other braces such as {time}, is asked for before it is sent.",
    )
    is_own = forms.BooleanField(required=False, label="Only for me")

    def columns(self) -> dict[str, Any]:
        data = self.cleaned_data
        owner = self.user if data["is_own"] else None
        return {"title": data["title"], "text": data["text"], "owner": owner, "at": self.at}


class WriteForm(CannedReplyForm):
    verb = "write"
    label = "Write a canned reply"
    success_message = "Written. It is offered in the composer of each ticket."

    def perform(self) -> CannedReply:
        return keeping.write(**self.columns())


class OfCannedReply(ActionForm):
    """Own ones are their owner's; shared ones are everybody's who handles tickets."""

    permissions = HANDLE

    @classmethod
    def has_object_permission(cls, subject: CannedReply, user: Any) -> bool:
        return subject.owner_id in (None, user.pk)


class ReviseForm(OfCannedReply, CannedReplyForm):
    verb = "revise"
    label = "Revise…"
    success_message = "Revised."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("title", self.subject.title)
        self.initial.setdefault("text", self.subject.text)
        self.initial.setdefault("is_own", self.subject.owner_id is not None)

    def perform(self) -> CannedReply:
        return keeping.revise(self.subject, **self.columns())


class WithdrawAction(OfCannedReply, ImmediateAction):
    verb = "withdraw"
    label = "Offer it no more"
    success_message = "It is offered no more."

    @classmethod
    def is_available(cls, subject: CannedReply, user: Any, at: datetime) -> bool:
        return subject.is_offered

    def perform(self) -> CannedReply:
        return keeping.offer(self.subject, is_offered=False, at=self.at)


class OfferAction(OfCannedReply, ImmediateAction):
    verb = "offer"
    label = "Offer it again"
    success_message = "It is offered again."

    @classmethod
    def is_available(cls, subject: CannedReply, user: Any, at: datetime) -> bool:
        return not subject.is_offered

    def perform(self) -> CannedReply:
        return keeping.offer(self.subject, is_offered=True, at=self.at)


ACTION_FORMS = (ReviseForm, WithdrawAction, OfferAction)
