"""Maintenance: windows announced, moved and cancelled, and the work begun and ended (A4)."""

from datetime import datetime
from typing import Any

from django import forms

from availability import incidents
from availability.admin.fields import ComponentsField, LongTextField
from availability.incidents.work import Bound, bound_of
from availability.models import Maintenance
from istockist_sla.desk.actions import ActionForm, ImmediateAction
from istockist_sla.desk.fields import InstantField

ANNOUNCE = ("availability.announce_maintenance",)
WORK = ("availability.do_maintenance",)


def is_unfinished(maintenance: Maintenance) -> bool:
    ended = bound_of(maintenance, Bound.END)
    return ended is None and maintenance.cancelled_at is None


def is_to_begin(maintenance: Maintenance) -> bool:
    return is_unfinished(maintenance) and bound_of(maintenance, Bound.BEGIN) is None


class WindowForm(ActionForm):
    """A window; one that begins before it is published has to be confirmed (A4)."""

    permissions = ANNOUNCE

    starts_at = InstantField(label="From (GMT)")
    ends_at = InstantField(label="Until (GMT)")
    late = forms.BooleanField(
        required=False,
        label="Publish it although it begins before it is published",
        help_text="Then it is not planned: downtime in it counts as downtime (A4).",
    )

    def is_planned(self, starts_at: datetime) -> bool:
        return starts_at > self.at

    def clean(self) -> dict[str, Any]:
        """Without `late`, which only the person has to know."""
        data = super().clean() or {}
        late, starts_at = data.pop("late", False), data.get("starts_at")
        if starts_at and not self.is_planned(starts_at) and not late:
            self.add_error("starts_at", "This is not after now, so it would not be planned.")
        return data


class AnnounceForm(WindowForm):
    verb = "announce"
    label = "Announce maintenance"
    description = (
        "Planned is what was announced before it starts; only the work done inside the "
        "window is taken out of the figures (A4)."
    )
    success_message = "It is announced on the status page."

    kind = forms.ChoiceField(choices=Maintenance.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(max_length=120)
    text = LongTextField(required=False, label="What the status page says")
    components = ComponentsField()
    field_order = ["kind", "title", "text", "components", "starts_at", "ends_at", "late"]

    def perform(self) -> Maintenance:
        return incidents.announce(**self.cleaned_data, by=self.user, at=self.at)


class MoveWindowForm(WindowForm):
    """A window already planned may be moved while it lasts: it is planned from now on (A4)."""

    verb = "move"
    label = "Move the window…"
    description = "The new window is planned from this moment on; the old one holds until then."
    success_message = "The new window is announced."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("starts_at", self.subject.window.starts_at)
        self.initial.setdefault("ends_at", self.subject.window.ends_at)

    def is_planned(self, starts_at: datetime) -> bool:
        return super().is_planned(starts_at) or bool(self.subject.planned())

    @classmethod
    def is_available(cls, subject: Maintenance, user: Any, at: datetime) -> bool:
        return is_unfinished(subject)

    def perform(self) -> Maintenance:
        return incidents.move(self.subject, **self.cleaned_data, by=self.user, at=self.at)


class CancelAction(ImmediateAction):
    verb = "cancel"
    label = "Cancel"
    permissions = ANNOUNCE
    success_message = "Cancelled: the window is no longer planned."
    is_dangerous = True

    @classmethod
    def is_available(cls, subject: Maintenance, user: Any, at: datetime) -> bool:
        return is_to_begin(subject)

    def perform(self) -> Maintenance:
        return incidents.cancel(self.subject, by=self.user, at=self.at)


class BeginWorkAction(ImmediateAction):
    verb = "begin"
    label = "Begin the work"
    permissions = WORK
    success_message = "The work has begun."

    @classmethod
    def is_available(cls, subject: Maintenance, user: Any, at: datetime) -> bool:
        return is_to_begin(subject)

    def perform(self) -> Maintenance:
        return incidents.begin_work(self.subject, by=self.user, at=self.at)


class EndWorkAction(ImmediateAction):
    verb = "end"
    label = "End the work"
    permissions = WORK
    success_message = "The work has ended."

    @classmethod
    def is_available(cls, subject: Maintenance, user: Any, at: datetime) -> bool:
        return is_unfinished(subject) and bound_of(subject, Bound.BEGIN) is not None

    def perform(self) -> Maintenance:
        return incidents.end_work(self.subject, by=self.user, at=self.at)
