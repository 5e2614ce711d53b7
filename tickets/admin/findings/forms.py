"""Forms by which findings are put forward, contested by mail, and decided."""

from typing import Any

from django import forms

from availability.models import Maintenance
from istockist_sla.desk.actions import ActionForm
from tickets.admin.fields import TextField, TicketField
from tickets.admin.tickets.qualify_forms import REQUEST, TESTS, excerpt
from tickets.models import (
    CONTESTABLE,
    ClientFact,
    FaultClass,
    Finding,
    Message,
    PreCheck,
    TicketKind,
)
from tickets.sla.terms import CLASS_TESTS
from tickets.uploads import FilesField

MOST_MINUTES = 6000
INSIDE = "An internal note with its files; the client never reads it."
IN_PLAIN_WORDS = "The reason in plain words; it goes out with the decision."


class ProposeForm(ActionForm):
    """Evidence for those who decide; `adds` are the columns that the kind asks for."""

    evidence = TextField(required=True, label="What it rests on", help_text=INSIDE)
    uploads = FilesField()

    def adds(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def clean(self) -> dict[str, Any]:
        return {**self.cleaned_data, "adds": self.adds(self.cleaned_data)}


class ClientReasonForm(ProposeForm):
    """With the reason that the client reads."""

    told = TextField(required=True, label="To the client", help_text=IN_PLAIN_WORDS)


class MaintenanceForm(ClientReasonForm):
    maintenance = forms.ModelChoiceField(
        Maintenance.objects.none(),
        label="Which planned maintenance",
        help_text="Announced before it began; of the components that the ticket concerns (K11).",
    )
    field_order = ["maintenance", "evidence", "uploads", "told"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        concerned = self.subject.components.values_list("pk", flat=True)
        field: Any = self.fields["maintenance"]
        field.queryset = Maintenance.objects.concerning(concerned).with_windows()
        field.label_from_instance = lambda work: f"{work.title}, {work.window}"

    def adds(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"maintenance": data.get("maintenance")}


class NoFaultForm(ClientReasonForm):
    fact = forms.ModelChoiceField(
        ClientFact.objects.none(),
        label="Which interruption",
        help_text="A fact about the client. Where it is missing, a manager records it first (C5).",
    )
    field_order = ["fact", "evidence", "uploads", "told"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["fact"]
        field.queryset = ClientFact.objects.filter(
            client=self.subject.client_id,
            kind=ClientFact.Kind.INTERRUPTION,
            value=ClientFact.YES,
        ).order_by("-since")
        field.label_from_instance = lambda fact: (
            f"{fact.since:%-d %B %Y, %H:%M} GMT: {fact.evidence}"
        )

    def adds(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"fact": data.get("fact")}


def _with_class(code: str, sense: str) -> str:
    """A test of C1 with the class that it gives."""
    fault_class = CLASS_TESTS.get(code)
    return f"{sense}: {FaultClass(fault_class).label}" if fault_class else sense


class RectifyForm(ClientReasonForm):
    test = forms.ChoiceField(
        choices=[(code, _with_class(code, sense)) for code, sense in TESTS],
        widget=forms.RadioSelect,
        label="Which test should have decided",
    )
    field_order = ["test", "evidence", "uploads", "told"]

    def adds(self, data: dict[str, Any]) -> dict[str, Any]:
        if data.get("test") == REQUEST:
            return {"to_kind": TicketKind.REQUEST}
        return {"to_kind": TicketKind.FAULT, "class_test": data.get("test", "")}


class DuplicateForm(ProposeForm):
    duplicate_of = TicketField(label="Repeats ticket", help_text="An earlier one of this client.")
    field_order = ["duplicate_of", "evidence", "uploads"]

    def adds(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"duplicate_of": data.get("duplicate_of")}


class InvoicingForm(ClientReasonForm):
    minutes = forms.IntegerField(min_value=1, max_value=MOST_MINUTES, label="Minutes")
    field_order = ["minutes", "evidence", "uploads", "told"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        checks = self.subject.checks
        missing = [str(c.label) for c in PreCheck if checks.get(c, {}).get("state") == "not done"]
        self.fields[
            "evidence"
        ].help_text = f"Not done before opening: {', '.join(missing)}. {INSIDE}"
        self.fields["told"].help_text = "The reason in plain words; it goes out at once."

    def adds(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"minutes": data.get("minutes")}


class RecordContestForm(ActionForm):
    """A message of the client, mail for one, that contests what was decided (G3)."""

    finding = forms.ModelChoiceField(Finding.objects.none(), label="What is contested")
    message = forms.ModelChoiceField(
        Message.objects.none(), label="The client's message", help_text="The latest first."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contestable = [each for each in self.subject.findings.all() if each.may_be_contested]
        finding: Any = self.fields["finding"]
        finding.queryset = Finding.objects.filter(pk__in=[each.pk for each in contestable])
        finding.label_from_instance = Finding.get_kind_display
        if len(contestable) == 1:
            self.initial.setdefault("finding", contestable[0].pk)
        message: Any = self.fields["message"]
        message.queryset = Message.objects.filter(
            ticket=self.subject,
            kind=Message.Kind.CLIENT,
            at__gte=min((each.decided_at for each in contestable), default=self.at),
        ).order_by("-id")
        message.label_from_instance = excerpt


class ApproveForm(ActionForm):
    """What the client is going to read of the decision may be worded anew."""

    told = TextField(label="To the client", help_text=IN_PLAIN_WORDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("told", self.subject.told)
        if self.subject.kind not in (*CONTESTABLE, Finding.Kind.RECTIFICATION):
            del self.fields["told"]


class DeclineForm(ActionForm):
    text = TextField(label="Why", help_text="An internal note; the proposer gets it by letter.")


class ContestAnswerForm(ActionForm):
    text = TextField(
        required=True, label="To the client", help_text="What another look has shown, and why."
    )
