"""Outages: declared, published, updated and ended (A5, A7)."""

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction

from availability import incidents
from availability.admin.exclusions.forms import ExclusionForm
from availability.admin.fields import LongTextField
from availability.admin.outages import tables
from availability.admin.outages.evidence import EvidenceForm
from availability.models import Component, Exclusion, Impact, Outage, OutageUpdate
from availability.models.outages import EXCLUDING
from istockist_sla.desk.actions import ActionForm
from istockist_sla.desk.fields import InstantField

DECLARE = ("availability.declare_outage",)
PUBLISH = ("availability.publish_outage",)
PUBLIC_TEXT = "What the status page says"
NO_IMPACT = "works"
Stage = OutageUpdate.Stage


class DeclareForm(ActionForm):
    verb = "declare"
    label = "Declare an outage"
    permissions = DECLARE
    description = (
        "Declaring it is its detection: what nobody publishes publishes itself in 15 minutes."
    )
    success_message = "Declared. The state of its components shows at once."

    title = forms.CharField(
        max_length=120, help_text="What people notice, for example: Orders do not arrive."
    )
    started_at = InstantField(label="Since (GMT)")
    ended_at = InstantField(
        label="Until (GMT), if it is over",
        required=False,
        help_text="What was measured as up counts as down only once another person approved it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("started_at", self.at.replace(microsecond=0))
        for component in Component.objects.all():
            self.fields[f"impact_{component.code}"] = forms.ChoiceField(
                choices=[(NO_IMPACT, "Works"), *Impact.choices],
                label=component.name,
                initial=NO_IMPACT,
            )
        self.fields["text"] = LongTextField(
            required=False,
            label=PUBLIC_TEXT,
            help_text="Published at once. Empty: it publishes itself in 15 minutes (A7).",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["impacts"] = {
            component: Impact(impact)
            for component in Component.objects.all()
            if (impact := data.get(f"impact_{component.code}")) and impact != NO_IMPACT
        }
        if not data["impacts"]:
            raise forms.ValidationError("Say of at least one component that it does not work.")
        return data

    @transaction.atomic
    def perform(self) -> Outage:
        data = self.cleaned_data
        outage = incidents.declare(
            title=data["title"],
            impacts=data["impacts"],
            started_at=data["started_at"],
            ended_at=data["ended_at"],
            by=self.user,
            at=self.at,
        )
        if not data["text"]:
            return outage
        stage = Stage.RESOLVED if outage.is_over else Stage.INVESTIGATING
        return incidents.publish(outage, text=data["text"], stage=stage, by=self.user, at=self.at)


class StageForm(ActionForm):
    """An update of the status page; it is resolved only once the whole incident is over."""

    permissions = PUBLISH
    success_message = "It stands on the status page."
    template = "admin/availability/outage/stage.html"

    stage = forms.ChoiceField(choices=Stage.choices, widget=forms.RadioSelect)
    text = LongTextField(label=PUBLIC_TEXT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_over = all(each.is_over for each in self.subject.incident)
        self.said = list(self.subject.updates.all())
        self.tables = [tables.updates(self.subject)] if self.said else []
        if not is_over:
            choices = [each for each in Stage.choices if each[0] != Stage.RESOLVED]
            self.fields["stage"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("stage", Stage.RESOLVED if is_over else self._present_stage())

    def _present_stage(self) -> str:
        """As it was said last; what began again after the end is looked into anew."""
        last = self.said[0].stage if self.said else Stage.RESOLVED
        return Stage.INVESTIGATING if last == Stage.RESOLVED else last


class UpdateForm(StageForm):
    verb = "update"
    label = "Say more…"

    @classmethod
    def is_available(cls, subject: Outage, user: Any, at: datetime) -> bool:
        return subject.published_at is not None and subject.part_of_id is None

    def perform(self) -> Any:
        return incidents.update(self.subject, **self.cleaned_data, by=self.user, at=self.at)


class PublishForm(StageForm):
    verb = "publish"
    label = "Publish…"

    title = forms.CharField(max_length=120)
    field_order = ["title", "stage", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("title", self.subject.title)
        incident = incidents.flaps_in(self.subject)
        if incident is not None:
            words = f"It becomes a part of “{incident}”, and this is said there (A7)."
            self.fields["text"].help_text = words
            del self.fields["title"]

    @classmethod
    def is_available(cls, subject: Outage, user: Any, at: datetime) -> bool:
        return subject.published_at is None

    def perform(self) -> Any:
        return incidents.publish(self.subject, **self.cleaned_data, by=self.user, at=self.at)


class EndForm(ActionForm):
    verb = "end"
    label = "End…"
    permissions = DECLARE
    description = "What the probe found and still measures, it ends by itself."
    success_message = "Ended."

    ended_at = InstantField(label="Over since (GMT)")
    text = LongTextField(label=PUBLIC_TEXT, initial="It works again.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ended_at", self.at.replace(microsecond=0))

    @classmethod
    def is_available(cls, subject: Outage, user: Any, at: datetime) -> bool:
        return not subject.is_over

    def perform(self) -> Outage:
        return incidents.end(self.subject, **self.cleaned_data, by=self.user, at=self.at)


class ExcludeForm(EvidenceForm, ExclusionForm):
    """The outage's bounds, components and cause are proposed."""

    verb = "exclude"
    label = "Propose an exclusion…"
    description = "It takes nothing out of the figures until another person has approved it (A3)."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        interruptions = self.subject.interruptions.all()
        self.initial.setdefault("components", [each.component_id for each in interruptions])
        self.initial.setdefault("starts_at", self.subject.started_at)
        self.initial.setdefault("ends_at", self.subject.ended_at)
        stated = self.subject.causes.order_by("pk").last()
        if stated is not None and stated.cause in EXCLUDING:
            self.initial.setdefault("cause", stated.cause)
        self.offer_second_place(self.subject, self.at)

    @classmethod
    def is_available(cls, subject: Outage, user: Any, at: datetime) -> bool:
        return subject.is_over

    def perform(self) -> Exclusion:
        return incidents.propose_exclusion(
            outage=self.subject, **self.cleaned_data, by=self.user, at=self.at
        )
