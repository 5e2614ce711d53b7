"""The forms of a ticket's page: answer, close, reopen, contest, change the priority."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from istockist_sla.core.drafts import keeping
from istockist_sla.core.lib import text
from istockist_sla.core.models import Event
from tickets import access, lifecycle
from tickets.access import Visit
from tickets.models import Channel, Finding, Ticket
from tickets.portal.decorators import for_administrators
from tickets.portal.forms import (
    ClientCloseForm,
    ClientContestForm,
    ClientReopenForm,
    ClientReplyForm,
    PriorityForm,
)
from tickets.portal.views.acts import done, take_once
from tickets.portal.views.ticket import Contest, show
from tickets.wording.priorities import priority_name


@require_POST
@for_administrators
def reply(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    ticket = access.ticket_or_404(visit.administrator, number)
    form = ClientReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refuse(request, visit, ticket, form)
    if ticket.is_closed and not lifecycle.may_reopen(ticket, visit.now):
        return _continue_in_new(request, visit, ticket, form)
    newer = _newer_event(visit, ticket, form.cleaned_data["seen"])
    if newer is not None:
        return _show_newer_first(request, visit, ticket, form, newer)
    return _perform(request, visit, ticket, form, partial(_write, visit, ticket, form))


def _write(visit: Visit, ticket: Ticket, form: Any) -> str:
    lifecycle.write(
        ticket.pk,
        text=form.cleaned_data["text"],
        by=visit.user,
        at=visit.now,
        files=form.cleaned_data["uploads"],
    )
    if ticket.is_closed:
        return "Your message is in the ticket. It stays closed; reopen it if it is not solved."
    return "Your answer is in the ticket."


def _continue_in_new(request: HttpRequest, visit: Visit, ticket: Ticket, form: Any) -> HttpResponse:
    """What is written long after the closing is a new ticket that refers to the old one (K13)."""
    new: list[Ticket] = []

    def step() -> str:
        new.append(
            lifecycle.open_ticket(
                administrator=visit.administrator,
                channel=Channel.PORTAL,
                subject=ticket.subject,
                text=form.cleaned_data["text"],
                files=form.cleaned_data["uploads"],
                at=visit.now,
                recorded_at=visit.now,
                by=visit.user,
                follows=ticket,
            )
        )
        return (
            f"Ticket {ticket.number} was closed more than fourteen days ago. Your message opened "
            "this one, which refers to it."
        )

    try:
        said = take_once(request, visit, step)
    except lifecycle.ActionRefused as refusal:
        return _refuse(request, visit, ticket, form, str(refusal))
    return done(request, new[0] if new else ticket, said)


def _newer_event(visit: Visit, ticket: Ticket, seen: int | None) -> Event | None:
    """The newest event of somebody else that the client sees and that came after `seen`."""
    if not seen:
        return None
    others = [
        event
        for event in access.events_of(ticket)
        if event.pk > seen and event.actor_id not in (None, visit.user.pk)
    ]
    return others[-1] if others else None


def _show_newer_first(
    request: HttpRequest, visit: Visit, ticket: Ticket, form: Any, newer: Event
) -> HttpResponse:
    """Nothing is refused: the page first shows what is new, and keeps the text."""
    form.data = form.data.copy()
    form.data["seen"] = str(newer.pk)
    files = " Choose your files again." if form.cleaned_data["uploads"] else ""
    refused = (
        f"Changed meanwhile. {newer.actor} did something at {text.time_gmt(newer.at)}. Your text "
        f"is kept: read what is new, then send it.{files}"
    )
    return _refuse(request, visit, ticket, form, refused)


@require_POST
@for_administrators
def close(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    ticket = access.ticket_or_404(visit.administrator, number)
    form = ClientCloseForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refuse(request, visit, ticket, form)
    return _perform(request, visit, ticket, form, partial(_close, visit, ticket, form))


def _close(visit: Visit, ticket: Ticket, form: Any) -> str:
    """Files come in a message of their own, because a closing carries text only."""
    message, files = form.cleaned_data["text"], form.cleaned_data["uploads"]
    if files:
        lifecycle.write(ticket.pk, text=message, by=visit.user, at=visit.now, files=files)
    lifecycle.close_by_client(
        ticket.pk,
        by=visit.user,
        at=visit.now,
        text="" if files else message,
        works_again=form.cleaned_data["works_again"],
    )
    return "The ticket is closed. You can reopen it for fourteen days."


@require_POST
@for_administrators
def reopen(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    ticket = access.ticket_or_404(visit.administrator, number)
    form = ClientReopenForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refuse(request, visit, ticket, form)
    return _perform(request, visit, ticket, form, partial(_reopen, visit, ticket, form))


def _reopen(visit: Visit, ticket: Ticket, form: Any) -> str:
    lifecycle.reopen_by_client(
        ticket.pk,
        by=visit.user,
        at=visit.now,
        text=form.cleaned_data["text"],
        files=form.cleaned_data["uploads"],
    )
    return "The ticket is open again, as it was before."


@require_POST
@for_administrators
def contest(request: HttpRequest, visit: Visit, number: int, finding_id: int) -> HttpResponse:
    """The client disagrees with a decision; another manager looks at it again (G3)."""
    ticket = access.ticket_or_404(visit.administrator, number)
    finding = access.finding_or_404(ticket, finding_id)
    form = ClientContestForm(request.POST)
    if not form.is_valid():
        why = " ".join(str(error) for error in form.errors["text"])
        return _refuse_contest(request, visit, ticket, finding, why)
    step = partial(_contest, visit, finding, form)
    try:
        said = take_once(request, visit, step)
    except lifecycle.ActionRefused as refusal:
        return _refuse_contest(request, visit, ticket, finding, str(refusal))
    return done(request, ticket, said)


def _contest(visit: Visit, finding: Finding, form: Any) -> str:
    text = form.cleaned_data["text"]
    lifecycle.contest(finding.pk, text=text, by=visit.user, at=visit.now)
    return "Another manager will look at it again and answer you here."


def _refuse_contest(
    request: HttpRequest, visit: Visit, ticket: Ticket, finding: Finding, why: str
) -> HttpResponse:
    """Says why beside the form where that is still shown, else above the thread."""
    keeping.keep_own(request, at=visit.now)
    if finding.may_be_contested:
        contest = Contest(finding.pk, request.POST.get("text", ""), why)
        return show(request, visit, ticket, contest=contest)
    return show(request, visit, ticket, refused=why)


@require_POST
@for_administrators
def priority(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    ticket = access.ticket_or_404(visit.administrator, number)
    form = PriorityForm(request.POST)
    if not form.is_valid():
        return show(request, visit, ticket, refused="Choose low or normal.")
    return _perform(request, visit, ticket, None, partial(_set_priority, visit, ticket, form))


def _set_priority(visit: Visit, ticket: Ticket, form: Any) -> str:
    low = form.cleaned_data["low"]
    lifecycle.set_priority(ticket.pk, low=low, by=visit.user, at=visit.now)
    return f"The priority is {priority_name(low).lower()} now."


def _perform(
    request: HttpRequest, visit: Visit, ticket: Ticket, form: Any, step: Callable[[], str]
) -> HttpResponse:
    """Take the step and go back to the ticket; a refusal is shown beside the form."""
    try:
        said = take_once(request, visit, step)
    except lifecycle.ActionRefused as refusal:
        ticket = access.ticket_or_404(visit.administrator, ticket.number)
        return _refuse(request, visit, ticket, form, str(refusal))
    return done(request, ticket, said)


def _refuse(
    request: HttpRequest, visit: Visit, ticket: Ticket, form: Any, why: str = ""
) -> HttpResponse:
    """The page again, with what was typed, which stays a draft."""
    keeping.keep_own(request, at=visit.now)
    return show(request, visit, ticket, form=form, refused=why)
