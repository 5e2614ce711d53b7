"""One search for tickets, clients and help articles."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from istockist_sla.desk.site import site
from tickets.models import Article, Client, Ticket

LONGEST, FOUND = 100, 20


def number(term: str) -> int | None:
    """A ticket's number, if that is what was typed: `4131` or `#4131`."""
    digits = term.strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def page(request: HttpRequest) -> HttpResponse:
    """A number that exists leads straight to its ticket."""
    if not request.user.has_perm("tickets.view_ticket"):
        raise PermissionDenied
    term = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    exact = number(term)
    if exact is not None:
        ticket = Ticket.objects.filter(number=exact).first()
        if ticket is not None:
            return redirect(reverse("admin:tickets_ticket_change", args=[ticket.pk]))
    found: dict[str, Any] = {"tickets": [], "clients": [], "articles": []}
    if term:
        found = {
            "tickets": Ticket.objects.filter(
                Q(subject__icontains=term) | Q(client__name__icontains=term)
            ).select_related("client", "owner")[:FOUND],
            "clients": Client.objects.filter(Q(name__icontains=term) | Q(code=term))[:FOUND],
            "articles": Article.objects.filter(Q(title__icontains=term) | Q(body__icontains=term))[
                :FOUND
            ],
        }
    context = {
        **site.each_context(request),
        "title": f"Search: {term}" if term else "Search",
        "term": term,
        "nothing": not any(list(rows) for rows in found.values()),
        **found,
    }
    return TemplateResponse(request, "admin/search.html", context)
