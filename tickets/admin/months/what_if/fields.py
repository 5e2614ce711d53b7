"""Fields of the what-if: what is left empty is as it was."""

import re
from datetime import date
from fractions import Fraction
from typing import Any
from zoneinfo import available_timezones

from django import forms

from istockist_sla.core.lib.time import zone_named
from tickets.admin.agreements.admin import HoursField
from tickets.admin.agreements.calendars import SUGGESTED_ZONES
from tickets.admin.fields import Suggesting
from tickets.sla.hours import read_hours
from tickets.sla.week import Holiday, Hours

CLOSED, NO_LIMIT = "closed", "none"
AS_IT_WAS = ("", "As it was")
FIRST_YEAR, LAST_YEAR = 2019, 2100
MOST_DAYS, LONGEST = 100, 4000
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ \t]+(.+))?")
EXAMPLE = "2026-03-17"


class FixField(HoursField):
    """A limit that may be none: 0 stands for it, which no limit can be."""

    def clean(self, value: Any) -> Any:
        return 0 if str(value or "").strip().lower() == NO_LIMIT else super().clean(value)


class PercentField(forms.DecimalField):
    """An exact percentage of at most two decimals."""

    def __init__(self, **options: Any) -> None:
        words = "Write a percentage from 0 to 100, for example 97.5."
        codes = ("invalid", "max_digits", "max_decimal_places", "max_whole_digits")
        super().__init__(
            required=False,
            min_value=0,
            max_value=100,
            max_digits=5,
            decimal_places=2,
            error_messages=dict.fromkeys(codes, words),
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            **options,
        )

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return None if found is None else Fraction(found)


class SwitchField(forms.ChoiceField):
    """One of the words of a switch."""

    def __init__(self, choices: Any, **options: Any) -> None:
        super().__init__(
            choices=[AS_IT_WAS, *choices],
            required=False,
            error_messages={"invalid_choice": "Choose one of the list."},
            **options,
        )


class ZoneField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, required=False, widget=Suggesting(), **options)
        self.widget.suggestions = SUGGESTED_ZONES

    def clean(self, value: Any) -> Any:
        name = super().clean(value).strip()
        if name and name not in available_timezones():
            raise forms.ValidationError("Write a time zone’s name, for example Europe/Dublin.")
        return zone_named(name) if name else None


class WeekdayField(forms.CharField):
    """Support hours of a weekday; none at all where it is closed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=80, required=False, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        return hours_of(text) if text else None


class DaysField(forms.CharField):
    """Dates, one a line, each once."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=LONGEST,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            **options,
        )

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_DAYS:
            raise forms.ValidationError(f"At most {MOST_DAYS} days.")
        found: dict[date, Holiday] = {}
        for line in lines:
            day, holiday = self.read(line)
            if day in found:
                raise forms.ValidationError(f"{day} stands there twice.")
            found[day] = holiday
        return found

    def read(self, line: str) -> tuple[date, Holiday]:
        match = DAY.fullmatch(line)
        if match is None or match[2]:
            raise forms.ValidationError(f"Write a date a line, for example {EXAMPLE}.")
        return _day(match[1]), Holiday("")


class HolidaysField(DaysField):
    """Dates that may have hours of their own."""

    def read(self, line: str) -> tuple[date, Holiday]:
        match = DAY.fullmatch(line)
        if match is None:
            raise forms.ValidationError(
                f"Write a date a line, for example {EXAMPLE}, or {EXAMPLE} 09:00-13:00."
            )
        return _day(match[1]), Holiday("", hours_of(match[2] or CLOSED))


def hours_of(text: str) -> tuple[Hours, ...]:
    """Raises ValidationError for what are no hours of a day."""
    if text.lower() == CLOSED:
        return ()
    try:
        return read_hours(text)
    except ValueError as error:
        raise forms.ValidationError(str(error)) from None


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise forms.ValidationError(f"There is no such day as {text}.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(f"Choose days of the years {FIRST_YEAR} to {LAST_YEAR}.")
    return day
