"""Variables of every template, computed only where one is used."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from istockist_sla.desk.site import support_hours
from tickets.portal import context


def right_now(request: HttpRequest) -> dict[str, Any]:
    """Support's hours, the state of the service, and the theme that the person has chosen."""
    now = timezone.now()
    person = SimpleLazyObject(lambda: getattr(request, "user", None))
    return {
        "support_address": settings.SUPPORT_ADDRESS,
        "support_hours": SimpleLazyObject(lambda: support_hours(now)),
        "theme": SimpleLazyObject(lambda: getattr(person, "theme", "")),
        "service": SimpleLazyObject(lambda: context.service_now(now)),
    }
