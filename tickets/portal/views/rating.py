"""A closed ticket is rated by POST alone: whatever follows a link of a letter changes nothing."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from istockist_sla.core.drafts import keeping
from tickets import access, lifecycle
from tickets.access import Visit
from tickets.models import Ticket
from tickets.portal.decorators import for_administrators
from tickets.portal.forms import RatingForm
from tickets.portal.views.acts import done, take_once
from tickets.portal.views.ticket import show


@require_POST
@for_administrators
def rate(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    ticket = access.ticket_or_404(visit.administrator, number)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _refuse(request, visit, ticket, form, lifecycle.why_unrateable(ticket))
    try:
        said = take_once(request, visit, partial(_rate, visit, ticket, form))
    except lifecycle.ActionRefused as refusal:
        ticket = access.ticket_or_404(visit.administrator, number)
        return _refuse(request, visit, ticket, form, str(refusal))
    return done(request, ticket, said)


def _rate(visit: Visit, ticket: Ticket, form: RatingForm) -> str:
    value, text = form.cleaned_data["value"], form.cleaned_data["text"]
    lifecycle.rate(ticket.pk, value=value, text=text, by=visit.user, at=visit.now)
    return "Thank you. Your rating is in the ticket."


def _refuse(
    request: HttpRequest, visit: Visit, ticket: Ticket, form: RatingForm, why: str
) -> HttpResponse:
    """Why is said at the form, or above the answer where the ticket has none to be rated by."""
    keeping.keep_own(request, at=visit.now)
    if not lifecycle.may_be_rated(ticket):
        return show(request, visit, ticket, refused=why)
    if why:
        form.add_error(None, why)
    return show(request, visit, ticket, rating=form)
