"""Who may see the pages of the portal."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from istockist_sla.core.models import User
from tickets import access, inputs
from tickets.access import Visit

SAFE = ("GET", "HEAD")
View = Callable[..., HttpResponseBase]


def for_administrators(view: View) -> View:
    """The view is called with the visit of today's client administrator (P1).

    Whoever is signed out is asked to sign in, staff go to the desk, and everybody else gets a page
    that says that they administer no client.
    """
    return never_cache(_with_visit(view, access.visit_of))


def for_readers_of_closed_months(view: View) -> View:
    """The same, also for those who administered a client until it ended. How long the answer may
    be kept is the view's to say."""
    return _with_visit(view, access.kept_visit_of)


def _with_visit(view: View, visit_of: Callable[[User, datetime], Visit | None]) -> View:
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user, now = request.user, timezone.now()
        if not isinstance(user, User):
            return redirect_to_login(_return_address(request, kwargs))
        visit = visit_of(user, now)
        if visit is not None and request.method in SAFE:
            with inputs.asked_once():
                return view(request, visit, *args, **kwargs)
        if visit is not None:
            return view(request, visit, *args, **kwargs)
        if user.is_staff:
            return redirect("admin:index")
        context = {
            "support_address": settings.SUPPORT_ADDRESS,
            "kept": access.kept_visit_of(user, now),
        }
        return render(request, "portal/no_administrator.html", context, status=404)

    return wrapper


def _return_address(request: HttpRequest, kwargs: dict[str, Any]) -> str:
    """Where to come back to after signing in: never an address that only takes a form."""
    if request.method in SAFE:
        return request.get_full_path()
    if "number" in kwargs:
        return reverse("portal:ticket", args=[kwargs["number"]])
    return reverse("portal:home")
