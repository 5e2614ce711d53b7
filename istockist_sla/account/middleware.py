"""Around each request of a signed-in person: their clock, their session, their second factor."""

from collections.abc import Callable
from functools import cache
from zoneinfo import ZoneInfo

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from istockist_sla.account import factors
from istockist_sla.core import clocks
from istockist_sla.core.lib.text import IRELAND

Response = Callable[[HttpRequest], HttpResponse]

SEEN = "seen_at"
# How exactly it is known when a session was last used: not each request writes.
SEEN_EVERY = 15 * 60.0


class SessionActivity:
    """Notes when and from where a session was last used, which also lengthens its life."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_personal(request) and request.user.is_authenticated and request.session.session_key:
            now = timezone.now().timestamp()
            if _is_stale(request, now):
                request.session[SEEN] = now
                UserSession.objects.create_from_request(request)
        return self.get_response(request)


class ReaderClock:
    """Instants stand beside the clock that the person has chosen."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_personal(request):
            return self.get_response(request)
        with clocks.read_in(lambda: _zone_of(request)):
            return self.get_response(request)


class SecondFactorRequired:
    """Staff without a second factor come no further than the page that sets one up."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(_open_to_all()) and factors.is_missing(request.user):
            return redirect("account_second_factor")
        return self.get_response(request)


def _is_personal(request: HttpRequest) -> bool:
    """What everybody reads alike is kept by caches, and knows of no session."""
    return not request.path.startswith(_impersonal())


def _is_stale(request: HttpRequest, now: float) -> bool:
    """Signing in was noted already: that is the first time of a session."""
    seen = request.session.get(SEEN) or factors.proved_at(request)
    return bool(seen) and now - seen >= SEEN_EVERY


def _zone_of(request: HttpRequest) -> ZoneInfo:
    return request.user.zone if request.user.is_authenticated else IRELAND


@cache
def _impersonal() -> tuple[str, ...]:
    names = ("status:page", "closed_months:list", "healthz")
    return (*(reverse(name) for name in names), settings.STATIC_URL)


@cache
def _open_to_all() -> tuple[str, ...]:
    names = ("account", "account_login", "account_logout", "admin:logout")
    return (*_impersonal(), *(reverse(name) for name in names))
