"""Input of the account's pages."""

import re
from struct import error as StructError
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError

from istockist_sla.account import zones
from istockist_sla.core.models import User
from tickets.wording.letters import OPTIONAL_LETTERS

NOT_RIGHT = "That code is not right. Look for the newest one."
# An app's digits are right so long, those before and after the present ones included.
DIGITS_SECONDS = mfa.TOTP_PERIOD * (2 * mfa.TOTP_TOLERANCE + 1)
NOT_ACCEPTED = "The passkey was not accepted. Try again."
# What the parser of passkeys raises over an answer that no browser has given.
MALFORMED = (
    AssertionError,
    AttributeError,
    InvalidSignature,
    LookupError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    StructError,
    TypeError,
    ValueError,
)
BASE64 = re.compile(r"[A-Za-z0-9_-]{1,16000}={0,2}")
MOST_NAME_CHARS = 60
MOST_CREDENTIAL_CHARS = 40_000


class CredentialField(forms.JSONField):
    """What a browser says of a passkey: a few strings, neither long nor deep."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            if len(value or "") > MOST_CREDENTIAL_CHARS:
                raise ValidationError(NOT_ACCEPTED)
            return super().to_python(value)
        except RecursionError as error:
            raise ValidationError(NOT_ACCEPTED) from error


class PasskeyForm(AddWebAuthnForm):
    """A new passkey: one that the browser itself keeps, so that it signs in alone."""

    name = forms.CharField(required=False, max_length=MOST_NAME_CHARS, label="Name")
    credential = CredentialField()
    passwordless = None

    def clean_credential(self) -> dict[str, Any]:
        """Only what is needed of it is kept, and that only in the signs of its encoding."""
        given = self.cleaned_data["credential"]
        try:
            return {
                "type": "public-key",
                "id": _base64(given["id"]),
                "rawId": _base64(given["rawId"]),
                "response": {
                    part: _base64(given["response"][part])
                    for part in ("clientDataJSON", "attestationObject")
                },
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        except MALFORMED as error:
            raise ValidationError(NOT_ACCEPTED) from error

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except (*MALFORMED, ValidationError) as error:
            raise ValidationError(NOT_ACCEPTED) from error


def _base64(given: str) -> str:
    if not BASE64.fullmatch(given):
        raise ValueError
    return given


class _Proof(AuthenticateWebAuthnForm):
    """A passkey's answer; whatever else is sent instead is not accepted."""

    credential = CredentialField()

    def clean_credential(self) -> Authenticator:
        try:
            found = super().clean_credential()
        except ValidationError as error:
            if error.code != "incorrect_code":
                raise
            raise ValidationError(NOT_ACCEPTED, code="incorrect_code") from error
        except MALFORMED as error:
            raise ValidationError(NOT_ACCEPTED, code="incorrect_code") from error
        if not found.user.is_active:
            raise ValidationError(NOT_ACCEPTED, code="incorrect_code")
        return found


class PasskeyFactorForm(_Proof):
    """As the second factor, after the code."""


class PasskeySignInForm(_Proof, LoginWebAuthnForm):
    """Alone."""


class PasskeyConfirmForm(_Proof, ReauthenticateWebAuthnForm):
    """Of somebody who is signed in."""


class _TypedCode(BaseAuthenticateForm):
    """An app's digits work once: allauth forgets that they were used before they are outdated."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        used = f"used-digits:{self.user.pk}:{normalize_user_code(code)}"
        is_app = self.authenticator.type == Authenticator.Type.TOTP
        if is_app and not cache.add(used, True, DIGITS_SECONDS):
            raise ValidationError(NOT_RIGHT)
        return code


class CodeFactorForm(_TypedCode, AuthenticateForm):
    """As the second factor, after the code from the mail."""


class CodeConfirmForm(_TypedCode, ReauthenticateForm):
    """Of somebody who is signed in."""


class AppearanceForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("time_zone", "theme")

    time_zone = forms.ChoiceField(choices=zones.choices, label="Time zone")
    theme = forms.ChoiceField(
        choices=User.Theme.choices, required=False, widget=forms.RadioSelect, label="Appearance"
    )


class WishesForm(forms.Form):
    """The letters that a client administrator may do without."""

    letters = forms.MultipleChoiceField(
        choices=[(code, each.title) for code, each in OPTIONAL_LETTERS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    copies = forms.BooleanField(required=False, label="Copies of my company’s other tickets")
    reports = forms.BooleanField(required=False, label="The month’s report")

    @property
    def declined(self) -> list[str]:
        return sorted(OPTIONAL_LETTERS.keys() - set(self.cleaned_data["letters"]))
