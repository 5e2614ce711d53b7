"""Setting up and removing a second factor, and the recovery codes beside it."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View
from django.views.generic.edit import FormMixin

from istockist_sla.account import events, factors
from istockist_sla.account.forms import PasskeyForm
from istockist_sla.account.views.guards import Confirmed, SignedIn, lock_own

LAST = "Staff always have a second factor. Set up another one first, then remove this one."


class SetUp(SignedIn, TemplateView):
    """The way to a first factor: where staff are led before the desk opens."""

    template_name = "mfa/set_up.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if factors.of_user(request.user).exists():
            return redirect("account")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = factors.is_missing(self.request.user)
        return super().get_context_data(**kwargs, is_required=missing)


class _Added(Confirmed, FormView):
    """Recovery codes come with a first factor, and are shown at once."""

    method = ""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        user = lock_own(self.request)
        response = super().form_valid(form)
        events.record(user, events.ADD_FACTOR, at=timezone.now(), method=self.method)
        return response

    def get_success_url(self) -> str:
        is_first = factors.has_unseen_codes(self.request.user)
        return reverse("mfa_view_recovery_codes" if is_first else "account")


class AddPasskey(_Added, AddWebAuthnView):
    form_class = PasskeyForm
    method = "passkey"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return {**context, "js_data": {"creation_options": options}}


class AddApp(_Added, ActivateTOTPView):
    """The second of two clicks finds the app set up, and goes where the first one went."""

    method = "app"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        parts = [secret[start : start + 4] for start in range(0, len(secret), 4)]
        return {**context, "secret_parts": parts}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and factors.has_app(request.user):
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        if factors.has_app(lock_own(self.request)):
            return redirect(self.get_success_url())
        return super().form_valid(form)


class _Removed(Confirmed, FormMixin, View):
    """Of two that are removed at once by staff, one stays."""

    method = ""

    def factor(self) -> Authenticator:
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and factors.is_last_required(self.factor()):
            return self._refuse()
        return super().dispatch(request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        user = lock_own(self.request)
        if factors.is_last_required(self.factor()):
            return self._refuse()
        response = super().form_valid(form)
        events.record(user, events.REMOVE_FACTOR, at=timezone.now(), method=self.method)
        return response

    def _refuse(self) -> HttpResponse:
        messages.error(self.request, LAST)
        return redirect("account")


class RemovePasskey(_Removed, RemoveWebAuthnView):
    success_url = reverse_lazy("account")
    method = "passkey"

    def factor(self) -> Authenticator:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])


class RemoveApp(_Removed, DeactivateTOTPView):
    success_url = reverse_lazy("account")
    method = "app"

    def factor(self) -> Authenticator:
        return get_object_or_404(
            Authenticator, user=self.request.user, type=Authenticator.Type.TOTP
        )


class RenewCodes(Confirmed, GenerateRecoveryCodesView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        user = lock_own(self.request)
        response = super().form_valid(form)
        events.record(user, events.RENEW_CODES, at=timezone.now(), method="recovery_codes")
        return response


class ShowCodes(Confirmed, ViewRecoveryCodesView):
    """Once: a second look shows how many are left. HEAD, which shows nothing, is no look."""

    http_method_names = ["get"]
