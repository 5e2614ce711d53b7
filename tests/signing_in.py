"""A browser after the right code from the mail: signed in, or asked for the second factor."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as OF_USER,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.account.utils import perform_login
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from istockist_sla.account.adapter import SecondFactorAdapter

SECRET = "JBSWY3DPEHPK3PXP"


def session_after_code(user, user_agent: str = "") -> tuple[str, str]:
    """The session's key, and where the browser is led."""
    request = RequestFactory(headers={"User-Agent": user_agent}).get("/sign-in/code/")
    request.session, request.user = SessionStore(), AnonymousUser()
    request._messages = CookieStorage(request)
    with context.request_context(request):
        response = perform_login(request, user)
    request.session.save()
    return request.session.session_key, response.url


def after_code(client, user, user_agent: str = "") -> str:
    """The client's browser has that session; where it is led."""
    key, url = session_after_code(user, user_agent)
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return url


def long_ago(client) -> None:
    """The sign-in of this session was an hour ago."""
    session = client.session
    session[METHODS] = [{**each, "at": time.time() - 3600} for each in session[METHODS]]
    assert session[OF_USER]
    session.save()


def give_app(user) -> Authenticator:
    """An authenticator app with a known secret."""
    secret = SecondFactorAdapter().encrypt(SECRET)
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": secret}
    )


def give_passkey(user, name: str = "Office laptop") -> Authenticator:
    """A passkey that no browser knows; the pages only name it."""
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": name, "credential": {}}
    )


def digits(secret: str = SECRET) -> str:
    """What the app shows now."""
    counter = int(time.time()) // 30
    return auth.format_hotp_value(auth.hotp_value(secret, counter))
