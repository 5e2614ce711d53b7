"""All tickets of the client, open and closed."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tickets import access
from tickets.access import Visit
from tickets.models import TicketState
from tickets.models.tickets import TicketQuerySet
from tickets.portal import ticket_list
from tickets.portal.context import render_page
from tickets.portal.decorators import for_administrators
from tickets.portal.forms import TicketSearchForm
from tickets.search.queries import tickets_with_every_word

ON_A_PAGE = 20


@require_safe
@for_administrators
def tickets(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = TicketSearchForm(request.GET)
    show, query = form.chosen, form.query
    tickets = ticket_list.with_row_details(chosen(visit, form))
    page_obj = Paginator(tickets, ON_A_PAGE).get_page(request.GET.get("page"))
    return render_page(
        request,
        visit,
        "tickets.html",
        nav="tickets",
        form=form,
        show=show,
        query=query,
        page_obj=page_obj,
        ticket_rows=ticket_list.ticket_rows(page_obj, visit.now),
    )


def chosen(visit: Visit, form: TicketSearchForm) -> TicketQuerySet:
    """The client's tickets that the list shows, in its order, on all of its pages."""
    found = _filtered(access.tickets_of(visit.administrator), form.chosen)
    return tickets_with_every_word(found, form.query)


def _filtered(tickets: TicketQuerySet, show: str) -> TicketQuerySet:
    if show == TicketSearchForm.OPEN:
        return ticket_list.waiting_first(tickets.unclosed())
    if show == TicketSearchForm.WAITING:
        return ticket_list.waiting_first(tickets.waiting_for_client())
    if show == TicketSearchForm.CLOSED:
        return tickets.filter(state=TicketState.CLOSED).order_by("-closed_at", "-id")
    return tickets.order_by("-opened_at", "-id")
