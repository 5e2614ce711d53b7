"""The forms of signing in."""

from django import forms


class AskForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={
            "required": "Enter your e-mail address.",
            "invalid": "This is not an e-mail address. Check it for a missing part.",
        },
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code", max_length=40, error_messages={"required": "Enter the code from the e-mail."}
    )
