"""Pages of no app: the health of the system, what failed, and the style guide for developers."""

import sys

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from istockist_sla.core import health

# Who looks after failed tasks reads what does not work.
OPERATE = "django_q.view_failure"


RETRY_AFTER = "30"


def server_error(request: HttpRequest) -> HttpResponse:
    """What failed is asked nothing more: the page needs neither the database nor who it is for."""
    is_away = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    status = 503 if is_away else 500
    context = {"support_address": settings.SUPPORT_ADDRESS}
    response = HttpResponse(render_to_string(f"{status}.html", context), status=status)
    response["Cache-Control"] = "no-store"
    if is_away:
        response["Retry-After"] = RETRY_AFTER
    return response


def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """For monitors: 200, or 503 where a part does not work; which one is for operators alone."""
    with health.bounded_queries():
        found = health.examine(at=timezone.now())
        told = found.as_json() if _is_operator(request, found) else {"status": found.status}
    return JsonResponse(told, status=200 if found.is_well else 503)


def _is_operator(request: HttpRequest, found: health.Health) -> bool:
    """By the monitor's token, or signed in, as far as the database says who it is."""
    if settings.HEALTH_TOKEN and constant_time_compare(
        request.headers.get("Authorization", ""), f"Bearer {settings.HEALTH_TOKEN}"
    ):
        return True
    if health.DATABASE in found.problems:
        return False
    try:
        return request.user.has_perm(OPERATE)
    except Error:
        return False
