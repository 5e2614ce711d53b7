"""The cause of an outage, with what shows it; another person confirms it (G10)."""

from datetime import datetime
from typing import Any

from django import forms

from availability import incidents
from availability.admin.fields import LongTextField
from availability.admin.outages.evidence import EvidenceForm
from availability.models import Cause, CauseStatement, Outage
from istockist_sla.desk.actions import ActionForm


class StateCauseForm(EvidenceForm, ActionForm):
    verb = "cause"
    label = "State the cause…"
    permissions = ("availability.state_cause",)
    description = (
        "The status page shows it once another person has confirmed it. It changes no figure: what "
        "should not count needs an approved exclusion."
    )
    success_message = "Stated. Another person confirms it."

    cause = forms.ChoiceField(choices=Cause.choices, widget=forms.RadioSelect)
    evidence = LongTextField(
        required=False,
        help_text="What shows it: a log, a notice, a number. The status page never shows it.",
    )
    field_order = ("cause", "evidence", "uses_second_place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("cause", self.subject.cause)
        self.offer_second_place(self.subject, self.at)

    @classmethod
    def is_available(cls, subject: Outage, user: Any, at: datetime) -> bool:
        return all(each.approved is not None for each in subject.causes.all())

    def perform(self) -> CauseStatement:
        return incidents.state_cause(self.subject, **self.cleaned_data, by=self.user, at=self.at)
