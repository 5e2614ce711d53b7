"""All tickets of the client, open and closed."""

from django.core.paginator import Paginator
from django.db.models import Q
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

ON_A_PAGE = 20
MAX_NUMBER = 2**31 - 1


@require_safe
@for_administrators
def tickets(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = TicketSearchForm(request.GET)
    show, query = form.chosen, form.query
    found = _with_words(_filtered(access.tickets_of(visit.administrator), show), query)
    tickets = ticket_list.with_row_details(found)
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


def _filtered(tickets: TicketQuerySet, show: str) -> TicketQuerySet:
    if show == TicketSearchForm.OPEN:
        return ticket_list.waiting_first(tickets.unclosed())
    if show == TicketSearchForm.WAITING:
        return ticket_list.waiting_first(tickets.waiting_for_client())
    if show == TicketSearchForm.CLOSED:
        return tickets.filter(state=TicketState.CLOSED).order_by("-closed_at", "-id")
    return tickets.order_by("-opened_at", "-id")


def _with_words(tickets: TicketQuerySet, query: str) -> TicketQuerySet:
    """Each word in the subject, or the number."""
    for word in query.split():
        match = Q(subject__icontains=word)
        if word.isdecimal() and int(word) <= MAX_NUMBER:
            match |= Q(number=int(word))
        tickets = tickets.filter(match)
    return tickets
