"""Who may read the months, and which month and client an address names."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from istockist_sla.core.lib.months import Month
from istockist_sla.desk.site import site
from tickets import inputs
from tickets.models import Client
from tickets.reports.monthly import MonthFigures, month_figures
from tickets.reports.record import in_the_record


class NoSuchFigures(Http404):
    """Its message is for the reader: which figures there are none of."""


def guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Safe methods, signed in to the desk, and the months' own permission; says in words what an
    address outside the record asks for. What is published is asked once."""
    return site.admin_view(require_safe(_checked(inputs.asked_once()(view))))


def permitted(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Signed in to the desk, and the months' own permission; any method that the view takes."""
    return site.admin_view(_checked(view))


def _checked(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    return permission_required("tickets.view_month", raise_exception=True)(_in_words(view))


def _in_words(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def answer(request: HttpRequest, **named: str) -> HttpResponseBase:
        try:
            return view(request, **named)
        except NoSuchFigures as error:
            title = "There are no such figures"
            context = {**site.each_context(request), "title": title, "sentence": str(error)}
            return render(request, "admin/months/404.html", context, status=404)

    return answer


def month_named(text: str, at: datetime) -> Month:
    """Within the record: from the month of version 1 to the running one."""
    try:
        return in_the_record(Month.parse(text), at)
    except ValueError as error:
        raise NoSuchFigures(str(error)) from None


def client_named(request: HttpRequest) -> Client | None:
    """All clients where the address names none."""
    code = request.GET.get("client", "")
    if not code:
        return None
    client = Client.objects.filter(code=code).first() if "\0" not in code else None
    if client is None:
        raise NoSuchFigures("There is no client with that short name.")
    return client


def figures_named(request: HttpRequest, text: str, at: datetime) -> MonthFigures:
    return month_figures(month_named(text, at), client=client_named(request), at=at)
