"""The same picture for programs: JSON, feeds, calendars and a badge."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from availability.agreement import VERSION_1, StandardAgreement
from availability.models import Maintenance
from availability.overview.picture import read_picture
from availability.status import feed
from availability.status.badge import badge
from availability.status.incident import PublicIncident
from availability.status.maintenance_calendar import NAME, calendar_event, recent
from availability.status.overview import MonthUptime, StatusOverview, status_overview
from availability.uptime_data import uptime_data
from istockist_sla.core.exported import Encoder
from istockist_sla.core.lib import ics


@require_safe
def status_json(request: HttpRequest, agreement: StandardAgreement = VERSION_1) -> JsonResponse:
    overview = status_overview(at=timezone.now(), agreement=agreement)
    return JsonResponse(_as_json(overview), encoder=Encoder)


@require_safe
def atom(request: HttpRequest, agreement: StandardAgreement = VERSION_1) -> HttpResponse:
    content_type = "application/atom+xml; charset=utf-8"
    return HttpResponse(feed.atom(feed.entries()), content_type=content_type)


@require_safe
def json_feed(request: HttpRequest, agreement: StandardAgreement = VERSION_1) -> JsonResponse:
    told = feed.json_feed(feed.entries())
    return JsonResponse(told, encoder=Encoder, content_type="application/feed+json")


@require_safe
def maintenance_calendar(
    request: HttpRequest, agreement: StandardAgreement = VERSION_1
) -> HttpResponse:
    return _calendar(recent(timezone.now()), "istockist-maintenance.ics")


@require_safe
def maintenance_event(
    request: HttpRequest, pk: int, agreement: StandardAgreement = VERSION_1
) -> HttpResponse:
    maintenance = get_object_or_404(Maintenance.objects.with_windows(), pk=pk)
    return _calendar([maintenance], f"istockist-maintenance-{pk}.ics")


@require_safe
def badge_svg(request: HttpRequest, agreement: StandardAgreement = VERSION_1) -> HttpResponse:
    now = timezone.now()
    picture = badge(read_picture().headline(now), now)
    return HttpResponse(picture, content_type="image/svg+xml; charset=utf-8")


def _calendar(rows: Any, name: str) -> HttpResponse:
    content = ics.calendar([calendar_event(each) for each in rows], name=NAME)
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type=ics.CONTENT_TYPE, headers=headers)


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
                "cancelled_at": each.cancelled_at,
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
                "withdrawn": each.withdrawn,
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
