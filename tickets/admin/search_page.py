"""One search for tickets, clients and help articles."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from istockist_sla.desk.site import site
from tickets.models import Ticket
from tickets.search.queries import (
    articles_matching,
    clients_matching,
    ticket_number,
    tickets_matching,
)

LONGEST_TERM, MOST_ROWS = 100, 20


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """A number that exists leads straight to its ticket."""
    if not request.user.has_perm("tickets.view_ticket"):
        raise PermissionDenied
    term = request.GET.get("q", "").strip()[:LONGEST_TERM]
    number = ticket_number(term)
    if number is not None:
        ticket = Ticket.objects.filter(number=number).first()
        if ticket is not None:
            return redirect(reverse("admin:tickets_ticket_change", args=[ticket.pk]))
    results = _results(term) if term else {}
    context = {
        **site.each_context(request),
        "title": f"Search: {term}" if term else "Search",
        "term": term,
        "nothing": not any(results.values()),
        **results,
    }
    return TemplateResponse(request, "admin/search.html", context)


def _results(term: str) -> dict[str, list[Any]]:
    tickets = tickets_matching(term).select_related("client", "owner")
    return {
        "tickets": list(tickets[:MOST_ROWS]),
        "clients": list(clients_matching(term)[:MOST_ROWS]),
        "articles": list(articles_matching(term)[:MOST_ROWS]),
    }
