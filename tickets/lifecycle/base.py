"""The one door: lock, step, event, deadlines, letters, in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from istockist_sla.core import letters, together
from istockist_sla.core.models import Event, EventQuerySet, User
from istockist_sla.core.refusal import ActionRefused
from istockist_sla.core.together import Statement
from tickets import deadlines, inputs, notifications
from tickets.deadlines import AlreadySent
from tickets.inputs import AskedRow, Rows
from tickets.lifecycle.drafts import NewMessage
from tickets.models import (
    ClockResult,
    CustomerSuccessContact,
    Fault,
    InformationRequest,
    ResultRow,
    Ticket,
    Verb,
    to_upsert,
)
from tickets.sla.questions import Question
from tickets.sla.terms import VerdictInputs
from tickets.sla.verdict import Verdicts, judge

SUPPORT, CLIENT = Event.Side.SUPPORT, Event.Side.CLIENT
TECHNICAL, SYSTEM = Event.Side.TECHNICAL, Event.Side.SYSTEM
# What comes of a question, as it is stored.
CAME_OF_IT = ("dated_at", "failed_at", "ended_at", "answered")


class NeedsApproval(ActionRefused):
    """A step that needs a manager's approval: it is proposed as a finding (G10)."""


class ChangedMeanwhile(ActionRefused):
    """Somebody acted on the ticket after the author had looked at it."""

    def __init__(self, newer: Sequence[Event]) -> None:
        self.newer = newer
        last = newer[-1]
        super().__init__(
            f"Changed meanwhile. {last.actor} acted at {last.at:%H:%M} GMT ({last.verb})."
        )


def lock(ticket_id: int, *, seen: int | None = None) -> Ticket:
    """The ticket, locked after its fault; ChangedMeanwhile where a person acted after `seen`."""
    list(Fault.objects.select_for_update(of=("self",)).filter(tickets=ticket_id))
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("owner")
    ticket = rows.get(pk=ticket_id)
    _refuse_unseen(Event.objects.about(Event.Kind.TICKET, ticket_id), seen)
    return ticket


def lock_to_write(ticket_id: int) -> Ticket:
    """The ticket alone, locked: for a step that reads and changes nothing of its fault."""
    rows = Ticket.objects.select_for_update(of=("self",)).select_related("owner")
    return rows.get(pk=ticket_id)


def lock_fault(fault_id: int, *, seen: int | None = None) -> tuple[Fault, list[Ticket]]:
    """The fault and then its tickets by id, all locked."""
    fault = Fault.objects.select_for_update().filter(pk=fault_id).first()
    if fault is None:
        raise ActionRefused("There is no such fault.")
    tickets = list(Ticket.objects.select_for_update().filter(fault=fault).order_by("id"))
    _refuse_unseen(events_of_fault(fault, tickets), seen)
    return fault, tickets


def lock_many(ticket_ids: Sequence[int]) -> list[Ticket]:
    """Tickets by id, to refresh them: without their faults, which a qualification locks after its
    ticket, and without their keys, which a closing as duplicate reads of an earlier one."""
    rows = Ticket.objects.select_for_update(no_key=True).filter(pk__in=ticket_ids)
    return list(rows.order_by("id"))


def append_fault_event(
    fault: Fault, verb: Verb, tickets: Sequence[Ticket], *, by: User, at: datetime
) -> None:
    """Append the event of an act on a whole fault: which of its tickets it was taken on."""
    Event.objects.append(
        kind=Event.Kind.FAULT,
        subject_id=fault.pk,
        verb=verb,
        by=by,
        side=SUPPORT,
        at=at,
        data={"tickets": [ticket.pk for ticket in tickets]},
    )


def events_of_fault(fault: Fault, tickets: Iterable[Ticket]) -> EventQuerySet:
    return Event.objects.filter(
        Q(subject_kind=Event.Kind.FAULT, subject_id=fault.pk)
        | Q(subject_kind=Event.Kind.TICKET, subject_id__in=[ticket.pk for ticket in tickets])
    )


def _refuse_unseen(events: QuerySet[Event], seen: int | None) -> None:
    if seen is None:
        return
    newer = list(
        events.filter(id__gt=seen, actor__isnull=False).select_related("actor").order_by("id")
    )
    if newer:
        raise ChangedMeanwhile(newer)


def refuse_closed(ticket: Ticket) -> None:
    if ticket.is_closed:
        raise ActionRefused(f"Ticket {ticket.number} is closed. Reopen it first.")


