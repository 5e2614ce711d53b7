"""The tickets of the list, all pages of it, as a table to compute with."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tickets.access import Visit
from tickets.portal.decorators import for_administrators
from tickets.portal.forms import TicketSearchForm
from tickets.portal.ticket_csv import as_csv
from tickets.portal.views.tickets import chosen


@require_safe
@for_administrators
def tickets_csv(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Filtered and searched as the list is."""
    found = chosen(visit, TicketSearchForm(request.GET))
    rows = found.select_related("administrator").with_results()
    name = f"tickets-{visit.client.code}-{visit.now:%Y-%m-%d}.csv"
    return HttpResponse(
        as_csv(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
