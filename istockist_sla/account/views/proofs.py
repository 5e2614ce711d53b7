"""Proving who one is: the second factor at sign-in, a passkey alone, and anew when signed in."""

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.generic import TemplateView

from istockist_sla.account import events
from istockist_sla.account.forms import (
    CodeConfirmForm,
    CodeFactorForm,
    PasskeyConfirmForm,
    PasskeyFactorForm,
    PasskeySignInForm,
)
from istockist_sla.account.views.guards import SignedIn

log = logging.getLogger(__name__)


def _record_failure(user: Any, form: Any) -> None:
    method = "code" if "code" in form.fields else "passkey"
    events.record(user, events.FAIL_FACTOR, at=timezone.now(), method=method)
    log.warning("A wrong second factor of %s: %s.", user.email, method)


class SecondFactor(AuthenticateView):
    """After the code from the mail: the passkey, the app's code, or a recovery code."""

    form_class = CodeFactorForm
    webauthn_form_class = PasskeyFactorForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "person": self.stage.login.user}

    def form_valid(self, form: Any) -> HttpResponse:
        user = self.stage.login.user
        if not user.is_active:
            return get_adapter().respond_user_inactive(self.request, user)
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        _record_failure(self.stage.login.user, form)
        return super().form_invalid(form)


class SignInByPasskey(LoginWebAuthnView):
    """Without a mail: a passkey is two factors in one."""

    form_class = PasskeySignInForm


class ConfirmByCode(SignedIn, ReauthenticateView):
    form_class = CodeConfirmForm

    def form_invalid(self, form: Any) -> HttpResponse:
        _record_failure(self.request.user, form)
        return super().form_invalid(form)


class ConfirmByPasskey(SignedIn, ReauthenticateWebAuthnView):
    form_class = PasskeyConfirmForm

    def form_invalid(self, form: Any) -> HttpResponse:
        _record_failure(self.request.user, form)
        return self.render_to_response({**self.get_context_data(), "form": form})


class ConfirmBySigningIn(SignedIn, TemplateView):
    """The way that is always open: sign out, and in again, back to the page."""

    template_name = "account/reauthenticate.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        get_adapter(request).logout(request)
        return redirect(f"{reverse('account_login')}?{urlencode({'next': self._target()})}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, target=self._target())

    def _target(self) -> str:
        target = self.request.POST.get("next") or self.request.GET.get("next", "")
        hosts = {self.request.get_host()}
        return target if url_has_allowed_host_and_scheme(target, hosts) else reverse("account")
