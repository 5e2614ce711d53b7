"""The first page: what is true now, what waits for you, and one big way to report."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tickets import access
from tickets.access import Visit
from tickets.models import Article
from tickets.portal import context, service_level, ticket_list
from tickets.portal.context import render_page
from tickets.portal.decorators import for_administrators

MOST_TICKETS, MOST_ARTICLES = 10, 3


@require_safe
@for_administrators
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    tickets = access.tickets_of(visit.administrator).unclosed()
    shown = ticket_list.with_words(ticket_list.waiting_first(tickets))
    promise = context.promise_to(visit.client, visit.now)
    return render_page(
        request,
        visit,
        "home.html",
        nav="home",
        promise=promise,
        rule=context.day_rule(promise.terms.calendar, visit.now),
        rows=ticket_list.ticket_rows(shown[:MOST_TICKETS], visit.now),
        count=tickets.count(),
        articles=Article.objects.published().order_by("-updated_at", "title")[:MOST_ARTICLES],
        service_level=service_level.card(visit.client, visit.now),
        maintenance=context.next_window(visit.now),
    )
