"""Forms of the steps on outages, exclusions and maintenance; every time in them is GMT."""

from datetime import datetime
from typing import Any

from django import forms

from availability.models import Cause, Component, Impact, Maintenance, OutageUpdate
from availability.models.outages import EXCLUDING
from istockist_sla.desk.actions import ActionForm

LONGEST = 2_000
LOCAL = "%Y-%m-%dT%H:%M:%S"
WORKS = "works"


class GmtField(forms.DateTimeField):
    """An instant in GMT, typed or picked."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local", "step": 1})
        super().__init__(widget=widget, **options)


class TextField(forms.CharField):
    """Text for the status page."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}), **options)


class ComponentsField(forms.ModelMultipleChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(Component.objects.all(), widget=forms.CheckboxSelectMultiple, **options)


class DeclareForm(ActionForm):
    title = forms.CharField(
        max_length=120, help_text="What people notice, for example: Orders do not arrive."
    )
    started_at = GmtField(label="Since (GMT)")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("started_at", self.at.replace(microsecond=0))
        for component in Component.objects.all():
            self.fields[f"impact_{component.code}"] = forms.ChoiceField(
                choices=[(WORKS, "Works"), *Impact.choices], label=component.name, initial=WORKS
            )
        self.fields["text"] = TextField(
            required=False,
            label="What the status page says",
            help_text="Published at once. Empty: it publishes itself in 15 minutes (A7).",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["impacts"] = {
            component: Impact(impact)
            for component in Component.objects.all()
            if (impact := data.get(f"impact_{component.code}")) and impact != WORKS
        }
        if not data["impacts"]:
            raise forms.ValidationError("Say of at least one component that it does not work.")
        return data


class StageForm(ActionForm):
    stage = forms.ChoiceField(choices=OutageUpdate.Stage.choices, widget=forms.RadioSelect)
    text = TextField(label="What the status page says")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.subject.is_over:
            open_stages = [each for each in OutageUpdate.Stage.choices if each[0] != "resolved"]
            self.fields["stage"].choices = open_stages  # type: ignore[attr-defined]
        self.initial.setdefault("stage", "resolved" if self.subject.is_over else "investigating")


class PublishOutageForm(StageForm):
    title = forms.CharField(max_length=120)
    field_order = ["title", "stage", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("title", self.subject.title)


class EndOutageForm(ActionForm):
    ended_at = GmtField(label="Over since (GMT)")
    text = TextField(label="What the status page says", initial="It works again.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ended_at", self.at.replace(microsecond=0))


class CauseForm(ActionForm):
    cause = forms.ChoiceField(choices=Cause.choices, widget=forms.RadioSelect)
    remark = TextField(required=False, help_text="For the desk; the status page never shows it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("cause", self.subject.cause)
        self.initial.setdefault("remark", self.subject.cause_note)


class ExclusionForm(ActionForm):
    """A claim; of an outage, its bounds and components are proposed."""

    components = ComponentsField()
    cause = forms.ChoiceField(
        choices=[(each.value, each.label) for each in EXCLUDING], widget=forms.RadioSelect
    )
    starts_at = GmtField(label="From (GMT)")
    ends_at = GmtField(label="Until (GMT)")
    evidence = TextField(help_text="A notice, a number, a log: what a second person can check.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is None:
            return
        parts = self.subject.interruptions.all()
        self.initial.setdefault("components", [part.component_id for part in parts])
        self.initial.setdefault("starts_at", self.subject.started_at)
        self.initial.setdefault("ends_at", self.subject.ended_at)
        if self.subject.cause in EXCLUDING:
            self.initial.setdefault("cause", self.subject.cause)


class WindowForm(ActionForm):
    """A window; one that begins before it is published needs a word that this is known (A4)."""

    starts_at = GmtField(label="From (GMT)")
    ends_at = GmtField(label="Until (GMT)")
    late = forms.BooleanField(
        required=False,
        label="Publish it although it begins before it is published",
        help_text="Then it is not planned: downtime in it counts as downtime (A4).",
    )

    def is_planned(self, starts_at: datetime) -> bool:
        return starts_at > self.at

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_at = data.get("starts_at")
        if starts_at and not self.is_planned(starts_at) and not data.get("late"):
            self.add_error("starts_at", "This is not after now, so it would not be planned.")
        return data


class AnnounceForm(WindowForm):
    kind = forms.ChoiceField(choices=Maintenance.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(max_length=120)
    text = TextField(required=False, label="What the status page says")
    components = ComponentsField()
    field_order = ["kind", "title", "text", "components", "starts_at", "ends_at", "late"]


class MoveWindowForm(WindowForm):
    """A window already planned may be moved while it lasts: it is planned from now on (A4)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_at", self.subject.window.starts_at)
        self.initial.setdefault("ends_at", self.subject.window.ends_at)

    def is_planned(self, starts_at: datetime) -> bool:
        return super().is_planned(starts_at) or bool(self.subject.planned())
