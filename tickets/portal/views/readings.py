"""How we read the agreement: for a client with its own version's values, else the standard's."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tickets import access
from tickets.explain import chapters
from tickets.portal import context
from tickets.portal.context import render_page, render_public_page
from tickets.sla.terms import Terms

TEMPLATE = "readings.html"


@require_safe
@never_cache
def readings(request: HttpRequest) -> HttpResponse:
    """Public: letters and the status page lead here too."""
    visit = access.visit_of(request.user, timezone.now())
    if visit is None:
        now = timezone.now()
        terms = context.standard_promise(now).terms
        return render_public_page(request, now, TEMPLATE, **_register(terms, now.year))
    promise = context.promise_to(visit.client, visit.now)
    register = _register(promise.terms, visit.now.year)
    return render_page(request, visit, TEMPLATE, promise=promise, **register)


def _register(terms: Terms, year: int) -> dict[str, Any]:
    return {
        "groups": chapters(terms, year),
        "agreement": f"{terms.agreement}, version {terms.version}",
    }
