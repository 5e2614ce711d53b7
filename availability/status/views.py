"""The public status page: no sign-in, nothing changes, the same for everybody."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from availability.agreement import VERSION_1, StandardAgreement
from availability.models import Outage
from availability.status.incident import PublicIncident, public_incident
from availability.status.months import month_page
from availability.status.overview import MonthUptime, StatusOverview, status_overview
from availability.uptime_data import uptime_data
from istockist_sla.core.exported import Encoder
from istockist_sla.core.lib.months import Month
from istockist_sla.core.models import Event

MAX_AGE = 15
CACHED_SECONDS = 120
SHOWN_KINDS = (Event.Kind.OUTAGE, Event.Kind.MAINTENANCE, Event.Kind.COMPONENT)
public = cache_control(public=True, max_age=MAX_AGE)


@require_safe
@public
def page(request: HttpRequest, agreement: StandardAgreement = VERSION_1) -> HttpResponse:
    now = timezone.now()
    overview = _overview(now, agreement)
    return _rendered("status/page.html", now=overview.at, overview=overview, month=overview.month)


@require_safe
@public
def incident(
    request: HttpRequest, pk: int, agreement: StandardAgreement = VERSION_1
) -> HttpResponse:
    outage = get_object_or_404(Outage.objects.published().with_updates(), pk=pk)
    if outage.part_of_id is not None:
        return redirect("status:incident", outage.part_of_id)
    return _rendered("status/incident.html", now=timezone.now(), incident=public_incident(outage))


@require_safe
@public
def month(
    request: HttpRequest, month: str, agreement: StandardAgreement = VERSION_1
) -> HttpResponse:
    try:
        wanted = Month.parse(month)
    except ValueError as error:
        raise Http404(str(error)) from error
    now = timezone.now()
    shown = _cached(
        f"month-page:{wanted}", now, lambda: month_page(wanted, at=now, agreement=agreement)
    )
    if shown is None:
        raise Http404("Nothing was measured in this month.")
    return _rendered("status/month.html", now=shown.at, page=shown, month=wanted)


@require_safe
@public
def status_json(request: HttpRequest, agreement: StandardAgreement = VERSION_1) -> JsonResponse:
    return JsonResponse(_as_json(_overview(timezone.now(), agreement)), encoder=Encoder)


def _rendered(template: str, **context: Any) -> HttpResponse:
    """Without the request: the page knows nothing of who reads it, so it can be cached."""
    return HttpResponse(render_to_string(template, context))


def _overview(at: datetime, agreement: StandardAgreement) -> StatusOverview:
    return _cached("overview", at, lambda: status_overview(at=at, agreement=agreement))


def _cached(name: str, at: datetime, make: Callable[[], Any]) -> Any:
    """Made once a minute and at once after each event about what the page shows (A7)."""
    events = Event.objects.filter(subject_kind__in=SHOWN_KINDS).aggregate(newest=Max("id"))
    key = f"status:{name}:{events['newest'] or 0}:{at:%Y%m%d%H%M}"
    made = cache.get(key)
    if made is None:
        made = make()
        cache.set(key, made, CACHED_SECONDS)
    return made


def _as_json(overview: StatusOverview) -> dict[str, Any]:
    return {
        "as_of": overview.at,
        "state": overview.headline.state,
        "title": overview.headline.title,
        "detail": overview.headline.detail,
        "monitoring_since": overview.monitored_since,
        "components": [
            {"code": each.code, "name": each.name, "state": each.state}
            for each in overview.components
        ],
        "incidents": [_incident_json(each) for each in [*overview.open, *overview.recent]],
        "maintenance": [
            {
                "title": each.title,
                "kind": each.kind,
                "starts_at": each.starts_at,
                "ends_at": each.ends_at,
                "announced_at": each.announced_at,
                "in_progress": each.in_progress,
            }
            for each in overview.maintenance
        ],
        "running_month": _month_json(overview.running) if overview.running else None,
        "months": [_month_json(each) for each in overview.months],
    }


def _month_json(month: MonthUptime) -> dict[str, Any]:
    """Of the component that decides."""
    return {"month": str(month.month), **uptime_data(month.uptime)}


def _incident_json(incident: PublicIncident) -> dict[str, Any]:
    return {
        "id": incident.id,
        "title": incident.title,
        "stage": incident.stage,
        "started_at": incident.started_at,
        "ended_at": incident.ended_at,
        "published_at": incident.published_at,
        "components": [
            {
                "name": each.name,
                "impact": each.impact,
                "started_at": each.started_at,
                "ended_at": each.ended_at,
                "detected_at": each.detected_at,
            }
            for each in incident.components
        ],
        "updates": [
            {"stage": each.stage, "at": each.at, "text": each.text} for each in incident.updates
        ],
    }
