"""The form of the what-if: chosen closed months, and what is supposed of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from istockist_sla.core.lib.months import Month
from istockist_sla.core.lib.text import duration
from tickets import inputs
from tickets.admin.agreements.admin import HoursField
from tickets.admin.months.frame import CHOICES
from tickets.admin.months.what_if import whose
from tickets.admin.months.what_if.fields import (
    DaysField,
    FixField,
    HolidaysField,
    PercentField,
    SwitchField,
    WeekdayField,
    ZoneField,
)
from tickets.models import AgreementVersion, Client, SupportCalendar
from tickets.reports.what_if.closed_months import MOST_MONTHS
from tickets.sla.clock import Calendar
from tickets.sla.terms import CLASSES
from tickets.sla.week import WEEKDAYS
from tickets.sla.what_if.supposition import (
    FIX,
    RESPONSE,
    NamedCalendar,
    Supposition,
)

YES, NO = "yes", "no"
YES_OR_NO = [(YES, "Yes"), (NO, "No")]
LIMITS = [f"{code}_{clock}" for code in CLASSES for clock in ("answer", "fix")]
DAYS = [day.lower() for day in WEEKDAYS]
# A limit that would take longer is a slip of the pen, and would take long to count.
LONGEST_WEEKS = 260
Hours, Origin = AgreementVersion.Hours, AgreementVersion.DowngradeOrigin
Scope, SystemUptime = AgreementVersion.Scope, AgreementVersion.SystemUptime
# The switches of an agreement: the name in the form, that of the provision, and its value.
SWITCHES = {
    "index": ("index", None),
    "availability": ("availability_index", None),
    "hours": ("elapsed", Hours.ELAPSED),
    "downgrade": ("from_downgrade", Origin.DOWNGRADE),
    "contractual": ("fix_is_contractual", YES),
    "scope": ("orders_only", Scope.ORDERS),
    "uptime": ("system_uptime", None),
    "release": ("release_is_maintenance", YES),
}


class WhatIfForm(forms.Form):
    month = forms.MultipleChoiceField(
        label="Closed months",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one month.",
            "invalid_choice": "Choose closed months alone.",
            "invalid_list": "Choose at least one month.",
        },
    )
    client = forms.ModelChoiceField(
        Client.objects.order_by("name"),
        label="Tickets of",
        to_field_name="code",
        required=False,
        empty_label="All clients",
        error_messages={"invalid_choice": "There is no such client."},
    )
    agreement = forms.ChoiceField(
        label="Supposed for",
        required=False,
        error_messages={"invalid_choice": "There is no such agreement."},
    )
    index = PercentField(label="Index, %")
    availability = PercentField(label="Availability target, %")
    hours = SwitchField(Hours.choices, label="Hours of a limit")
    scope = SwitchField(Scope.choices, label="Scope of the guarantee")
    downgrade = SwitchField(Origin.choices, label="After a downgrade the fix counts from")
    contractual = SwitchField(YES_OR_NO, label="Fix limits are contractual")
    uptime = SwitchField(SystemUptime.choices, label="System uptime")
    release = SwitchField(YES_OR_NO, label="A release can be planned maintenance")
    calendar = forms.ModelChoiceField(
        SupportCalendar.objects.order_by("name"),
        label="Calendar",
        required=False,
        empty_label="As it was",
        error_messages={"invalid_choice": "There is no such calendar."},
    )
    zone = ZoneField(label="Time zone")
    holidays = HolidaysField(
        label="Holidays more", help_text="One a line; hours of its own may follow the date."
    )
    worked = DaysField(label="Holidays less", help_text="One a line: days like any other.")

    def __init__(self, *args: Any, months: Sequence[Month], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(str(each), each.name) for each in months]  # type: ignore[attr-defined]
        self.fields["agreement"].choices = list(whose.choices())  # type: ignore[attr-defined]
        for code in CLASSES:
            name = code.capitalize()
            self.fields[f"{code}_answer"] = HoursField(
                label=f"{name}, first answer", required=False
            )
            self.fields[f"{code}_fix"] = FixField(label=f"{name}, fix", required=False)
        for day, name in zip(DAYS, WEEKDAYS, strict=True):
            self.fields[day] = WeekdayField(label=name)
        self.order_fields([*LIMITS, *SWITCHES, *DAYS])
        if Client.objects.count() > CHOICES:
            self.fields["client"].widget = forms.TextInput()
            self.fields["client"].label = "Tickets of the client with the short name"

    def clean_month(self) -> list[Month]:
        months = [Month.parse(text) for text in dict.fromkeys(self.cleaned_data["month"])]
        if len(months) > MOST_MONTHS:
            raise forms.ValidationError(f"Choose at most {MOST_MONTHS} months at once.")
        return months

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors:
            self._check_days(said)
        if not self.errors:
            self._check_weeks(self.supposition)
        return said

    @property
    def supposition(self) -> Supposition:
        """Of valid fields."""
        said = self.cleaned_data
        hours = {n: said[day] for n, day in enumerate(DAYS) if said[day] is not None}
        chosen = said["calendar"]
        return Supposition(
            provisions=dict(_provisions(said)),
            limits=dict(_limits(said)),
            calendar=_published(chosen.name) if chosen else None,
            zone=said["zone"],
            hours=hours,
            days={**said["holidays"], **dict.fromkeys(said["worked"])},
            concerns=whose.concerned(said["agreement"]),
        )

    def told(self) -> list[tuple[str, str]]:
        """What is supposed, in the words of the form."""
        names = [name for name in self.fields if name not in ("month", "client", "agreement")]
        return [(str(self[name].label), _words(self[name])) for name in names if self[name].value()]

    def _check_days(self, said: dict[str, Any]) -> None:
        both = sorted(set(said["holidays"]) & set(said["worked"]))
        if both:
            self.add_error("worked", f"{both[0]} stands among the holidays more.")

    def _check_weeks(self, supposition: Supposition) -> None:
        """Of each version that is concerned: hours, and enough of them to use up its limits."""
        for row in whose.versions(self.cleaned_data["agreement"]):
            says = supposition.provisions_of(row.provisions)
            limits = [each or 0 for limit in says.limits.values() for each in limit]
            found = supposition.calendar or _published(row.calendar)
            for calendar in found.calendars:
                windows = supposition.windows_of(calendar)
                week = Calendar(calendar.zone, windows, {}).week.seconds
                if not week:
                    self.add_error("monday", "So there would be no support hours at all.")
                    return
                if not says.elapsed and max(limits) > LONGEST_WEEKS * week:
                    self._refuse_too_long(max(limits), week)
                    return

    def _refuse_too_long(self, limit: int, week: int) -> None:
        """At the limit, where it is supposed itself."""
        field = next((name for name in LIMITS if self.cleaned_data[name] == limit), "monday")
        self.add_error(
            field,
            f"With {duration(week)} of support a week a limit of {duration(limit)} would take "
            "more than five years.",
        )

    # Groups of the page
    def of_limits(self) -> list[tuple[str, BoundField, BoundField]]:
        return [(code, self[f"{code}_answer"], self[f"{code}_fix"]) for code in CLASSES]

    def of_switches(self) -> list[BoundField]:
        return [self[name] for name in SWITCHES]

    def of_week(self) -> list[BoundField]:
        return [self[day] for day in DAYS]


def _provisions(said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, (provision, yes) in SWITCHES.items():
        value = said[name]
        if value not in (None, ""):
            yield provision, value if yes is None else value == yes


def _limits(said: dict[str, Any]) -> Iterator[tuple[tuple[str, str], int | None]]:
    for code in CLASSES:
        for clock, name in ((RESPONSE, f"{code}_answer"), (FIX, f"{code}_fix")):
            if said[name] is not None:
                yield (code, clock), said[name] or None


def _published(name: str) -> NamedCalendar:
    published = inputs.published_versions().published
    return NamedCalendar(
        tuple(row for row in published.calendars if row.calendar == name),
        tuple(row for row in published.holiday_lists if row.calendar == name),
    )


def _words(field: BoundField) -> str:
    value = str(field.value())
    options = dict(getattr(field.field, "choices", ()))
    shown = next((str(words) for code, words in options.items() if str(code) == value), value)
    return ", ".join(shown.split("\n"))
