"""Verdicts -> the columns that the queue and the sweep read."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from tickets.models import InformationRequest, SentWarning, Ticket
from tickets.models.tickets import NO_DEADLINE
from tickets.sla.clock import Calendar
from tickets.sla.verdict import MISSED, RUNNING, ClockVerdict, Verdicts

# Support dates after the question: two reminders, then closing (E2).
FIRST_REMINDER, SECOND_REMINDER, NO_ANSWER = 2, 5, 10
CLOSING = "closing"
# Within 14 times 24 hours of closing, inclusive, the same ticket resumes (K13).
REOPENING = timedelta(days=14)


class Moment(NamedTuple):
    """Something that people are told of, or that the sweep does, once `at` has come."""

    at: datetime
    clock: str
    threshold: str
    deadline: datetime
    subject_id: int = 0


def write_columns(ticket: Ticket, verdicts: Verdicts) -> None:
    """Write both verdicts into the ticket's columns."""
    response, fix = verdicts.response, verdicts.fix
    ticket.handled_at = response.stopped_at
    ticket.response_class = response.fault_class
    ticket.response_verdict, ticket.response_reason = response.verdict, response.reason
    ticket.response_limit, ticket.response_elapsed = response.limit, response.elapsed
    ticket.response_due_at = response.due_at
    ticket.fix_verdict, ticket.fix_class = fix.verdict, fix.fault_class
    ticket.fix_limit, ticket.fix_elapsed, ticket.fix_due_at = fix.limit, fix.elapsed, fix.due_at
    ticket.next_deadline_at = _next_deadline(ticket, verdicts) or NO_DEADLINE


def _next_deadline(ticket: Ticket, verdicts: Verdicts) -> datetime | None:
    """The first answer's deadline until it is given, then the fix's while it runs."""
    if ticket.is_closed or not ticket.is_fault:
        return None
    if verdicts.response.stopped_at is None:
        return verdicts.response.due_at
    return None if ticket.waiting_since else verdicts.fix.due_at


class AlreadySent(NamedTuple):
    """What people were told of an unclosed ticket, and the latest question it waits for."""

    told: set[tuple[str, str, int]]
    question: InformationRequest | None


def already_sent(ticket: Ticket) -> AlreadySent:
    return already_sent_for_many([ticket])[ticket.pk]


def already_sent_for_many(tickets: Sequence[Ticket]) -> dict[int, AlreadySent]:
    """By the tickets' ids, in two queries at most."""
    told: dict[int, set[tuple[str, str, int]]] = defaultdict(set)
    for row in SentWarning.objects.filter(ticket__in=[t.pk for t in tickets if not t.is_closed]):
        told[row.ticket_id].add((row.clock, row.threshold, row.subject_id))
    latest = {
        question.ticket_id: question
        for question in InformationRequest.objects.filter(
            ticket__in=[t.pk for t in tickets if t.waiting_since], ended_at=None
        ).order_by("pk")
    }
    return {ticket.pk: AlreadySent(told[ticket.pk], latest.get(ticket.pk)) for ticket in tickets}


def schedule_next_check(
    ticket: Ticket, verdicts: Verdicts, *, calendar: Calendar, said: AlreadySent
) -> None:
    """Write when the sweep looks at the ticket next; None where nothing is to come."""
    ticket.next_check_at = min(
        (moment.at for moment in due_moments(ticket, verdicts, calendar=calendar, said=said)),
        default=None,
    )


def due_moments(
    ticket: Ticket, verdicts: Verdicts, *, calendar: Calendar, said: AlreadySent
) -> list[Moment]:
    """What is still to be told of this ticket, in the order of its instants."""
    if ticket.is_closed:
        return []
    told, question = said
    found = [
        *_of_clock(SentWarning.Clock.RESPONSE, verdicts.response, told),
        *_of_clock(SentWarning.Clock.FIX, verdicts.fix, told),
    ]
    if question is not None:
        found += _of_question(question, calendar, told)
    return sorted(found)


def _of_clock(
    clock: str, verdict: ClockVerdict, told: set[tuple[str, str, int]]
) -> Iterator[Moment]:
    """Warning and miss, each once; a warning is moot once the miss is told (C2, law 5)."""
    if verdict.verdict not in (RUNNING, MISSED) or verdict.due_at is None:
        return
    if (clock, SentWarning.Threshold.MISS, 0) in told:
        return
    if verdict.pass_at is not None:
        yield Moment(verdict.pass_at, clock, SentWarning.Threshold.MISS, verdict.due_at)
    if verdict.warn_at is not None and (clock, SentWarning.Threshold.WARNING, 0) not in told:
        yield Moment(verdict.warn_at, clock, SentWarning.Threshold.WARNING, verdict.due_at)


def _of_question(
    question: InformationRequest, calendar: Calendar, told: set[tuple[str, str, int]]
) -> Iterator[Moment]:
    """Reminders and closing count support dates from the latest open question (E2)."""
    asked_at = question.asked_at
    ends = after_question(calendar, asked_at, NO_ANSWER)
    first, second = SentWarning.Threshold.FIRST_REMINDER, SentWarning.Threshold.SECOND_REMINDER
    if (SentWarning.Clock.QUESTION, second, question.pk) not in told:
        at = after_question(calendar, asked_at, SECOND_REMINDER)
        yield Moment(at, SentWarning.Clock.QUESTION, second, ends, question.pk)
        if (SentWarning.Clock.QUESTION, first, question.pk) not in told:
            at = after_question(calendar, asked_at, FIRST_REMINDER)
            yield Moment(at, SentWarning.Clock.QUESTION, first, ends, question.pk)
    yield Moment(ends, SentWarning.Clock.QUESTION, CLOSING, ends, question.pk)


def after_question(calendar: Calendar, asked_at: datetime, count: int) -> datetime:
    """When support closes on the count-th support date after the date of a question (E2)."""
    return calendar.closing_on_support_date(asked_at.astimezone(calendar.zone).date(), count)
