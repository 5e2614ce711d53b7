"""Incidents split and merged: every second counts as before, so that nobody has to approve it."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q

from availability import incidents
from availability.admin.event_text import bounds
from availability.admin.fields import LongTextField
from availability.admin.outages.forms import PUBLIC_TEXT
from availability.models import Outage
from availability.models.outages import ONE_INCIDENT
from istockist_sla.desk.actions import ActionForm

REGROUP = ("availability.state_cause",)
NO_FIGURE = "No second counts otherwise. The incident's public page says that it was put right."


class SplitForm(ActionForm):
    verb = "split"
    label = "Split…"
    permissions = REGROUP
    icon = "split"
    description = f"What you choose becomes an outage of its own. {NO_FIGURE}"
    success_message = "Split: the other outage stands under “Put right”."

    interruptions = forms.MultipleChoiceField(
        label="What goes", widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(max_length=120, label="Title of the new outage")
    text = LongTextField(label=PUBLIC_TEXT)
    reason = LongTextField(label="Reason, for the desk")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(each.pk): each for each in self.subject.interruptions.all()}
        choices = [
            (key, f"{each}, {bounds(each.started_at, each.ended_at)}")
            for key, each in self.rows.items()
        ]
        self.fields["interruptions"].choices = choices  # type: ignore[attr-defined]
        if self.subject.published_at is None:
            del self.fields["text"]

    @classmethod
    def is_available(cls, subject: Outage, user: Any, at: datetime) -> bool:
        return len(subject.interruptions.all()) > 1

    def perform(self) -> Outage:
        data = {"text": "", **self.cleaned_data}
        chosen = [self.rows[key] for key in data.pop("interruptions")]
        return incidents.split(self.subject, interruptions=chosen, **data, by=self.user, at=self.at)


class SeparateForm(ActionForm):
    verb = "separate"
    label = "Take out of its incident…"
    permissions = REGROUP
    icon = "split"
    description = f"It becomes an incident of its own. {NO_FIGURE}"
    success_message = "It is an incident of its own."

    text = LongTextField(label=PUBLIC_TEXT)
    reason = LongTextField(label="Reason, for the desk")

    @classmethod
    def is_available(cls, subject: Outage, user: Any, at: datetime) -> bool:
        return subject.part_of_id is not None

    def perform(self) -> Outage:
        return incidents.separate(self.subject, **self.cleaned_data, by=self.user, at=self.at)


class MergeForm(ActionForm):
    verb = "merge"
    label = "Merge…"
    permissions = REGROUP
    icon = "merge"
    description = f"The later one becomes a part of the earlier, which lists both. {NO_FIGURE}"
    success_message = "Merged: they are one incident."

    other = forms.ChoiceField(label="Which was the same incident", widget=forms.RadioSelect)
    reason = LongTextField(label="Reason, for the desk")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(each.pk): each for each in mergeable(self.subject, self.at)}
        choices = [
            (key, f"{each}, {bounds(each.started_at, each.ended_at)}")
            for key, each in self.rows.items()
        ]
        self.fields["other"].choices = choices  # type: ignore[attr-defined]

    @classmethod
    def is_available(cls, subject: Outage, user: Any, at: datetime) -> bool:
        return bool(mergeable(subject, at))

    def perform(self) -> Outage:
        other = self.rows[self.cleaned_data["other"]]
        reason = self.cleaned_data["reason"]
        return incidents.merge(self.subject, into=other, reason=reason, by=self.user, at=self.at)


def mergeable(outage: Outage, at: datetime) -> list[Outage]:
    """The incidents with which it may be one, the earlier of both published."""
    if outage.part_of_id is not None:
        return []
    end = max(each.ended_at or at for each in outage.incident)
    near = Outage.objects.overlapping(outage.started_at - ONE_INCIDENT, end + ONE_INCIDENT)
    going_on = Q(parts__started_at__lt=end, parts__ended_at__gt=outage.started_at)
    found = Outage.objects.heads().filter(Q(pk__in=near.values("pk")) | going_on)
    rows = found.exclude(pk=outage.pk).prefetch_related("parts").order_by("started_at", "pk")
    return [
        each
        for each in rows.distinct()
        if incidents.may_be_one(outage, each) and _earlier(outage, each).published_at is not None
    ]


def _earlier(*outages: Outage) -> Outage:
    return min(outages, key=lambda each: (each.started_at, each.pk))
