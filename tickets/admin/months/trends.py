"""Trends: a year or two of months per class, for all clients or for one."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from istockist_sla.core.lib.months import Month
from istockist_sla.desk.site import site
from tickets import inputs
from tickets.admin.months.frame import CHOICES
from tickets.models import Client
from tickets.reports.drawings import trend_drawing
from tickets.reports.record import FIRST_MONTH
from tickets.reports.trend import LENGTHS, trend


class MonthField(forms.CharField):
    """A month such as 2026-10."""

    widget = forms.TextInput(attrs={"type": "month", "class": "vTextField"})

    def clean(self, value: Any) -> Month | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return Month.parse(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class TrendForm(forms.Form):
    """What is left empty is: all clients, twelve months, up to the present one."""

    client = forms.ModelChoiceField(
        Client.objects.order_by("name"),
        to_field_name="code",
        required=False,
        empty_label="All clients",
        error_messages={"invalid_choice": "There is no such client."},
    )
    length = forms.ChoiceField(
        choices=[(length, f"{length} months") for length in LENGTHS],
        required=False,
        label="Length",
        error_messages={"invalid_choice": "Choose 12 or 24 months."},
    )
    month = MonthField(required=False, label="Up to")

    def __init__(self, *args: Any, present: Month, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present = present
        if Client.objects.count() > CHOICES:
            self.fields["client"].widget = forms.TextInput(attrs={"class": "vTextField"})
            self.fields["client"].label = "Client's short name"

    def clean_length(self) -> int:
        return int(self.cleaned_data["length"] or LENGTHS[0])

    def clean_month(self) -> Month:
        month = self.cleaned_data["month"] or self.present
        if not FIRST_MONTH <= month <= self.present:
            raise ValidationError(
                f"There are figures from {FIRST_MONTH.name} to {self.present.name}, "
                f"not of {month.name}."
            )
        return month


def trends_page(request: HttpRequest) -> HttpResponse:
    """The choice stands in the address, so that it can be kept as a link."""
    form = _form(request, timezone.now())
    context = {
        **site.each_context(request),
        "title": "Trends",
        "form": form,
        **(_found(form.cleaned_data) if form.is_valid() else {}),
    }
    return render(request, "admin/months/trends.html", context)


def _form(request: HttpRequest, now: datetime) -> TrendForm:
    present = inputs.month_of(now)
    given = {"length": str(LENGTHS[0]), "month": str(present), **request.GET.dict()}
    return TrendForm(given, present=present)


def _found(choice: dict[str, Any]) -> dict[str, Any]:
    client, last = choice["client"], choice["month"]
    rows = trend(last, length=choice["length"], client=client)
    return {
        "title": f"Trends, {client or 'all clients'}",
        "client": client,
        "last": last,
        "earlier": rows[0].month.previous if rows[0].month > FIRST_MONTH else None,
        "trend": trend_drawing(rows, client),
    }
