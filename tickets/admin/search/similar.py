"""What is like a ticket: a page of its own, which the ticket's page takes into its rail."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from istockist_sla.desk.site import site
from tickets.models import Ticket
from tickets.search.similar import similar_to
from tickets.search.viewers import of_staff


@require_safe
def page(request: HttpRequest, object_id: int) -> HttpResponse:
    if not request.user.has_perm("tickets.view_ticket"):
        raise PermissionDenied
    ticket = get_object_or_404(Ticket, pk=object_id)
    viewer = of_staff(request.user.get_all_permissions())  # type: ignore[union-attr]
    context = {
        **site.each_context(request),
        "title": f"Like {ticket.number}",
        "ticket": ticket,
        "similar": similar_to(ticket, viewer),
    }
    return TemplateResponse(request, "admin/search/similar.html", context)
