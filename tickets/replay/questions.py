"""Events -> the stored rows of a ticket's questions, each from all events at once (K10, E2)."""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from typing import NamedTuple

from istockist_sla.core.models import Event
from tickets.inputs import EventRow
from tickets.models import Verb

# Acts of the client that answer nothing: what is said at the opening, and a rating, which is about
# what is over.
SAYS_NOTHING = frozenset({Verb.OPEN, Verb.RATE})


class QuestionRow(NamedTuple):
    """The columns of a stored question in their order, without its ticket."""

    id: int
    message_id: int
    asked_at: datetime
    dated_at: datetime
    failed_at: datetime | None
    ended_at: datetime | None
    answered: bool


def replay_questions(events: Sequence[EventRow]) -> list[QuestionRow]:
    """What came of each question after all events, in the order in which they were asked."""
    received = [event.at for event in events if _is_answer(event)]
    return [
        _row(asked, events[number + 1 :], received)
        for number, asked in enumerate(events)
        if asked.verb == Verb.ASK
    ]


def waiting_since(questions: Sequence[QuestionRow]) -> datetime | None:
    """Since when the client is waited for: not on what reached nobody."""
    waits = [each.dated_at for each in questions if each.ended_at is None and not each.failed_at]
    return min(waits, default=None)


def _row(asked: EventRow, later: Sequence[EventRow], received: Sequence[datetime]) -> QuestionRow:
    """Its earliest answer ends it, received in its own second or since, or its first closing."""
    number = asked.data["question"]
    answered_at = min((at for at in received if at >= asked.at), default=None)
    closed_at = _first_closing(later)
    ends = [at for at in (answered_at, closed_at) if at is not None]
    ended_at = min(ends, default=None)
    notices = [event for event in later if event.data.get("question") == number]
    dated_at, failed_at = _delivery(asked.at, notices)
    return QuestionRow(
        id=number,
        message_id=asked.data["message"],
        asked_at=asked.at,
        dated_at=dated_at,
        failed_at=failed_at,
        ended_at=ended_at,
        answered=ended_at is not None and ended_at == answered_at,
    )


def _first_closing(events: Sequence[EventRow]) -> datetime | None:
    """The earliest that no answer has undone: what undoes one is the next of both kinds (E2)."""
    both = [event for event in events if event.verb in (Verb.CLOSE, Verb.UNDO_CLOSING)]
    for event, after in zip_longest(both, both[1:]):
        undone = after is not None and after.verb == Verb.UNDO_CLOSING
        if event.verb == Verb.CLOSE and not undone:
            return event.at
    return None


def _delivery(asked_at: datetime, notices: Sequence[EventRow]) -> tuple[datetime, datetime | None]:
    """The date of its last delivery, and when that failed, if it did (K10)."""
    dated_at, failed_at = asked_at, None
    for notice in notices:
        if notice.verb == Verb.NOTICE_FAILED:
            failed_at = notice.at
        elif notice.verb == Verb.NOTICE_DELIVERED:
            dated_at, failed_at = notice.at, None
    return dated_at, failed_at


def _is_answer(event: EventRow) -> bool:
    """A person of the client, after the opening, or what Support records of one (K10)."""
    if event.side == Event.Side.CLIENT:
        automatic = not event.by_person or event.data.get("perhaps_automatic")
        return event.verb not in SAYS_NOTHING and not automatic
    return event.verb in (Verb.ANSWER, Verb.CONFIRM_PERSON)
