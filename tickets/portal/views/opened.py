"""The confirmation of a new ticket: its number, its opening instant, and what happens next."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tickets import access
from tickets.access import Visit
from tickets.portal.context import render_page
from tickets.portal.decorators import for_administrators
from tickets.portal.ticket_status import ticket_status


@require_safe
@for_administrators
def opened(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    ticket = access.ticket_or_404(visit.administrator, number)
    question = access.open_question_of(ticket)
    return render_page(
        request,
        visit,
        "opened.html",
        nav="tickets",
        ticket=ticket,
        ticket_status=ticket_status(ticket, question, visit.now),
    )
