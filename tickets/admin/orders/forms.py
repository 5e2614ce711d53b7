"""Forms about order volumes: importing counts, putting an altered volume forward (G5)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat

from istockist_sla.desk.actions import ActionForm
from tickets.admin.clients.forms import day_field
from tickets.admin.fields import LONGEST_REASON
from tickets.models import ClientFact

DAY = timedelta(days=1)


class ImportForm(ActionForm):
    file = forms.FileField(
        label="CSV file",
        help_text="Columns client (short name), day (2026-03-09) and orders. Days that are known "
        "take the newer count.",
    )

    def clean_file(self) -> list[str]:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            most = filesizeformat(settings.UPLOAD_MAX_BYTES)
            raise forms.ValidationError(f"The file is larger than {most}.")
        try:
            return file.read().decode("utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise forms.ValidationError("The file is not UTF-8 text.") from None


class VolumeForm(ActionForm):
    """Whole days; the volume is altered from the first to the last, or until further notice."""

    value = forms.ChoiceField(
        choices=[
            (ClientFact.YES, "It is significantly altered"),
            (ClientFact.NO, "It is no longer altered"),
        ],
        initial=ClientFact.YES,
        widget=forms.RadioSelect,
        label="Order volume",
    )
    first = day_field(label="From", help_text="A day in GMT.")
    last = day_field(label="Last day", required=False, help_text="Empty: until further notice.")
    evidence = forms.CharField(
        max_length=LONGEST_REASON,
        label="Evidence",
        help_text="What is known beside the figures, which go with it by themselves.",
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and first > self.at.date():
            self.add_error("first", "That day has not begun yet.")
        if first and last and last < first:
            self.add_error("last", "It ends before it begins.")
        return {
            **data,
            "since": _midnight(first) if first else None,
            "until": _midnight(last + DAY) if last else None,
        }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), UTC)
