"""Fields that the forms of availability share."""

from typing import Any

from django import forms

from availability.models import Component
from istockist_sla.desk.fields import RowsField

MAX_LENGTH = 2_000


class LongTextField(forms.CharField):
    """Several lines of plain text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 4}), **options)


class ComponentsField(RowsField):
    def __init__(self, **options: Any) -> None:
        super().__init__(Component.objects.all(), widget=forms.CheckboxSelectMultiple, **options)
