"""Actions on clients, their facts and their people."""

from datetime import datetime
from typing import Any

from django import forms

from istockist_sla.desk.actions import ActionForm, ConfirmForm
from istockist_sla.desk.fields import InstantField
from tickets import records
from tickets.admin.fields import LONGEST_REASON
from tickets.models import AgreementVersion, Client, ClientFact

CHANGE = ("tickets.change_client",)

Kind = ClientFact.Kind
# An altered order volume is put forward instead, for another manager to decide (G5).
RECORDED = [choice for choice in Kind.choices if choice[0] != Kind.ORDER_VOLUME]
YES_NO = [("", "–"), (ClientFact.YES, "Yes"), (ClientFact.NO, "No")]


class CurrentClientForm(ActionForm):
    """For clients that have not ended."""

    @classmethod
    def is_available(cls, subject: Client, user: Any, at: datetime) -> bool:
        return subject.ended_at is None


class RenameForm(ActionForm):
    verb = "rename"
    label = "Rename…"
    permissions = CHANGE
    success_message = "Renamed."

    name = forms.CharField(max_length=120, label="Name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("name", self.subject.name)

    def perform(self) -> Client:
        return records.rename_client(
            client_id=self.subject.pk, name=self.cleaned_data["name"], by=self.user, at=self.at
        )


class EndClientForm(CurrentClientForm, ConfirmForm):
    verb = "end"
    label = "End…"
    permissions = CHANGE
    description = (
        "The client has left: its people may no longer contact Support. Nothing is deleted."
    )
    success_message = "Ended. Its folders stay."
    is_dangerous = True

    def perform(self) -> Client:
        return records.end_client(client_id=self.subject.pk, by=self.user, at=self.at)


class RecordFactForm(ActionForm):
    """One field for each sort of value; the kind says which of them is read."""

    verb = "record_fact"
    label = "Record a fact…"
    permissions = ("tickets.add_clientfact",)
    description = "Facts are only added: a correction is a later row for the same instant (P4)."
    success_message = "Recorded. The client's tickets are judged by it."

    kind = forms.ChoiceField(choices=RECORDED, label="Fact")
    plan = forms.ChoiceField(
        choices=[("", "–"), *ClientFact.Plan.choices], required=False, label="Plan"
    )
    answer = forms.ChoiceField(
        choices=YES_NO,
        required=False,
        label="Yes or no",
        help_text="For SLA Premium, rate limit and interruption.",
    )
    first_order = InstantField(
        required=False,
        label="Instant of the first order, in GMT",
        help_text="Only for the first order; empty says that there is none yet (G4).",
    )
    since = InstantField(label="Holds from, in GMT")
    evidence = forms.CharField(max_length=LONGEST_REASON, label="Evidence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since", self.at.strftime("%Y-%m-%dT%H:%M:%S"))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        kind = data.get("kind")
        if kind == Kind.FIRST_ORDER:
            first: datetime | None = data.get("first_order")
            data["value"] = first.isoformat() if first else ClientFact.NONE
        elif kind == Kind.PLAN:
            data["value"] = data.get("plan", "")
            if not data["value"]:
                self.add_error("plan", "Choose the plan.")
        else:
            data["value"] = data.get("answer", "")
            if kind and not data["value"]:
                self.add_error("answer", "Answer yes or no.")
        return data

    def perform(self) -> ClientFact:
        data = self.cleaned_data
        return records.record_fact(
            client_id=self.subject.pk,
            kind=data["kind"],
            value=data["value"],
            since=data["since"],
            evidence=data["evidence"],
            by=self.user,
            at=self.at,
        )


class DraftOwnAgreementForm(CurrentClientForm, ConfirmForm):
    verb = "draft_agreement"
    label = "Draft its own agreement…"
    permissions = ("tickets.add_agreementversion",)
    description = "A copy of the newest version; in force while SLA Premium is (P4)."
    success_message = "Drafted. Change and publish it among the agreements."

    def perform(self) -> AgreementVersion:
        return records.draft_own_agreement(client_id=self.subject.pk, by=self.user, at=self.at)
