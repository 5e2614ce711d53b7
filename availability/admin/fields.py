"""Fields that the forms of availability share; every instant in them is in GMT."""

from typing import Any

from django import forms

from availability.models import Component

MAX_LENGTH = 2_000
LOCAL_FORMAT = "%Y-%m-%dT%H:%M:%S"


class GmtField(forms.DateTimeField):
    """An instant in GMT, typed or picked."""

    def __init__(self, **options: Any) -> None:
        attrs = {"type": "datetime-local", "step": 1}
        super().__init__(widget=forms.DateTimeInput(format=LOCAL_FORMAT, attrs=attrs), **options)


class LongTextField(forms.CharField):
    """Several lines of plain text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 4}), **options)


class ComponentsField(forms.ModelMultipleChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(Component.objects.all(), widget=forms.CheckboxSelectMultiple, **options)
