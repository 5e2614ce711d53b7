"""What the forms of a ticket's page have in common: an act once, and the way back."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from istockist_sla.core import submissions
from istockist_sla.core.drafts import keeping
from tickets.access import Visit
from tickets.models import Ticket


def take_once(request: HttpRequest, visit: Visit, step: Callable[[], str]) -> str:
    """What to say of the step; a second click on the same form takes none."""
    with transaction.atomic():
        is_first = submissions.is_first(request, at=visit.now)
        return step() if is_first else submissions.SAID_TWICE


def done(request: HttpRequest, ticket: Ticket, said: str) -> HttpResponse:
    keeping.drop(request)
    messages.success(request, said)
    return redirect("portal:ticket", ticket.number)
