"""The acts on one ticket, folded into what its clocks need."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from tickets.sla.clock import CLOSED, PAUSED, Period
from tickets.sla.questions import Pause, Question, joined_pauses
from tickets.sla.terms import CLASS_BELOW, Act

# Acts of Support that the client can see (K6); the answer to a contest is a public reply.
# Closing is one too, except as a duplicate or spam (E4): see `_handles`.
HANDLING = frozenset({"take", "reply", "ask", "qualify", "uphold", "withdraw"})
HOUSEKEEPING = frozenset({"duplicate", "spam"})
# What Support records of an answer: given elsewhere, or mail that a person wrote after all (K10).
RECORDED_ANSWERS = frozenset({"answer", "confirm_person"})
# An act of the client that is no message: it is about what is over.
RATE = "rate"
SUPPORT, CLIENT = "support", "client"
REQUEST = "request"


class Closing(NamedTuple):
    """One closing, and when the ticket was reopened after it, if it was."""

    at: datetime
    reason: str
    reopened_at: datetime | None = None

    @property
    def is_resolved(self) -> bool:
        return self.reason == "resolved"

    @property
    def is_housekeeping(self) -> bool:
        return self.reason in HOUSEKEEPING


class ClassInForce(NamedTuple):
    """One class of the ticket, and the time during which it was in force, half open (K9)."""

    fault_class: str
    since: datetime
    until: datetime


@dataclass(slots=True, kw_only=True)
class History:
    """What has happened to the ticket so far."""

    opened_at: datetime
    kind: str = "fault"
    qualified_class: str = ""
    class_test: str = ""
    handled_at: datetime | None = None
    downgrades: list[datetime] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)

    @property
    def closing(self) -> Closing | None:
        """The last closing, while the ticket is closed."""
        if self.closings and self.closings[-1].reopened_at is None:
            return self.closings[-1]
        return None

    @property
    def paused_since(self) -> datetime | None:
        """When the open pause began, while there is one (K10)."""
        if self.pauses and self.pauses[-1][1] is None:
            return self.pauses[-1][0]
        return None

    @property
    def waiting_since(self) -> datetime | None:
        """Since when the client is waited for: nobody waits on a failed notice (K10)."""
        return min((each.dated_at for each in self.questions if each.waits), default=None)

    @property
    def latest_question(self) -> Question | None:
        """The one from whose date E2 counts; none while the notice of any is undeliverable."""
        still_open = [each for each in self.questions if each.ended_at is None]
        if any(each.failed_at is not None for each in still_open):
            return None
        return max(still_open, key=lambda each: (each.dated_at, each.number), default=None)

    def classes_in_force(self, until: datetime) -> list[ClassInForce]:
        """The classes in force up to `until`: the one given at qualification counts from the
        opening (C2), and each downgrade gives the next lower one (K9).
        """
        fault_class, since = self.qualified_class, self.opened_at
        found = []
        for at in self.downgrades:
            if at > until:
                break
            lower = CLASS_BELOW.get(fault_class)
            if lower is not None:
                found.append(ClassInForce(fault_class=fault_class, since=since, until=at))
                fault_class, since = lower, at
        found.append(ClassInForce(fault_class=fault_class, since=since, until=until))
        return found

    def paused(self, until: datetime) -> list[Period]:
        """The time spent waiting for the client, up to `until` (K10)."""
        return [
            Period(start=start, end=min(end or until, until), reason=PAUSED)
            for start, end in self.pauses
            if start < until and (end is None or end > start)
        ]

    def closed(self, until: datetime) -> list[Period]:
        """The time spent closed, up to `until` (K13)."""
        return _closed_periods(self.closings, until)

    def closed_except_housekeeping(self, until: datetime) -> list[Period]:
        """The same without the time closed as a duplicate or spam, during which the response
        clock runs on (E4).
        """
        ended = [closing for closing in self.closings if not closing.is_housekeeping]
        return _closed_periods(ended, until)

    def as_closed(self, number: int) -> "History":
        """The history as it stood at one of its closings, counted from 0 (K13)."""
        closing = self.closings[number]
        return History(
            opened_at=self.opened_at,
            kind=self.kind,
            qualified_class=self.qualified_class,
            class_test=self.class_test,
            handled_at=self.handled_at,
            downgrades=[at for at in self.downgrades if at <= closing.at],
            pauses=[pause for pause in self.pauses if pause.start < closing.at],
            closings=[*self.closings[:number], closing._replace(reopened_at=None)],
        )


def _closed_periods(closings: list[Closing], until: datetime) -> list[Period]:
    return [
        Period(start=closing.at, end=min(closing.reopened_at or until, until), reason=CLOSED)
        for closing in closings
        if closing.at < until
    ]


def fold(opened_at: datetime, acts: tuple[Act, ...]) -> History:
    """The history that results from the acts, taken in the order of their recording."""
    history = History(opened_at=opened_at)
    for number, act in enumerate(acts):
        if history.handled_at is None and _handles(act):
            history.handled_at = act.at
        if history.questions and answers(act):
            for question in history.questions:
                question.answer(act.at)
        step = STEPS.get(act.verb)
        if step is not None:
            step(history, act)
        if act.verb == "ask":
            _answered_before(history.questions[-1], acts[:number])
    if history.questions:
        history.pauses = joined_pauses(history.questions)
    return history


def answers(act: Act) -> bool:
    """Whether the client spoke: a person, by any act, or as Support has recorded it (K10)."""
    if act.side == CLIENT:
        return act.person and act.verb != RATE
    return act.verb in RECORDED_ANSWERS


def _answered_before(question: Question, earlier: Sequence[Act]) -> None:
    """An answer received in the second of a question ends it, even if recorded before it (K10)."""
    for act in earlier:
        if act.at >= question.asked_at and answers(act):
            question.answer(act.at)


def _handles(act: Act) -> bool:
    """Whether a person of Support did something that the client can see (K6)."""
    if act.side != SUPPORT or not act.person:
        return False
    if act.verb == "close":
        return act.reason not in HOUSEKEEPING
    return act.verb in HANDLING


def _qualified(history: History, act: Act) -> None:
    """Downgrades from before the ticket was made a request do not apply again (O4)."""
    _rectified(history, act)
    history.downgrades.clear()


def _rectified(history: History, act: Act) -> None:
    """The rectified class replaces the one given at qualification, from the opening (C3)."""
    history.kind, history.class_test = act.kind, act.class_test
    history.qualified_class = act.fault_class


def _downgraded(history: History, act: Act) -> None:
    history.downgrades.append(act.at)


def _asked(history: History, act: Act) -> None:
    history.questions.append(Question(act.question, act.at, act.at))


def _notice_failed(history: History, act: Act) -> None:
    """It stops pausing; the others pause on (K10)."""
    for question in _named(history, act):
        question.fail(act.at)


def _notice_delivered(history: History, act: Act) -> None:
    for question in _named(history, act):
        question.deliver(act.at)


def _named(history: History, act: Act) -> list[Question]:
    return [each for each in history.questions if each.number == act.question]


def _closed(history: History, act: Act) -> None:
    """Closing ends every open question, pausing or not (K10)."""
    for question in history.questions:
        if question.ended_at is None:
            question.closed_at = act.at
    history.closings.append(Closing(at=act.at, reason=act.reason))


def _reopened(history: History, act: Act) -> None:
    history.closings[-1] = history.closings[-1]._replace(reopened_at=act.at)


def _closing_undone(history: History, act: Act) -> None:
    """As if never closed: the questions that the closing ended are open again (E2)."""
    undone = history.closings.pop()
    for question in history.questions:
        if question.closed_at == undone.at:
            question.closed_at = None


STEPS = {
    "qualify": _qualified,
    "rectify": _rectified,
    "downgrade": _downgraded,
    "ask": _asked,
    "notice_failed": _notice_failed,
    "notice_delivered": _notice_delivered,
    "close": _closed,
    "reopen": _reopened,
    "undo_closing": _closing_undone,
}
