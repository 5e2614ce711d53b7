"""Actions on order volumes: counts imported, an altered volume put forward and decided (G5)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat

from istockist_sla.desk.actions import ActionForm, ConfirmForm
from istockist_sla.desk.fields import DayField
from tickets import records
from tickets.admin.fields import LONGEST_REASON
from tickets.admin.permissions import DECIDE
from tickets.imports.order_counts import OrderCounts, read_order_counts
from tickets.models import ClientFact, FactProposal

DAY = timedelta(days=1)


class ImportForm(ActionForm):
    verb = "import"
    label = "Import order counts"
    permissions = ("tickets.add_ordercount",)
    description = (
        "All of a file is taken, or nothing of it: each line that cannot be is named (G5)."
    )
    submit_label = "Import"
    success_message = "Imported."

    file = forms.FileField(
        label="CSV file",
        help_text="Columns client (short name), day (2026-03-09) and orders. Days that are known "
        "take the newer count.",
    )

    def clean_file(self) -> OrderCounts:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            most = filesizeformat(settings.UPLOAD_MAX_BYTES)
            raise forms.ValidationError(f"The file is larger than {most}.")
        return read_order_counts(file.read(), at=self.at)

    def perform(self) -> records.Imported:
        return records.record_order_counts(self.cleaned_data["file"], by=self.user, at=self.at)


class ProposeFactForm(ActionForm):
    """Whole days; the volume is altered from the first to the last, or until further notice."""

    verb = "propose_fact"
    label = "Propose an altered order volume…"
    permissions = ("tickets.add_factproposal",)
    description = (
        "Significant alteration of the order volume takes the client’s tickets of that "
        "time out of the guarantee, once a manager has approved it (G5)."
    )
    submit_label = "Put it forward"
    success_message = "Put forward with its figures. Another manager decides."

    value = forms.ChoiceField(
        choices=[
            (ClientFact.YES, "It is significantly altered"),
            (ClientFact.NO, "It is no longer altered"),
        ],
        initial=ClientFact.YES,
        widget=forms.RadioSelect,
        label="Order volume",
    )
    first = DayField(label="From", help_text="A day in GMT.")
    last = DayField(label="Last day", required=False, help_text="Empty: until further notice.")
    evidence = forms.CharField(
        max_length=LONGEST_REASON,
        label="Evidence",
        help_text="What is known beside the figures, which go with it by themselves.",
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and first > self.at.date():
            self.add_error("first", "That day has not begun yet.")
        if first and last and last < first:
            self.add_error("last", "It ends before it begins.")
        return {
            **data,
            "since": _midnight(first) if first else None,
            "until": _midnight(last + DAY) if last else None,
        }

    def perform(self) -> FactProposal:
        data = self.cleaned_data
        return records.propose_fact(
            client_id=self.subject.pk,
            value=data["value"],
            since=data["since"],
            until=data["until"],
            evidence=data["evidence"],
            by=self.user,
            at=self.at,
        )


class FactDecisionForm(ConfirmForm):
    """Of a fact that waits, by another manager than the one who put it forward (G10)."""

    permissions = DECIDE

    @classmethod
    def is_available(cls, subject: FactProposal, user: Any, at: datetime) -> bool:
        return subject.is_undecided and subject.proposer_id != user.pk


class ApproveFactForm(FactDecisionForm):
    verb = "approve"
    label = "Approve…"
    description = (
        "The fact is added with its figures, and the tickets that it concerns are judged "
        "anew (P4, G5)."
    )
    submit_label = "Approve"
    success_message = "Approved. The client’s tickets are judged by it."

    def perform(self) -> FactProposal:
        return records.approve_fact(self.subject.pk, by=self.user, at=self.at)


class DeclineFactForm(FactDecisionForm):
    verb = "decline"
    label = "Decline…"
    submit_label = "Decline"
    success_message = "Declined. It applies to nothing."
    is_dangerous = True

    def perform(self) -> FactProposal:
        return records.decline_fact(self.subject.pk, by=self.user, at=self.at)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), UTC)
