"""Arguments of addresses."""

from django.urls.converters import IntConverter

from istockist_sla.core.lib.numbers import LARGEST_ID


class IdConverter(IntConverter):
    """A number that a row can have; any other is not found, whoever reads it."""

    def to_python(self, value: str) -> int:
        number = super().to_python(value)
        if number > LARGEST_ID:
            raise ValueError(f"No row has the number {value[:30]}.")
        return number
