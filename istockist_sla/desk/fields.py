"""Fields that the forms of the desk share: days, instants, rows and addresses that can be kept."""

import re
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from istockist_sla.core.lib.numbers import row_id

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
BETWEEN = "Choose a {} between the years 2000 and 2099."
INSTANT_FORMAT = "%Y-%m-%d %H:%M:%S"
READ = [
    f"{day}{between}{time}"
    for day in ("%Y-%m-%d", "%d %B %Y", "%d %b %Y")
    for between in (" ", "T", ", ")
    for time in ("%H:%M:%S", "%H:%M")
]
ZONE = re.compile(r"\s*(?:GMT|UTC|Z)\s*$", re.IGNORECASE)
LONGEST_ADDRESS, MOST_QUOTED = 254, 40


class DayField(forms.DateField):
    """A day near enough to be added to and taken from."""

    default_validators = [
        MinValueValidator(FIRST_DAY, BETWEEN.format("day")),
        MaxValueValidator(LAST_DAY, BETWEEN.format("day")),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": forms.DateInput(attrs={"type": "date"}), **options})


class InstantField(forms.DateTimeField):
    """An instant in GMT of a day as near, typed: a browser's picker would show its own clock."""

    default_validators = [
        MinValueValidator(datetime(2000, 1, 1, tzinfo=UTC), BETWEEN.format("moment")),
        MaxValueValidator(datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC), BETWEEN.format("moment")),
    ]
    default_error_messages = {
        "invalid": "Write the day and the time in GMT, like 2026-06-09 14:46 or 9 June 2026 14:46."
    }

    def __init__(self, **options: Any) -> None:
        attrs = {"placeholder": "2026-06-09 14:46", "autocomplete": "off", "spellcheck": "false"}
        widget = forms.DateTimeInput(format=INSTANT_FORMAT, attrs=attrs)
        super().__init__(**{"widget": widget, "input_formats": READ, **options})

    def to_python(self, value: Any) -> datetime | None:
        """With or without `GMT` behind it."""
        return super().to_python(ZONE.sub("", value) if isinstance(value, str) else value)


class RowsField(forms.ModelMultipleChoiceField):
    """Rows by their ids; Django looks for numbers that no database keeps."""

    def clean(self, value: Any) -> Any:
        for each in value or ():
            if row_id(str(each)) is None:
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": str(each)[:MOST_QUOTED]},
                )
        return super().clean(value)


class AddressField(forms.EmailField):
    """An e-mail address as long as a column of addresses."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_ADDRESS, **options)
