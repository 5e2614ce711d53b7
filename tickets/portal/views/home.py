"""The home page: the service now, the open tickets, and the way to report a problem."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tickets import access
from tickets.access import Visit
from tickets.models import Article
from tickets.portal import context, service, service_level, ticket_list
from tickets.portal.context import render_page
from tickets.portal.decorators import for_administrators

MAX_TICKETS, MAX_ARTICLES = 10, 3


@require_safe
@for_administrators
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    tickets = access.tickets_of(visit.administrator).unclosed()
    listed = ticket_list.with_row_details(ticket_list.waiting_first(tickets))
    rows = list(listed[: MAX_TICKETS + 1])
    promise = context.promise_to(visit.client, visit.now)
    return render_page(
        request,
        visit,
        "home.html",
        nav="home",
        promise=promise,
        rule=context.day_rule(promise.terms.calendar, visit.now),
        ticket_rows=ticket_list.ticket_rows(rows[:MAX_TICKETS], visit.now),
        count=len(rows) if len(rows) <= MAX_TICKETS else tickets.count(),
        articles=Article.objects.published().order_by("-updated_at", "title")[:MAX_ARTICLES],
        levels=service_level.levels(visit.client, visit.now),
        maintenance=service.next_window(visit.now),
    )
