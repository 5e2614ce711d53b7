"""Actions that propose to exclude a ticket from the guarantee (G3), or that it is no fault (C5)."""

from typing import Any

from django import forms

from availability.models import Maintenance
from tickets.admin.findings.proposal_forms import ClientReasonForm, Kind, verb_of
from tickets.models import ClientFact

EXCLUDES = (
    "Once approved, it takes the ticket out of the guarantee; it is still measured and listed. "
    "The client is told at the decision and may contest it (G3)."
)


class ProposeClientErrorForm(ClientReasonForm):
    kind = Kind.CLIENT_ERROR
    verb = verb_of(kind)
    label = "Propose client error…"
    description = EXCLUDES


class ProposeClientNegligenceForm(ClientReasonForm):
    kind = Kind.CLIENT_NEGLIGENCE
    verb = verb_of(kind)
    label = "Propose client negligence…"
    description = EXCLUDES


class ProposeMaintenanceForm(ClientReasonForm):
    kind = Kind.MAINTENANCE_CAUSE
    verb = verb_of(kind)
    label = "Propose maintenance as the cause…"
    description = EXCLUDES
    maintenance = forms.ModelChoiceField(
        Maintenance.objects.none(),
        label="Which planned maintenance",
        help_text="Announced before it began; of the components that the ticket concerns (K11).",
    )
    field_order = ["maintenance", "evidence", "uploads", "client_reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        components = self.subject.components.values_list("pk", flat=True)
        field: Any = self.fields["maintenance"]
        field.queryset = Maintenance.objects.concerning(components).with_windows()
        field.label_from_instance = lambda planned: f"{planned.title}, {planned.window}"

    def get_columns(self) -> dict[str, Any]:
        return {"maintenance": self.cleaned_data["maintenance"]}


class ProposeNoFaultForm(ClientReasonForm):
    kind = Kind.NO_FAULT
    verb = verb_of(kind)
    label = "Propose “not a fault”…"
    description = (
        "An interruption that we decided ourselves because of the client’s abnormal behaviour is "
        "no fault. The client is told at the decision and may contest it (C5)."
    )
    fact = forms.ModelChoiceField(
        ClientFact.objects.none(),
        label="Which interruption",
        help_text="A fact about the client. Where it is missing, a manager records it first (C5).",
    )
    field_order = ["fact", "evidence", "uploads", "client_reason"]

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

    def get_columns(self) -> dict[str, Any]:
        return {"fact": self.cleaned_data["fact"]}
