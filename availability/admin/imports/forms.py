"""Files of other monitors: read, proposed, and decided by another person (A5, G10)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.defaultfilters import filesizeformat

from availability import incidents
from availability.admin.fields import LongTextField
from availability.imports import reading, staging
from availability.models import Component, ImportBatch
from istockist_sla.core.lib.time import zone_named
from istockist_sla.core.models import User
from istockist_sla.desk.actions import ActionForm, ConfirmForm

IMPORT = ("availability.import_records",)


def _components() -> Iterator[tuple[str, str]]:
    yield "", "As the file names them"
    yield from Component.objects.values_list("code", "name")


def _zones() -> Iterator[tuple[str, str]]:
    yield "", "Each instant says its own"
    yield "UTC", "UTC"
    yield from ((name, name) for name in sorted(available_timezones() - {"UTC", "localtime"}))


class ReadForm(ActionForm):
    verb = "read"
    label = "Import from another monitor"
    permissions = IMPORT
    description = (
        "The file is read and shown, with the months that it would move. Nothing counts before you "
        "propose it and another person has approved it (A5)."
    )
    submit_label = "Read the file"
    success_message = "Read. Look at what it would change, then propose it."

    format = forms.ChoiceField(choices=ImportBatch.Format.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        help_text="Checks as CSV: component, at, result (up or down), milliseconds. Outages as "
        "CSV: id, component, from, until, impact (down or degraded), title. All else is JSON as "
        "its monitor gives it out."
    )
    component = forms.ChoiceField(
        choices=_components,
        required=False,
        help_text="What all of the file is about. Else its names are looked for among ours.",
    )
    monitor = forms.CharField(
        max_length=100, required=False, help_text="Of several in the file, only this one."
    )
    zone = forms.ChoiceField(
        choices=_zones,
        required=False,
        label="Time zone",
        help_text="Of instants without one, as Uptime Kuma writes them: UTC, unless it was set "
        "otherwise.",
    )
    evidence = LongTextField(
        label="Where it comes from",
        help_text="Who measured what, from where: what a second person can check.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            most = filesizeformat(settings.UPLOAD_MAX_BYTES)
            raise forms.ValidationError(
                f"The file is larger than {most}. Import it in parts, or by the command "
                "import_availability."
            )
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        source = reading.Source(
            format=data["format"],
            component=Component.objects.filter(code=data["component"]).first(),
            monitor=data["monitor"],
            zone=zone_named(data["zone"]) if data["zone"] else None,
        )
        try:
            self.found = reading.read(data["file"].file, source, at=self.at)
        except forms.ValidationError as error:
            self.add_error("file", error)
        return data

    def perform(self) -> ImportBatch:
        data = self.cleaned_data
        return staging.keep(
            self.found,
            format=data["format"],
            file_name=data["file"].name,
            evidence=data["evidence"],
            by=self.user,
            at=self.at,
        )


class OwnDraftForm(ConfirmForm):
    """Of a file that this person has read and not proposed."""

    permissions = IMPORT

    @classmethod
    def has_object_permission(cls, subject: ImportBatch, user: User | AnonymousUser) -> bool:
        return subject.read_by_id == user.pk

    @classmethod
    def is_available(cls, subject: ImportBatch, user: Any, at: datetime) -> bool:
        return subject.is_draft


class ProposeForm(OwnDraftForm):
    verb = "propose"
    label = "Propose it…"
    description = (
        "Its outages are declared at once: what nobody measured of them counts, and they publish "
        "themselves (A5, A7). Its checks wait for another person's approval."
    )
    success_message = "Proposed. Another person decides it."

    def perform(self) -> ImportBatch:
        return incidents.propose_import(self.subject, by=self.user, at=self.at)


class DiscardForm(OwnDraftForm):
    verb = "discard"
    label = "Discard it…"
    description = "What was read is forgotten. Nothing of it ever counted."
    success_message = "Discarded."
    is_dangerous = True

    def perform(self) -> None:
        incidents.discard_import(self.subject, by=self.user)


class DecideImportForm(ConfirmForm):
    """Of one that another person proposed."""

    permissions = ("availability.decide_exclusion",)

    @classmethod
    def has_object_permission(cls, subject: ImportBatch, user: User | AnonymousUser) -> bool:
        return subject.read_by_id != user.pk

    @classmethod
    def is_available(cls, subject: ImportBatch, user: Any, at: datetime) -> bool:
        return not subject.is_draft and subject.approved is None


class ApproveForm(DecideImportForm):
    verb = "approve"
    label = "Approve…"
    description = (
        "Its checks become measurements wherever we have none of our own, and its outages count "
        "in full. The months on its page move as they say there."
    )
    success_message = "Approved: the figures follow from now on."

    def perform(self) -> ImportBatch:
        return incidents.approve_import(self.subject, by=self.user, at=self.at)


class RefuseForm(DecideImportForm):
    verb = "refuse"
    label = "Refuse…"
    description = "Its checks are forgotten. Of its outages only what nobody measured stays down."
    success_message = "Refused."
    is_dangerous = True

    def perform(self) -> ImportBatch:
        return incidents.refuse_import(self.subject, by=self.user, at=self.at)
