"""Whom to write to, and about what."""

from typing import Any

from django import forms

from availability.models import Component, Subscription


class ComponentsForm(forms.Form):
    """By their codes; all of them are stored as none, which also means those added later."""

    components = forms.MultipleChoiceField(
        label="About",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._rows = {each.code: each for each in Component.objects.all()}
        field: Any = self.fields["components"]
        field.choices = [(code, each.name) for code, each in self._rows.items()]
        if not self._rows:
            field.required = False
        self.initial.setdefault("components", list(self._rows))

    def chosen(self) -> list[Component]:
        codes = self.cleaned_data["components"]
        if len(codes) == len(self._rows):
            return []
        return [self._rows[code] for code in codes]


class SubscribeForm(ComponentsForm):
    address = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Enter your e-mail address.",
            "invalid": "This is not an e-mail address. Check it for a missing part.",
        },
    )
    field_order = ["address", "components"]

    def clean_address(self) -> str:
        """Its domain must have a name in ASCII, as a letter's envelope does."""
        address: str = self.cleaned_data["address"]
        try:
            address.encode()
            address.rpartition("@")[2].encode("idna")
        except UnicodeError as error:
            raise forms.ValidationError(
                "This is not an e-mail address. Check it for a missing part."
            ) from error
        return address


def form_of(subscription: Subscription, data: Any = None) -> ComponentsForm:
    codes = [each.code for each in subscription.components.all()]
    return ComponentsForm(data, initial={"components": codes} if codes else {})
