"""Addresses beside a ticket's page: who else is there, and what helps to write."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from istockist_sla.core.lib.numbers import row_id
from istockist_sla.core.models import Event
from istockist_sla.desk.site import site
from tickets.admin.canned.filling import filled, values_of
from tickets.admin.permissions import HANDLE
from tickets.admin.tickets import presence
from tickets.admin.tickets.mentions import colleagues
from tickets.models import CannedReply, Ticket

MOST_CANNED = 200


def who_is_here(request: HttpRequest, ticket: Ticket) -> JsonResponse:
    """The others; how much came after what the page shows; what the person had seen before."""
    user: Any = request.user
    seen = row_id(request.POST.get("seen", "")) or 0
    newer = Event.objects.about(Event.Kind.TICKET, ticket.pk).filter(id__gt=seen)
    writing = request.POST.get("writing", "")[:20]
    others = presence.look(ticket.pk, user, writing=writing, at=timezone.now())
    return JsonResponse(
        {
            "others": [other._asdict() for other in others],
            "newer": newer.exclude(actor=user).count(),
            "looked": presence.looked_last(ticket.pk, user, seen=seen),
        }
    )


def canned_replies(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Those offered to the person, filled in for the ticket, and who can be mentioned."""
    if not request.user.has_perms(HANDLE):
        raise PermissionDenied
    values = values_of(ticket)
    rows = CannedReply.objects.offered_to(request.user.pk)[:MOST_CANNED]
    context = {
        **site.each_context(request),
        "title": f"Canned replies for {ticket.number}",
        "ticket": ticket,
        "replies": [(row, filled(row.text, values)) for row in rows],
        "colleagues": colleagues(),
    }
    return TemplateResponse(request, "admin/tickets/ticket/canned.html", context)


def canned_text(ticket: Ticket, user: Any, asked: str) -> str:
    """The reply that an address asks for, filled in; empty where there is none."""
    found = CannedReply.objects.offered_to(user.pk).filter(pk=row_id(asked) or 0).first()
    return filled(found.text, values_of(ticket)) if found else ""
