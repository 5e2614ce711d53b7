"""Verdicts -> the rows that figures read, and the columns that the queue and the sweep read."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from tickets.inputs.rows import WarningRow
from tickets.models import ClockResult, CloseReason, QueueGroup, ResultRow, SentWarning, Ticket
from tickets.models.tickets import NO_DEADLINE, NOTHING_LEFT
from tickets.sla.clock import Calendar
from tickets.sla.questions import Question
from tickets.sla.verdict import EXCLUDED, MISSED, NOT_COVERED, RUNNING, ClockVerdict, Verdicts

# Support dates after the question: two reminders, then closing (E2).
FIRST_REMINDER, SECOND_REMINDER, NO_ANSWER = 2, 5, 10
CLOSING = "closing"
# Within 14 times 24 hours of closing, inclusive, the same ticket resumes (K13).
REOPENING = timedelta(days=14)


class Moment(NamedTuple):
    """What the sweep sends or does once `at` has come."""

    at: datetime
    clock: str
    threshold: str
    deadline: datetime
    subject_id: int = 0


class Sent(NamedTuple):
    """A warning, miss or reminder that is sent. The deadline tells reminders apart: a question
    that was delivered again is reminded of anew (E2)."""

    clock: str
    threshold: str
    subject_id: int = 0
    deadline: datetime | None = None


AlreadySent = set[Sent]


def result_rows(ticket: Ticket, verdicts: Verdicts) -> list[ResultRow]:
    """What the clocks of the ticket came to, the earlier fixes of a reopened one last (K13)."""
    fix = verdicts.fix
    if ticket.close_reason not in ("", CloseReason.RESOLVED):
        fix = fix._replace(stopped_at=None)
    return [
        _result_row(ticket, ClockResult.Clock.RESPONSE, 0, verdicts.response, verdicts),
        _result_row(ticket, ClockResult.Clock.FIX, 0, fix, verdicts),
        *(
            _result_row(ticket, ClockResult.Clock.FIX, closing, earlier, verdicts)
            for closing, earlier in enumerate(verdicts.earlier_fixes, 1)
        ),
    ]


def _result_row(
    ticket: Ticket,
    clock: ClockResult.Clock,
    closing: int,
    verdict: ClockVerdict,
    verdicts: Verdicts,
) -> ResultRow:
    return ResultRow(
        ticket_id=ticket.pk,
        clock=clock.value,
        closing=closing,
        client_id=ticket.client_id,
        opened_at=ticket.opened_at,
        fault_class=verdict.fault_class,
        verdict=verdict.verdict,
        reason=verdict.reason,
        limit=verdict.limit,
        elapsed=verdict.elapsed,
        due_at=verdict.due_at,
        stopped_at=verdict.stopped_at,
        about_orders=verdicts.about_orders,
    )


def write_columns(
    ticket: Ticket, verdicts: Verdicts, *, calendar: Calendar, sent: AlreadySent
) -> None:
    """Write what the verdicts say into the ticket: when it was handled, when it is due next, and
    when the sweep looks at it next, None where nothing is to come."""
    ticket.handled_at = verdicts.response.stopped_at
    ticket.queue_group, due_at = _place_in_queue(ticket, verdicts)
    ticket.next_deadline_at = due_at or NO_DEADLINE
    moments = due_moments(ticket, verdicts, calendar=calendar, sent=sent)
    ticket.next_check_at = moments[0].at if moments else None


def _place_in_queue(ticket: Ticket, verdicts: Verdicts) -> tuple[QueueGroup, datetime | None]:
    """The first answer's limit decides until it is given, then the class, then the fix's limit: as
    a limit of no excluded ticket is missed, none of them stands above a miss (G9)."""
    response, fix = verdicts.response, verdicts.fix
    if ticket.is_closed or not ticket.is_fault:
        return QueueGroup.NO_LIMIT, None
    if response.stopped_at is None:
        return _by_limit(response)
    if not ticket.fault_class:
        return QueueGroup.TO_QUALIFY, None
    if is_paused(verdicts):
        return QueueGroup.PAUSED, NOTHING_LEFT + timedelta(seconds=_left(fix))
    return _by_limit(fix)


def _left(clock: ClockVerdict) -> int:
    return (clock.limit or 0) - clock.elapsed


def _by_limit(clock: ClockVerdict) -> tuple[QueueGroup, datetime | None]:
    if clock.due_at is None or clock.verdict in (EXCLUDED, NOT_COVERED):
        return QueueGroup.NO_LIMIT, None
    return QueueGroup.LIMIT, clock.due_at


def is_paused(verdicts: Verdicts) -> bool:
    """Whether the fix waits for the client within its limit; one that was used up before the pause
    keeps its due instant (K10)."""
    fix = verdicts.fix
    if fix.limit is None or verdicts.history.paused_since is None:
        return False
    return fix.elapsed <= fix.limit


def already_sent(rows: Iterable[WarningRow]) -> AlreadySent:
    return {
        Sent(
            row.clock,
            row.threshold,
            row.subject_id,
            row.deadline if row.clock == SentWarning.Clock.QUESTION else None,
        )
        for row in rows
    }


def due_moments(
    ticket: Ticket, verdicts: Verdicts, *, calendar: Calendar, sent: AlreadySent
) -> list[Moment]:
    """What is still to be sent about this ticket, in the order of its instants."""
    if ticket.is_closed:
        return []
    found = [
        *_of_clock(SentWarning.Clock.RESPONSE, verdicts.response, sent),
        *_of_clock(SentWarning.Clock.FIX, verdicts.fix, sent),
    ]
    question = verdicts.history.latest_question
    if question is not None:
        found += _of_question(question, calendar, sent)
    return sorted(found)


def _of_clock(clock: str, verdict: ClockVerdict, sent: AlreadySent) -> Iterator[Moment]:
    """Warning and miss, each once; a warning is moot once the miss is sent (C2)."""
    if verdict.verdict not in (RUNNING, MISSED) or verdict.due_at is None:
        return
    if Sent(clock, SentWarning.Threshold.MISS) in sent:
        return
    if verdict.pass_at is not None:
        yield Moment(
            at=verdict.pass_at,
            clock=clock,
            threshold=SentWarning.Threshold.MISS,
            deadline=verdict.due_at,
        )
    if verdict.warn_at is not None and Sent(clock, SentWarning.Threshold.WARNING) not in sent:
        yield Moment(
            at=verdict.warn_at,
            clock=clock,
            threshold=SentWarning.Threshold.WARNING,
            deadline=verdict.due_at,
        )


def _of_question(question: Question, calendar: Calendar, sent: AlreadySent) -> Iterator[Moment]:
    """Reminders and closing count support dates from the latest open question (E2)."""
    dated_at = question.dated_at
    ends = after_question(calendar, dated_at, NO_ANSWER)
    first, second = SentWarning.Threshold.FIRST_REMINDER, SentWarning.Threshold.SECOND_REMINDER
    clock = SentWarning.Clock.QUESTION
    moment = partial(Moment, clock=clock, deadline=ends, subject_id=question.number)
    if Sent(clock, second, question.number, ends) not in sent:
        at = after_question(calendar, dated_at, SECOND_REMINDER)
        yield moment(at=at, threshold=second)
        if Sent(clock, first, question.number, ends) not in sent:
            at = after_question(calendar, dated_at, FIRST_REMINDER)
            yield moment(at=at, threshold=first)
    yield moment(at=ends, threshold=CLOSING)


def after_question(calendar: Calendar, dated_at: datetime, count: int) -> datetime:
    """When support closes on the count-th support date after the date of a question (E2)."""
    return calendar.closing_on_support_date(dated_at.astimezone(calendar.zone).date(), count)
