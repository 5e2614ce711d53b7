"""One ticket: where it stands, what was said, and the first answer against its limit."""

import secrets
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tickets import access, deadlines, inputs, lifecycle
from tickets.access import Visit
from tickets.models import InformationRequest, PreCheck, PreCheckState, Ticket
from tickets.portal import labels
from tickets.portal.context import render_page
from tickets.portal.decorators import for_administrators
from tickets.portal.findings import decision
from tickets.portal.first_answer import first_answer
from tickets.portal.forms import ClientReopenForm, ReplyForm
from tickets.portal.thread import thread
from tickets.sla.clock import Calendar
from tickets.sla.verdict import judge


class Contest(NamedTuple):
    """A contest that was not taken: of which finding, its text, and why."""

    finding_id: int
    text: str
    refused: str


@require_safe
@for_administrators
def ticket(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    return show(request, visit, access.ticket_or_404(visit.administrator, number))


@require_safe
@for_administrators
def opened(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """The confirmation: number, opening instant, and when to expect the first answer."""
    found = access.ticket_or_404(visit.administrator, number)
    standing = labels.ticket_status(found, access.open_question_of(found), visit.now)
    return render_page(
        request, visit, "opened.html", nav="tickets", ticket=found, standing=standing
    )


def show(
    request: HttpRequest,
    visit: Visit,
    ticket: Ticket,
    *,
    form: Any = None,
    refused: str = "",
    contest: Contest | None = None,
) -> HttpResponse:
    """The ticket's page; with a refused form, what was typed stands in it and why beside it."""
    if form is not None:
        # The page opens where the refusal stands, also without a script.
        form.fields["text"].widget.attrs["autofocus"] = True
    events = access.events_of(ticket)
    messages = list(access.messages_of(ticket))
    question = access.open_question_of(ticket) if ticket.waiting_since else None
    ticket_facts = inputs.load_inputs(ticket)
    terms, verdicts = ticket_facts.terms, judge(ticket_facts, now=visit.now)
    may_reopen = lifecycle.may_reopen(ticket, visit.now)
    return render_page(
        request,
        visit,
        "ticket.html",
        nav="tickets",
        ticket=ticket,
        standing=labels.ticket_status(ticket, question, visit.now),
        question=question,
        closes_at=_closes_at(question, terms.calendar),
        entries=thread(ticket, events, messages, visit.now),
        first_answer=first_answer(verdicts.response, in_support_hours=not terms.elapsed),
        why=labels.TESTS.get(ticket.class_test),
        began_as=_began_as(ticket, verdicts.history.qualified_class),
        checks=_checks(ticket),
        may_reopen=may_reopen,
        reopen_until=labels.reopen_until(ticket) if may_reopen else None,
        decisions=[decision(finding) for finding in access.findings_of(ticket)],
        contest=contest,
        form=form or _empty_form(ticket, events[-1].pk),
        refused=refused,
    )


def _empty_form(ticket: Ticket, seen: int) -> ReplyForm | ClientReopenForm:
    if ticket.is_closed:
        return ClientReopenForm()
    return ReplyForm(initial={"seen": seen, "once": secrets.token_urlsafe(12)})


def _closes_at(question: InformationRequest | None, calendar: Calendar) -> datetime | None:
    """When the ticket closes if the question has no answer (E2)."""
    if question is None:
        return None
    day = question.asked_at.astimezone(calendar.zone).date()
    return calendar.closing_on_support_date(day, deadlines.NO_ANSWER)


def _began_as(ticket: Ticket, qualified_class: str) -> str:
    """The class before a workaround lowered it."""
    lowered = qualified_class and qualified_class != ticket.fault_class
    return labels.CLASSES[qualified_class] if lowered else ""


def _checks(ticket: Ticket) -> list[tuple[str, str, str]]:
    """Each check that somebody spoke of: its name, its state and the note."""
    return [
        (PreCheck(code).label, PreCheckState(kept["state"]).label, kept.get("note", ""))
        for code in PreCheck.values
        if (kept := ticket.checks.get(code)) and kept.get("state") in PreCheckState.values
    ]
