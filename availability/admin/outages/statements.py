"""Interruptions corrected or withdrawn, and what people stated decided by another person (A5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Model

from availability import incidents
from availability.admin.decisions import DecisionForm
from availability.admin.event_text import bounds
from availability.admin.fields import LongTextField
from availability.admin.outages.effects import effect
from availability.models import (
    CauseStatement,
    Component,
    Correction,
    Impact,
    Interruption,
    Measurement,
    Outage,
)
from availability.overview.corrections import correction_text
from availability.ranges import SECOND, TimeRange
from istockist_sla.core.lib.text import duration
from istockist_sla.desk.actions import ActionForm
from istockist_sla.desk.fields import InstantField


def _correctable(outage: Outage) -> list[Interruption]:
    return [each for each in outage.interruptions.all() if each.ended_at and not each.withdrawn]


class CorrectionForm(ActionForm):
    """Of one interruption that is over."""

    permissions = ("availability.state_cause",)
    success_message = "Proposed. Another person decides it."

    interruption = forms.ChoiceField(widget=forms.RadioSelect)
    reason = LongTextField(help_text="What shows it: a log, a notice, a measurement of elsewhere.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(each.pk): each for each in _correctable(self.subject)}
        choices = [
            (key, f"{each}, {bounds(each.started_at, each.ended_at)}")
            for key, each in self.rows.items()
        ]
        self.fields["interruption"].choices = choices  # type: ignore[attr-defined]
        if len(self.rows) == 1:
            [(key, each)] = self.rows.items()
            self.initial = {"interruption": key, **self.recorded(each), **self.initial}

    @classmethod
    def is_available(cls, subject: Outage, user: Any, at: datetime) -> bool:
        return bool(_correctable(subject))

    def recorded(self, interruption: Interruption) -> dict[str, Any]:
        """What the fields begin with, where there is one interruption only."""
        return {}


class CorrectForm(CorrectionForm):
    verb = "correct"
    label = "Correct…"
    description = (
        "Other bounds, another impact or another component. No figure changes until another person "
        "has approved it (A5); then the public pages say what was corrected."
    )

    component = forms.ChoiceField(
        required=False, widget=forms.RadioSelect, help_text="Empty: the one that is recorded."
    )
    impact = forms.ChoiceField(choices=Impact.choices, widget=forms.RadioSelect)
    starts_at = InstantField(label="From (GMT)")
    ends_at = InstantField(label="Until (GMT)")
    field_order = ["interruption", "component", "impact", "starts_at", "ends_at", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.components = {each.code: each for each in Component.objects.all()}
        choices = [(code, each.name) for code, each in self.components.items()]
        self.fields["component"].choices = choices  # type: ignore[attr-defined]

    def recorded(self, interruption: Interruption) -> dict[str, Any]:
        return {
            "component": interruption.component.code,
            "impact": interruption.impact,
            "starts_at": interruption.started_at,
            "ends_at": interruption.ended_at,
        }

    def perform(self) -> Correction:
        data = dict(self.cleaned_data)
        interruption = self.rows[data.pop("interruption")]
        component = self.components.get(data.pop("component"))
        return incidents.propose_correction(
            interruption, component=component, **data, by=self.user, at=self.at
        )


class WithdrawForm(CorrectionForm):
    verb = "withdraw"
    label = "Withdraw as false…"
    description = (
        "For what was no interruption. Once another person has approved it, none of its seconds "
        "counts; the public pages go on showing it, as withdrawn."
    )

    def perform(self) -> Correction:
        data = dict(self.cleaned_data)
        interruption = self.rows[data.pop("interruption")]
        return incidents.propose_withdrawal(interruption, **data, by=self.user, at=self.at)


class DecideStatementForm(DecisionForm):
    template = "admin/availability/outage/decide.html"
    description = (
        "What a person declared counts where the probe had answers only once you approve it; "
        "a correction changes the interruption, and a cause is shown, only then (A5)."
    )
    doors = {
        Interruption: (incidents.approve_interruption, incidents.refuse_interruption),
        Correction: (incidents.approve_correction, incidents.refuse_correction),
        CauseStatement: (incidents.approve_cause, incidents.refuse_cause),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        corrections = [each for each in self.rows.values() if isinstance(each, Correction)]
        self.tables = [effect(each, self.at) for each in corrections]

    @classmethod
    def waiting(cls, subject: Outage, user: Any) -> Sequence[Model]:
        declared = subject.interruptions.to_decide().select_related("component")
        corrected = Correction.objects.to_decide().filter(interruption__outage=subject)
        names = ("interruption__component", "component", "was_component", "proposed_by")
        return [
            *(each for each in declared if user.pk not in incidents.authors(each)),
            *corrected.exclude(proposed_by=user.pk).select_related(*names),
            *subject.causes.to_decide().exclude(stated_by=user.pk),
        ]

    def words(self, row: Any) -> str:
        if isinstance(row, CauseStatement):
            return f"Cause: {row}. {row.evidence}"
        if isinstance(row, Correction):
            return f"{row.was_component}: {correction_text(row, self.at)}. {row.reason}"
        where = bounds(row.started_at, row.ended_at)
        return f"Declared: {row.component} down, {where}. {at_stake(row)}"


def at_stake(interruption: Interruption) -> str:
    """How much of it the approval decides about: what was measured as up (A5)."""
    assert interruption.ended_at is not None
    span = TimeRange(interruption.started_at, interruption.ended_at)
    found = Measurement.objects.measured([interruption.component], *span)
    answered = found[interruption.component_id].answered(span)
    seconds = sum((each.end - each.start) // SECOND for each in answered)
    return f"Measured as up: {duration(seconds)}" if seconds else "None of it was measured as up"
