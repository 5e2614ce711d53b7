"""Pages of no app: how the whole is, and the style guide for developers."""

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
    """For monitors: 503 as soon as one part does not work."""
    found = health.examine(at=timezone.now())
    return JsonResponse(found.as_json(), status=200 if found.is_well else 503)
