"""Pages of no app: the health of the system, and the style guide for developers."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from istockist_sla.core import health


def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """For monitors: 200, or 503 where a part does not work."""
    result = health.examine(at=timezone.now())
    return JsonResponse(result.as_json(), status=200 if result.is_well else 503)
