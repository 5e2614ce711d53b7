"""One ticket: its status, its thread, and the first answer against its limit."""

from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from istockist_sla.core.drafts import keeping
from istockist_sla.core.models import Event
from tickets import access, deadlines, inputs, lifecycle
from tickets.access import Visit
from tickets.models import InformationRequest, Message, PreCheck, PreCheckState, Ticket
from tickets.portal.clock_panels import ClockPanel, first_answer, fix
from tickets.portal.context import render_page
from tickets.portal.decorators import for_administrators
from tickets.portal.findings import decision
from tickets.portal.forms import ClientReopenForm, ClientReplyForm, RatingForm
from tickets.portal.outage import outage_of
from tickets.portal.rating import rating_panel
from tickets.portal.thread import thread
from tickets.portal.ticket_status import ticket_status
from tickets.sla.clock import Calendar
from tickets.sla.history import History
from tickets.sla.terms import Terms
from tickets.sla.verdict import Verdicts, judge
from tickets.wording import class_tests
from tickets.wording.fault_classes import class_name
from tickets.wording.priorities import priority_name


class Contest(NamedTuple):
    """A contest that was refused: of which finding, its text, and why."""

    finding_id: int
    text: str
    refused: str


@require_safe
@for_administrators
def ticket(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    return show(request, visit, access.ticket_or_404(visit.administrator, number))


def show(
    request: HttpRequest,
    visit: Visit,
    ticket: Ticket,
    *,
    form: Any = None,
    refused: str = "",
    contest: Contest | None = None,
    rating: RatingForm | None = None,
) -> HttpResponse:
    """The ticket's page; a refused form keeps what was typed, and shows `refused` beside it."""
    if form is not None:
        # The page opens at the refusal, also without a script.
        form.fields["text"].widget.attrs["autofocus"] = True
    events = access.events_of(ticket)
    messages = list(access.messages_of(ticket))
    ticket_facts = inputs.load_inputs(ticket)
    terms, verdicts = ticket_facts.terms, judge(ticket_facts, now=visit.now)
    question = _open_question(verdicts.history, events, messages)
    may_reopen = lifecycle.may_reopen(ticket, visit.now)
    said = thread(ticket, events, messages, visit.now, question)
    return render_page(
        request,
        visit,
        "ticket.html",
        nav="tickets",
        ticket=ticket,
        ticket_status=ticket_status(ticket, question, visit.now),
        question=question,
        closes_at=_closes_at(verdicts.history, terms.calendar),
        thread=said,
        opening=said.opening,
        panels=_panels(ticket, verdicts, terms),
        outage=outage_of(ticket),
        class_test=class_tests.text_for_client(ticket.class_test),
        class_before=_class_before_workaround(ticket, verdicts.history.qualified_class),
        checks=_checks(ticket),
        priority=priority_name(ticket.low_priority),
        may_reopen=may_reopen,
        reopen_until=_reopen_until(ticket) if may_reopen else None,
        decisions=[decision(finding) for finding in access.findings_of(ticket)],
        contest=contest,
        rating=rating_panel(request, ticket, events, visit.now, rating),
        form=form or _form_with_draft(request, ticket, events[-1].pk),
        answer_form=answer_form(ticket),
        refused=refused,
    )


def _open_question(
    history: History, events: list[Event], messages: list[Message]
) -> InformationRequest | None:
    """As `access.open_question_of` finds it, from what the page has read already."""
    open_ones = [each for each in history.questions if not each.ended_at and not each.failed_at]
    latest = max(open_ones, key=lambda each: (each.dated_at, each.number), default=None)
    if latest is None:
        return None
    asked = {event.data.get("question"): event.data.get("message") for event in events}
    message = next((each for each in messages if each.pk == asked.get(latest.number)), None)
    return InformationRequest(pk=latest.number, message=message) if message else None


def _panels(ticket: Ticket, verdicts: Verdicts, terms: Terms) -> list[ClockPanel]:
    """The first answer, and the fix where the client's version makes it contractual (K8)."""
    counted_in = {"in_support_hours": not terms.elapsed}
    answered = first_answer(verdicts.response, is_closed=ticket.is_closed, **counted_in)
    if not terms.fix_is_contractual or not ticket.is_fault:
        return [answered]
    fixed = fix(verdicts.fix, waits=ticket.waiting_since is not None, **counted_in)
    return [answered, fixed] if fixed else [answered]


def answer_form(ticket: Ticket) -> str:
    """Where the draft of an answer is kept."""
    return f"{reverse('portal:ticket', args=[ticket.number])}#answer"


def _form_with_draft(
    request: HttpRequest, ticket: Ticket, seen: int
) -> ClientReplyForm | ClientReopenForm:
    form = _empty_form(ticket, seen)
    keeping.fill(form, keeping.find(request, answer_form(ticket)))
    return form


def _empty_form(ticket: Ticket, seen: int) -> ClientReplyForm | ClientReopenForm:
    if ticket.is_closed:
        return ClientReopenForm()
    return ClientReplyForm(initial={"seen": seen})


def _closes_at(history: History, calendar: Calendar) -> datetime | None:
    """When the ticket closes if the latest question has no answer (E2)."""
    question = history.latest_question
    if question is None:
        return None
    return deadlines.after_question(calendar, question.dated_at, deadlines.NO_ANSWER)


def _class_before_workaround(ticket: Ticket, qualified_class: str) -> str:
    """Empty where no workaround lowered it."""
    lowered = qualified_class and qualified_class != ticket.fault_class
    return class_name(qualified_class) if lowered else ""


def _reopen_until(ticket: Ticket) -> datetime:
    """The last instant at which the same ticket can be reopened (K13)."""
    return (ticket.closed_at or ticket.opened_at) + deadlines.REOPENING


def _checks(ticket: Ticket) -> list[tuple[str, str, str]]:
    """Each check that has a state: its name, its state and the note."""
    return [
        (PreCheck(code).label, PreCheckState(check["state"]).label, check.get("note", ""))
        for code in PreCheck.values
        if (check := ticket.checks.get(code)) and check.get("state") in PreCheckState.values
    ]
