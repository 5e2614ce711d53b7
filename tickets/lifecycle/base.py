"""The one door: lock, step, event, deadlines, letters, in one transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from istockist_sla.core.models import Event, EventQuerySet, User
from istockist_sla.core.refusal import ActionRefused
from tickets import deadlines, inputs, notifications
from tickets.attachments import Upload, store_files
from tickets.deadlines import AlreadySent
from tickets.models import (
    ClockResult,
    CustomerSuccessContact,
    Fault,
    InformationRequest,
    Message,
    ResultRow,
    Ticket,
    Verb,
)
from tickets.sla.questions import Question
from tickets.sla.terms import VerdictInputs
from tickets.sla.verdict import Verdicts, judge

SUPPORT, CLIENT = Event.Side.SUPPORT, Event.Side.CLIENT
TECHNICAL, SYSTEM = Event.Side.TECHNICAL, Event.Side.SYSTEM


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
) -> Event:
    """Append the event, judge the ticket anew, save it, and queue the letters.

    `through`: Customer Success gave the notice, so no letter goes to the client (P6).
    `speaks`: the step is a message of its side, shown as the last word.
    """
    data = dict(data or {})
    if through is not None:
        data["through"] = through.pk
    event = Event.objects.append(
        kind=Event.Kind.TICKET,
        subject_id=ticket.pk,
        verb=verb,
        by=by,
        side=side,
        at=at,
        recorded_at=recorded_at,
        data=data,
    )
    if speaks:
        ticket.last_word_at, ticket.last_word_side = at, side
    refresh_tickets([ticket], at=recorded_at or at)
    notifications.queue_letters(ticket, event, at=recorded_at or at)
    return event


def refresh_tickets(tickets: Sequence[Ticket], *, at: datetime) -> None:
    """Bring tickets that the caller has locked, and the rows of their clocks, in line with their
    events and facts, and save them; reads in a fixed number of queries."""
    facts = inputs.load_inputs_for_many(tickets)
    sent = deadlines.already_sent_for_many(tickets)
    prefetch_related_objects(tickets, Prefetch("clock_results", to_attr="results"))
    rows: dict[int, list[ResultRow]] = {}
    questions: list[Question] = []
    for ticket in tickets:
        verdicts = judge(facts[ticket.pk], now=at)
        questions += verdicts.history.questions
        rows[ticket.pk] = deadlines.result_rows(ticket, verdicts)
        write_columns(ticket, verdicts, facts[ticket.pk], sent=sent[ticket.pk])
    _save_results(tickets, rows)
    _save_questions({question.number: question for question in questions})
    for ticket in tickets:
        ticket.save()


def write_columns(
    ticket: Ticket, verdicts: Verdicts, facts: VerdictInputs, *, sent: AlreadySent
) -> None:
    """Write all that the verdicts say into the ticket."""
    ticket.waiting_since = verdicts.history.waiting_since
    deadlines.write_columns(ticket, verdicts, calendar=facts.terms.calendar, sent=sent)


def _save_results(tickets: Sequence[Ticket], rows: dict[int, list[ResultRow]]) -> None:
    """Store the rows that differ from the stored ones, all in one statement."""
    stored = {result.row for ticket in tickets for result in ticket.results}
    different = [row for ticket in tickets for row in rows[ticket.pk] if row not in stored]
    if different:
        ClockResult.objects.upsert(different)
    for ticket in tickets:
        ticket.results = [ClockResult(**row._asdict()) for row in rows[ticket.pk]]


def _save_questions(known: dict[int, Question]) -> None:
    """Store what came of each question, where it differs from what is stored."""
    if not known:
        return
    for row in InformationRequest.objects.filter(pk__in=known):
        question = known[row.pk]
        before = (row.dated_at, row.failed_at, row.ended_at, row.answered)
        row.dated_at, row.failed_at = question.dated_at, question.failed_at
        row.ended_at, row.answered = question.ended_at, question.is_answered
        if before != (row.dated_at, row.failed_at, row.ended_at, row.answered):
            row.save()


def refuse_empty(text: str, files: Sequence[Upload], quoted: str) -> None:
    if not text.strip() and not files and not quoted.strip():
        raise ActionRefused("Write a few words, or add a file.")


def add_message(
    ticket: Ticket,
    *,
    kind: str,
    text: str,
    by: User | None,
    at: datetime,
    files: Iterable[Upload] = (),
    quoted: str = "",
    by_mail: bool = False,
) -> Message:
    """Add a message with its files; raises ActionRefused where it is empty."""
    files = list(files)
    refuse_empty(text, files, quoted)
    message = Message.objects.create(
        ticket=ticket,
        kind=kind,
        author=by,
        at=at,
        text=text.strip(),
        quoted=quoted,
        by_mail=by_mail,
    )
    store_files(message, files)
    return message
