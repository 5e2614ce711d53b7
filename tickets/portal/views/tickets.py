"""All tickets of the client, open and closed."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tickets.access import Visit
from tickets.portal import ticket_list
from tickets.portal.context import render_page
from tickets.portal.decorators import for_administrators
from tickets.portal.ticket_filters import TicketFilters

ON_A_PAGE = 20


@require_safe
@for_administrators
def tickets(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = TicketFilters(request.GET)
    folders, found = form.found_for(visit.administrator)
    page_obj = Paginator(ticket_list.with_row_details(found), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    texts = folders.texts([ticket.pk for ticket in page_obj])
    return render_page(
        request,
        visit,
        "tickets.html",
        nav="tickets",
        form=form,
        show=form.show_chosen,
        query=form.asked("q"),
        page_obj=page_obj,
        ticket_rows=ticket_list.ticket_rows(page_obj, visit.now, texts),
    )
