"""The acts on one ticket, folded into what its clocks need."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from tickets.sla.clock import CLOSED, PAUSED, Period
from tickets.sla.terms import CLASS_BELOW, Act

# Acts of Support that the client can see (K6); the answer to a contest is a public reply.
# Closing is one too, except as a duplicate or spam (E4): see `_handles`.
HANDLING = frozenset({"take", "reply", "ask", "qualify", "uphold", "withdraw"})
HOUSEKEEPING = frozenset({"duplicate", "spam"})
SUPPORT, CLIENT = "support", "client"


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
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)
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
            pauses=[pause for pause in self.pauses if pause[0] < closing.at],
            closings=[*self.closings[:number], closing._replace(reopened_at=None)],
        )


def _closed_periods(closings: list[Closing], until: datetime) -> list[Period]:
    return [
        Period(start=closing.at, end=min(closing.reopened_at or until, until), reason=CLOSED)
        for closing in closings
        if closing.at < until
    ]


def fold(opened_at: datetime, acts: tuple[Act, ...]) -> History:
    """The history that results from the acts, taken in their order."""
    history = History(opened_at=opened_at)
    for act in acts:
        if history.handled_at is None and _handles(act):
            history.handled_at = act.at
        if act.side == CLIENT or act.verb == "answer":
            _end_pause(history, act)
        step = STEPS.get(act.verb)
        if step is not None:
            step(history, act)
    return history


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
    """Questions that overlap are one pause (K10)."""
    if history.paused_since is None:
        history.pauses.append((act.at, None))


def _end_pause(history: History, act: Act) -> None:
    """One answer ends all open questions; automatic mail is no act of the client (K10)."""
    if history.paused_since is not None:
        history.pauses[-1] = (history.pauses[-1][0], act.at)


def _closed(history: History, act: Act) -> None:
    """Closing ends every open question (K10)."""
    _end_pause(history, act)
    history.closings.append(Closing(at=act.at, reason=act.reason))


def _reopened(history: History, act: Act) -> None:
    history.closings[-1] = history.closings[-1]._replace(reopened_at=act.at)


STEPS = {
    "qualify": _qualified,
    "rectify": _rectified,
    "downgrade": _downgraded,
    "ask": _asked,
    "close": _closed,
    "reopen": _reopened,
}
