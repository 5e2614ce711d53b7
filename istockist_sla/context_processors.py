"""Variables of every template, computed only where one is used."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from istockist_sla.desk.site import support_hours
from tickets import access
from tickets.models import Client
from tickets.portal.service import service_now


def right_now(request: HttpRequest) -> dict[str, Any]:
    """Support's hours and the state of the service, for the sign-in pages above all; the client
    whose portal the person may open; and the theme that they have chosen."""
    now = timezone.now()
    person = SimpleLazyObject(lambda: getattr(request, "user", None))
    return {
        "support_address": settings.SUPPORT_ADDRESS,
        "support_hours": SimpleLazyObject(lambda: support_hours(now)),
        "theme": SimpleLazyObject(lambda: getattr(person, "theme", "")),
        "service": SimpleLazyObject(lambda: service_now(now)),
        "own_client": SimpleLazyObject(lambda: _own_client(request, now)),
    }


def _own_client(request: HttpRequest, at: datetime) -> Client | None:
    visit = access.visit_of(getattr(request, "user", None), at)
    return visit.client if visit else None
