"""The public status page: no sign-in, nothing changes, the same for everybody.

Its answers are kept by `availability.status.middleware`, and made anew with what they rest on.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from availability.agreement import VERSION_1, StandardAgreement
from availability.models import Outage
from availability.overview.corrections import corrections_of
from availability.status.forms import SubscribeForm
from availability.status.history import history_page
from availability.status.incident import public_incident
from availability.status.months import month_page
from availability.status.overview import status_overview
from istockist_sla.core.lib.months import Month


@require_safe
def page(request: HttpRequest, agreement: StandardAgreement = VERSION_1) -> HttpResponse:
    overview = status_overview(at=timezone.now(), agreement=agreement)
    return rendered(
        "status/page.html",
        now=overview.at,
        overview=overview,
        month=overview.month,
        form=SubscribeForm(),
    )


@require_safe
def incident(
    request: HttpRequest, pk: int, agreement: StandardAgreement = VERSION_1
) -> HttpResponse:
    outage = get_object_or_404(Outage.objects.published().with_updates(), pk=pk)
    if outage.part_of_id is not None:
        return redirect("status:incident", outage.part_of_id)
    now = timezone.now()
    return rendered(
        "status/incident.html",
        now=now,
        incident=public_incident(outage),
        corrections=corrections_of([each.pk for each in outage.incident], now),
    )


@require_safe
def month(
    request: HttpRequest, month: str, agreement: StandardAgreement = VERSION_1
) -> HttpResponse:
    try:
        wanted = Month.parse(month)
    except ValueError as error:
        raise Http404(str(error)) from error
    shown = month_page(wanted, at=timezone.now(), agreement=agreement)
    if shown is None:
        raise Http404("Nothing was measured in this month.")
    return rendered("status/month.html", now=shown.at, page=shown, month=wanted)


@require_safe
def history(
    request: HttpRequest, year: int, agreement: StandardAgreement = VERSION_1
) -> HttpResponse:
    shown = history_page(year, at=timezone.now(), agreement=agreement)
    if shown is None:
        raise Http404("Nothing was measured in this year.")
    return rendered("status/history.html", now=shown.at, page=shown)


def rendered(template: str, **context: Any) -> HttpResponse:
    """Without the request: the page knows nothing of who reads it."""
    return HttpResponse(render_to_string(template, context))
