"""How we read the agreement, with the values of the client's own version."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tickets.explain import chapters
from tickets.portal import frame
from tickets.portal.access import Visit
from tickets.portal.views.entrance import for_administrators, page


@require_safe
@for_administrators
def readings(request: HttpRequest, visit: Visit) -> HttpResponse:
    promise = frame.promise_to(visit.client, visit.now)
    terms = promise.terms
    return page(
        request,
        visit,
        "readings.html",
        promise=promise,
        groups=chapters(terms, visit.now.year),
        agreement=f"{terms.agreement}, version {terms.version}",
    )
