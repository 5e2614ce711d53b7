"""The forms of a ticket's page: answer, close, reopen, contest, change the priority."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from istockist_sla.core.lib import text
from istockist_sla.core.models import Event
from tickets import access, lifecycle
from tickets.access import Visit
from tickets.models import Finding, Ticket, Verb
from tickets.portal import drafts
from tickets.portal.decorators import for_administrators
from tickets.portal.forms import (
    ClientCloseForm,
    ClientContestForm,
    ClientReopenForm,
    ClientReplyForm,
    PriorityForm,
)
from tickets.portal.views.ticket import Contest, show
from tickets.wording.priorities import priority_name


@require_POST
@for_administrators
def reply(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    ticket = access.ticket_or_404(visit.administrator, number)
    form = ClientReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, visit, ticket, form=form)
    newer = _newer_event(visit, ticket, form.cleaned_data["seen"])
    if newer is not None:
        return _show_newer_first(request, visit, ticket, form, newer)
    step = partial(_write_once, visit, ticket, form)
    return _perform(request, visit, ticket, Verb.WRITE, form, step)


def _write_once(visit: Visit, ticket: Ticket, form: Any) -> str:
    once = form.cleaned_data["once"]
    with transaction.atomic():
        if drafts.event_with_token(once, Verb.WRITE, visit.administrator, lock=True) is None:
            lifecycle.write(
                ticket.pk,
                text=form.cleaned_data["text"],
                by=visit.user,
                at=visit.now,
                files=form.cleaned_data["uploads"],
                data={"once": once} if once else {},
            )
    if ticket.is_closed:
        return "Your message is in the ticket. It stays closed; reopen it if it is not solved."
    return "Your answer is in the ticket."


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
    return show(request, visit, ticket, form=form, refused=refused)


@require_POST
@for_administrators
def close(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    ticket = access.ticket_or_404(visit.administrator, number)
    form = ClientCloseForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, visit, ticket, form=form)
    step = partial(_close, visit, ticket, form)
    return _perform(request, visit, ticket, Verb.CLOSE, form, step)


def _close(visit: Visit, ticket: Ticket, form: Any) -> str:
    """Files come in a message of their own, because a closing carries text only."""
    message, files = form.cleaned_data["text"], form.cleaned_data["uploads"]
    with transaction.atomic():
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
        return show(request, visit, ticket, form=form)
    step = partial(_reopen, visit, ticket, form)
    return _perform(request, visit, ticket, Verb.REOPEN, form, step)


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
    text = form.cleaned_data["text"]
    try:
        lifecycle.contest(finding.pk, text=text, by=visit.user, at=visit.now)
    except lifecycle.ActionRefused as refusal:
        if _is_second_click(visit, ticket, Verb.CONTEST):
            return redirect("portal:ticket", number)
        return _refuse_contest(request, visit, ticket, finding, str(refusal))
    messages.success(request, "Another manager will look at it again and answer you here.")
    return redirect("portal:ticket", number)


def _refuse_contest(
    request: HttpRequest, visit: Visit, ticket: Ticket, finding: Finding, why: str
) -> HttpResponse:
    """Says why beside the form where that is still shown, else above the thread."""
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
    step = partial(_set_priority, visit, ticket, form)
    return _perform(request, visit, ticket, Verb.SET_PRIORITY, None, step)


def _set_priority(visit: Visit, ticket: Ticket, form: Any) -> str:
    low = form.cleaned_data["low"]
    lifecycle.set_priority(ticket.pk, low=low, by=visit.user, at=visit.now)
    return f"The priority is {priority_name(low).lower()} now."


def _perform(
    request: HttpRequest,
    visit: Visit,
    ticket: Ticket,
    verb: Verb,
    form: Any,
    step: Callable[[], str],
) -> HttpResponse:
    """Take the step and go back to the ticket; a refusal is shown beside the form."""
    try:
        message = step()
    except lifecycle.ActionRefused as refusal:
        ticket = access.ticket_or_404(visit.administrator, ticket.number)
        if _is_second_click(visit, ticket, verb):
            return redirect("portal:ticket", ticket.number)
        return show(request, visit, ticket, form=form, refused=str(refusal))
    messages.success(request, message)
    return redirect("portal:ticket", ticket.number)


def _is_second_click(visit: Visit, ticket: Ticket, verb: Verb) -> bool:
    """Whether the newest event is what the first click did."""
    newest = Event.objects.about(Event.Kind.TICKET, ticket.pk).order_by("-id").first()
    return newest is not None and newest.verb == verb and newest.actor_id == visit.user.pk
