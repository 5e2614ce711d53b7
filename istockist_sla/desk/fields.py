"""Fields that the forms of the desk share: days, instants, rows and addresses that can be kept."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from istockist_sla.core.lib.numbers import row_id

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
BETWEEN = "Choose a {} between the years 2000 and 2099."
LOCAL_FORMAT = "%Y-%m-%dT%H:%M:%S"
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
    """An instant in GMT, typed or picked, of a day as near."""

    default_validators = [
        MinValueValidator(datetime(2000, 1, 1, tzinfo=UTC), BETWEEN.format("moment")),
        MaxValueValidator(datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC), BETWEEN.format("moment")),
    ]

    def __init__(self, **options: Any) -> None:
        attrs = {"type": "datetime-local", "step": 1}
        widget = forms.DateTimeInput(format=LOCAL_FORMAT, attrs=attrs)
        super().__init__(**{"widget": widget, **options})


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
