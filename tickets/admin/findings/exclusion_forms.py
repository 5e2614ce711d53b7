"""Actions that propose to exclude a ticket from the guarantee (G3), or that it is no fault (C5)."""

from typing import Any, cast

from django import forms

from availability.models import Maintenance
from tickets.admin.findings.proposal_forms import ClientReasonForm, Kind, verb_of
from tickets.lifecycle.proposals import NOTICED_WITHIN
from tickets.models import ClientFact

EXCLUDES = (
    "Once approved, it takes the ticket out of the guarantee; it is still measured and listed. "
    "The client is told at the decision and may contest it (G3)."
)
OF_ANOTHER_TIME = (
    "That work was of another time or of other components: choose one whose window lies in the "
    "ticket's time, or in the three days before it, and that concerned one of its components."
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
        help_text=(
            "Announced before it began; of the ticket's time, or of the three days before it, and "
            "of its components (K11)."
        ),
        error_messages={"invalid_choice": OF_ANOTHER_TIME},
    )
    field_order = ["maintenance", "evidence", "uploads", "client_reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticket, field = self.subject, cast(Any, self.fields["maintenance"])
        components = ticket.components.values_list("pk", flat=True)
        near = Maintenance.objects.concerning(components).announced_for(
            ticket.opened_at - NOTICED_WITHIN, ticket.closed_at or self.at
        )
        field.queryset = near.with_windows()
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
