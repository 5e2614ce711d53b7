"""What a client does to a ticket: answer, close, reopen, change the priority."""

from collections.abc import Callable
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
from tickets.models import Finding, Ticket
from tickets.portal import drafts
from tickets.portal.decorators import for_administrators
from tickets.portal.forms import (
    ClientCloseForm,
    ClientContestForm,
    ClientReopenForm,
    PriorityForm,
    ReplyForm,
)
from tickets.portal.views.ticket import Contest, show


@require_POST
@for_administrators
def reply(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    ticket = access.ticket_or_404(visit.administrator, number)
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, visit, ticket, form=form)
    newer = _said_meanwhile(visit, ticket, form.cleaned_data["seen"])
    if newer is not None:
        return _show_first(request, visit, ticket, form, newer)
    return _act(request, visit, ticket, "write", form, lambda: _write_once(visit, ticket, form))


def _write_once(visit: Visit, ticket: Ticket, form: Any) -> str:
    once = form.cleaned_data["once"]
    with transaction.atomic():
        if drafts.written_before(once, "write", visit.administrator, lock=True) is None:
            lifecycle.write(
                ticket.pk,
                text=form.cleaned_data["text"],
                by=visit.user,
                at=visit.now,
                files=form.cleaned_data["uploads"],
                data={"once": once} if once else {},
            )
    if ticket.is_closed:
        return "Your words are in the ticket. It stays closed; reopen it if it is not solved."
    return "Your answer is in the ticket."


def _said_meanwhile(visit: Visit, ticket: Ticket, seen: int | None) -> Event | None:
    """The newest visible act of somebody else after the page was loaded."""
    if not seen:
        return None
    others = [
        event
        for event in access.events_of(ticket)
        if event.pk > seen and event.actor_id not in (None, visit.user.pk)
    ]
    return others[-1] if others else None


def _show_first(
    request: HttpRequest, visit: Visit, ticket: Ticket, form: Any, newer: Event
) -> HttpResponse:
    """Nothing is refused for it: the page first shows what came, and keeps the text (law 3)."""
    form.data = form.data.copy()
    form.data["seen"] = str(newer.pk)
    files = " Choose your files again." if form.cleaned_data["uploads"] else ""
    told = (
        f"Changed meanwhile. {newer.actor} acted at {text.time_gmt(newer.at)}. Your text is kept: "
        f"read what came, then send it.{files}"
    )
    return show(request, visit, ticket, form=form, refused=told)


@require_POST
@for_administrators
def close(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    ticket = access.ticket_or_404(visit.administrator, number)
    form = ClientCloseForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, visit, ticket, form=form)
    return _act(request, visit, ticket, "close", form, lambda: _close(visit, ticket, form))


def _close(visit: Visit, ticket: Ticket, form: Any) -> str:
    """Files come in as a message of their own, for the closing carries words only."""
    words, files = form.cleaned_data["text"], form.cleaned_data["uploads"]
    with transaction.atomic():
        if files:
            lifecycle.write(ticket.pk, text=words, by=visit.user, at=visit.now, files=files)
        lifecycle.close_by_client(
            ticket.pk,
            by=visit.user,
            at=visit.now,
            text="" if files else words,
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
    return _act(request, visit, ticket, "reopen", form, lambda: _reopen(visit, ticket, form))


def _reopen(visit: Visit, ticket: Ticket, form: Any) -> str:
    lifecycle.reopen_by_client(
        ticket.pk,
        by=visit.user,
        at=visit.now,
        text=form.cleaned_data["text"],
        files=form.cleaned_data["uploads"],
    )
    return "The ticket is open again, where it stood before."


@require_POST
@for_administrators
def contest(request: HttpRequest, visit: Visit, number: int, finding_id: int) -> HttpResponse:
    """The client sees a decision otherwise; another manager looks at it again (G3)."""
    ticket = access.ticket_or_404(visit.administrator, number)
    finding = access.finding_or_404(ticket, finding_id)
    form = ClientContestForm(request.POST)
    if not form.is_valid():
        why = " ".join(str(error) for error in form.errors["text"])
        return _not_contested(request, visit, ticket, finding, why)
    text = form.cleaned_data["text"]
    try:
        lifecycle.contest(finding.pk, text=text, by=visit.user, at=visit.now)
    except lifecycle.ActionRefused as refusal:
        if _did_it_already(visit, ticket, "contest"):
            return redirect("portal:ticket", number)
        return _not_contested(request, visit, ticket, finding, str(refusal))
    messages.success(request, "Another manager looks at it again and answers you here.")
    return redirect("portal:ticket", number)


def _not_contested(
    request: HttpRequest, visit: Visit, ticket: Ticket, finding: Finding, why: str
) -> HttpResponse:
    """Why stands beside the form where it is still offered, else above the conversation."""
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
    return _act(
        request, visit, ticket, "set_priority", None, lambda: _set_priority(visit, ticket, form)
    )


def _set_priority(visit: Visit, ticket: Ticket, form: Any) -> str:
    low = form.cleaned_data["low"]
    lifecycle.set_priority(ticket.pk, low=low, by=visit.user, at=visit.now)
    return f"The priority is {'low' if low else 'normal'} now."


def _act(
    request: HttpRequest,
    visit: Visit,
    ticket: Ticket,
    verb: str,
    form: Any,
    step: Callable[[], str],
) -> HttpResponse:
    """Take the step and go back to the ticket; a refusal stands beside the form, text kept."""
    try:
        done = step()
    except lifecycle.ActionRefused as refusal:
        ticket = access.ticket_or_404(visit.administrator, ticket.number)
        if _did_it_already(visit, ticket, verb):
            return redirect("portal:ticket", ticket.number)
        return show(request, visit, ticket, form=form, refused=str(refusal))
    messages.success(request, done)
    return redirect("portal:ticket", ticket.number)


def _did_it_already(visit: Visit, ticket: Ticket, verb: str) -> bool:
    """A second click finds the first one's act as the newest."""
    newest = Event.objects.about(Event.Kind.TICKET, ticket.pk).order_by("-id").first()
    return newest is not None and newest.verb == verb and newest.actor_id == visit.user.pk
