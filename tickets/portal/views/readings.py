"""How we read the agreement, with the values of the client's own version."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tickets.access import Visit
from tickets.explain import chapters
from tickets.portal import context
from tickets.portal.context import render_page
from tickets.portal.decorators import for_administrators


@require_safe
@for_administrators
def readings(request: HttpRequest, visit: Visit) -> HttpResponse:
    promise = context.promise_to(visit.client, visit.now)
    terms = promise.terms
    return render_page(
        request,
        visit,
        "readings.html",
        promise=promise,
        groups=chapters(terms, visit.now.year),
        agreement=f"{terms.agreement}, version {terms.version}",
    )
