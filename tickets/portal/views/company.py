"""My company: its administrators, its contact in Customer Success, and who gets what."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tickets.access import Visit
from tickets.portal import company as people
from tickets.portal.context import render_page
from tickets.portal.decorators import for_administrators


@require_safe
@for_administrators
def company(request: HttpRequest, visit: Visit) -> HttpResponse:
    return render_page(
        request,
        visit,
        "company.html",
        nav="company",
        administrators=people.administrators(visit),
        contacts=people.contacts(visit),
        own=visit.administrator,
    )
