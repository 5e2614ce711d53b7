"""allauth's rules for this portal: closed sign-up, a record of who signs in and out, and proofs."""

import base64
import logging
import secrets
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from istockist_sla.account import events
from istockist_sla.account.browsers import browser_in_words
from istockist_sla.account.forms import NOT_RIGHT
from istockist_sla.core.client_address import client_address
from istockist_sla.core.lib.addresses import UNKNOWN, network_of
from istockist_sla.core.models import KnownNetwork, User

SIGNED_IN = "sign_in"
NO_ADDRESS = "0.0.0.0"
NOT_ACTIVE = "This account may no longer sign in. If that is a mistake, write to Support."
log = logging.getLogger(__name__)


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What a session's row keeps, whose column takes addresses only."""
        address = client_address(request)
        return NO_ADDRESS if address == UNKNOWN else address

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/desk/" if request.user.is_staff else "/"

    def login(self, request: HttpRequest, user: Any) -> None:
        """Signing in is itself a proof: it is dated in the session, as a later one is."""
        super().login(request, user)
        record_authentication(request, user, SIGNED_IN)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Somebody who was dismissed between two proofs."""
        messages.error(request, NOT_ACTIVE)
        return redirect("account_login")

    def post_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse:
        """Each sign-in is an event, and makes its network a known one."""
        at, network = timezone.now(), network_of(client_address(request))
        methods = _methods(get_authentication_records(request, user))
        KnownNetwork.objects.update_or_create(user=user, network=network, defaults={"last_at": at})
        events.record(user, events.SIGN_IN, at=at, methods=methods)
        log.info("%s signed in from %s by %s.", user.email, network, " and ".join(methods))
        return super().post_login(request, user, **hooks)

    def logout(self, request: HttpRequest) -> None:
        user: Any = request.user
        if user.is_authenticated:
            events.record(user, events.SIGN_OUT, at=timezone.now())
            log.info("%s signed out.", user.email)
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Our own views ask for a recent proof, of people without a factor too."""
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """How somebody who is signed in can prove it anew; nobody has a password."""
        if not user.is_authenticated:
            return []
        types = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        ways = []
        if Authenticator.Type.WEBAUTHN in types:
            ways.append(("mfa_reauthenticate_webauthn", "Use a passkey"))
        if types & {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}:
            ways.append(("mfa_reauthenticate", "Use a code of your app, or a recovery code"))
        ways.append(("account_reauthenticate", "Sign in again"))
        return [{"id": name, "description": words, "url": reverse(name)} for name, words in ways]


def _methods(records: list[dict[str, Any]]) -> list[str]:
    """`code` or `link`, and the kind of each second factor."""
    proofs = [record for record in records if record["method"] != SIGNED_IN]
    return [str(record.get("type") or record["method"]) for record in proofs]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Our names for things, and secrets that a copy of the database alone does not give away."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": NOT_RIGHT,
        "cannot_generate_recovery_codes": "Set up a passkey or an app first.",
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What cannot be read, under a key that is gone, opens nothing: another secret instead."""
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """`Chrome on Windows`: the browser in which the passkey is added."""
        return browser_in_words(context.request.headers.get("User-Agent", "")).name

    def _get_site_name(self) -> str:
        return "iStockist Support"

    def _get_user_identifier(self, user: User) -> str:
        return user.email


def _fernet() -> MultiFernet:
    """Keys that are made of SECRET_KEY and of those before it."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [sha256(f"istockist.second-factor:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
