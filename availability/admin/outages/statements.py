"""Interruptions corrected, and what people stated of them decided by another person (A5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Model

from availability import incidents
from availability.admin.decisions import DecisionForm
from availability.admin.fields import LongTextField
from availability.models import Correction, Impact, Interruption, Measurement, Outage
from availability.ranges import SECOND, TimeRange
from istockist_sla.core.lib.text import clock_gmt, duration
from istockist_sla.desk.actions import ActionForm
from istockist_sla.desk.fields import InstantField


def _over(outage: Outage) -> list[Interruption]:
    return [each for each in outage.interruptions.all() if each.ended_at]


def _bounds(start: datetime, end: datetime | None) -> str:
    return f"{clock_gmt(start)} to {clock_gmt(end) if end else 'now'}"


class CorrectForm(ActionForm):
    verb = "correct"
    label = "Correct…"
    permissions = ("availability.state_cause",)
    description = (
        "Other bounds, or another impact, of what is over. No figure changes until another person "
        "has approved it (A5)."
    )
    success_message = "Proposed. Another person decides it."

    interruption = forms.ChoiceField(widget=forms.RadioSelect)
    impact = forms.ChoiceField(choices=Impact.choices, widget=forms.RadioSelect)
    starts_at = InstantField(label="From (GMT)")
    ends_at = InstantField(label="Until (GMT)")
    reason = LongTextField(help_text="What shows it: a log, a notice, a measurement of elsewhere.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(each.pk): each for each in _over(self.subject)}
        choices = [
            (key, f"{each.component}, {_bounds(each.started_at, each.ended_at)}")
            for key, each in self.rows.items()
        ]
        self.fields["interruption"].choices = choices  # type: ignore[attr-defined]
        if len(self.rows) == 1:
            [(key, each)] = self.rows.items()
            now = {"impact": each.impact, "starts_at": each.started_at, "ends_at": each.ended_at}
            self.initial = {"interruption": key, **now, **self.initial}

    @classmethod
    def is_available(cls, subject: Outage, user: Any, at: datetime) -> bool:
        return bool(_over(subject))

    def perform(self) -> Correction:
        data = dict(self.cleaned_data)
        return incidents.propose_correction(
            self.rows[data.pop("interruption")], **data, by=self.user, at=self.at
        )


class DecideStatementForm(DecisionForm):
    description = (
        "What a person declared counts where the probe had answers only once you approve it; "
        "a correction changes the interruption only then (A5)."
    )
    doors = {
        Interruption: (incidents.approve_interruption, incidents.refuse_interruption),
        Correction: (incidents.approve_correction, incidents.refuse_correction),
    }

    @classmethod
    def waiting(cls, subject: Outage, user: Any) -> Sequence[Model]:
        declared = list(subject.interruptions.to_decide().select_related("component"))
        stated_by = incidents.authors_of(declared)
        corrected = Correction.objects.to_decide().filter(interruption__outage=subject)
        return [
            *(each for each in declared if user.pk not in stated_by[each.pk]),
            *corrected.exclude(proposed_by=user.pk).select_related("interruption__component"),
        ]

    def words(self, row: Any) -> str:
        if isinstance(row, Correction):
            what = f"{row.interruption.component} {row.impact}"
            return f"Corrected: {what}, {_bounds(row.starts_at, row.ends_at)}. {row.reason}"
        bounds = _bounds(row.started_at, row.ended_at)
        return f"Declared: {row.component} down, {bounds}. {_at_stake(row)}"


def _at_stake(interruption: Interruption) -> str:
    """How much of it the approval decides about: what was measured as up (A5)."""
    assert interruption.ended_at is not None
    span = TimeRange(interruption.started_at, interruption.ended_at)
    found = Measurement.objects.measured([interruption.component], *span)
    answered = found[interruption.component_id].answered(span)
    seconds = sum((each.end - each.start) // SECOND for each in answered)
    return f"Measured as up: {duration(seconds)}" if seconds else "None of it was measured as up"