def refuse_closed_month(ticket: Ticket) -> None:
    """What moves its verdict by a finding is decided until the month of its opening is closed
    (G3)."""
    if inputs.book().closing_of(ticket.opened_at) is not None:
        month = inputs.month_of(ticket.opened_at)
        raise ActionRefused(f"{month.name}, in which the ticket was opened, is closed (G3).")


def commit_step(
    ticket: Ticket,
    *,
    verb: Verb,
    by: User | None,
    side: str,
    at: datetime,
    recorded_at: datetime | None = None,
    data: dict[str, Any] | None = None,
    through: CustomerSuccessContact | None = None,
    speaks: bool = False,
    drafted: NewMessage | None = None,
    rows: Rows | None = None,
) -> Event:
    """Append the event, judge the ticket anew, save it, and queue the letters, all in one
    statement.

    `through`: Customer Success gave the notice, so no letter goes to the client (P6).
    `speaks`: the step is a message of its side, shown as the last word.
    `drafted`: the message of the step, which is stored with it.
    `rows`: what the verdicts rest on, where the caller has read it.
    """
    recorded_at = recorded_at or at
    rows = rows or rows_for_step(ticket)
    message_id, event_id = rows.reserved
    data = {**(data or {}), **({"through": through.pk} if through is not None else {})}
    if drafted is not None:
        drafted.message.pk = data["message"] = message_id
    event = Event(
        pk=event_id,
        subject_kind=Event.Kind.TICKET,
        subject_id=ticket.pk,
        verb=verb,
        actor=by,
        side=side,
        at=at,
        recorded_at=recorded_at,
        data=data,
    )
    if speaks:
        ticket.last_word_at, ticket.last_word_side = at, side
    rows.events[ticket.pk].append(inputs.event_row(event))
    together.write(
        *(drafted.statements() if drafted is not None else []),
        *together.insert([event]),
        *_refreshed([ticket], rows, at=recorded_at),
        *letters.to_queue(notifications.letters_about(ticket, event, rows=rows, at=recorded_at)),
    )
    return event


def rows_for_step(ticket: Ticket) -> Rows:
    """What its verdicts rest on, with ids for what a step adds: nothing is added in between."""
    return inputs.read_for_step(ticket.pk, ticket.client_id)


def refresh_tickets(tickets: Sequence[Ticket], *, at: datetime) -> None:
    """Bring tickets that the caller has locked, and the rows of their clocks, in line with their
    events and facts, and save them; in a fixed number of statements."""
    rows = inputs.read({ticket.pk: ticket.client_id for ticket in tickets})
    together.write(*_refreshed(tickets, rows, at=at))


def _refreshed(tickets: Sequence[Ticket], rows: Rows, *, at: datetime) -> Iterator[Statement]:
    """The statements that store what the rows say of the tickets."""
    facts = inputs.inputs_of_rows({ticket.pk: ticket.client_id for ticket in tickets}, rows)
    results: list[ResultRow] = []
    for ticket in tickets:
        verdicts = judge(facts[ticket.pk], now=at)
        sent = deadlines.already_sent(rows.warnings[ticket.pk])
        write_columns(ticket, verdicts, facts[ticket.pk], sent=sent)
        own = deadlines.result_rows(ticket, verdicts)
        ticket.results = [ClockResult(**row._asdict()) for row in own]
        results += own
        yield together.update(ticket)
        yield from _changed_questions(rows.questions[ticket.pk], verdicts.history.questions)
    yield from to_upsert(results)


def write_columns(
    ticket: Ticket, verdicts: Verdicts, facts: VerdictInputs, *, sent: AlreadySent
) -> None:
    """Write all that the verdicts say into the ticket."""
    ticket.waiting_since = verdicts.history.waiting_since
    deadlines.write_columns(ticket, verdicts, calendar=facts.terms.calendar, sent=sent)


def _changed_questions(
    stored: Iterable[AskedRow], known: Iterable[Question]
) -> Iterator[Statement]:
    """What came of each question, where it differs from what is stored."""
    by_number = {question.number: question for question in known}
    for row in stored:
        question = by_number.get(row.id)
        if question is None:
            continue
        now = (question.dated_at, question.failed_at, question.ended_at, question.is_answered)
        if now != row[2:]:
            changed = InformationRequest(pk=row.id, **dict(zip(CAME_OF_IT, now, strict=True)))
            yield together.update(changed, CAME_OF_IT)
