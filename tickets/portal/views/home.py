"""The first page: what is true now, what waits for you, and one big way to report."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tickets.models import Article
from tickets.portal import access, frame, rows, service_level
from tickets.portal.access import Visit
from tickets.portal.views.entrance import for_administrators, page

MOST_TICKETS, MOST_ARTICLES = 10, 3


@require_safe
@for_administrators
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    tickets = access.tickets_of(visit.administrator).unclosed()
    shown = rows.with_words(rows.waiting_first(tickets))
    promise = frame.promise_to(visit.client, visit.now)
    return page(
        request,
        visit,
        "home.html",
        nav="home",
        promise=promise,
        rule=frame.day_rule(promise.terms.calendar, visit.now),
        rows=rows.of(shown[:MOST_TICKETS], visit.now),
        count=tickets.count(),
        articles=Article.objects.published().order_by("-updated_at", "title")[:MOST_ARTICLES],
        service_level=service_level.card(visit.client, visit.now),
        maintenance=frame.next_window(visit.now),
    )
