"""The acts on one ticket, folded into what the clocks need."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from tickets.sla.clock import Period
from tickets.sla.terms import LOWER, Act

# Acts of a person of Support that the client can see (K6); the answer to a contest is a public
# reply. A closing counts too, but not one as duplicate or spam (E4); `_closed` decides that.
HANDLING = frozenset({"take", "reply", "ask", "qualify", "uphold", "withdraw"})
HOUSEKEEPING = frozenset({"duplicate", "spam"})
SUPPORT, CLIENT = "support", "client"


class Closing(NamedTuple):
    at: datetime
    reason: str
    reopened_at: datetime | None = None


class Phase(NamedTuple):
    """The class in force from an instant on; the first counts from the opening (C2, K9)."""

    since: datetime
    fault_class: str


@dataclass(slots=True)
class History:
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
        """The closing that stands, if the ticket is closed."""
        if self.closings and self.closings[-1].reopened_at is None:
            return self.closings[-1]
        return None

    @property
    def paused_since(self) -> datetime | None:
        if self.pauses and self.pauses[-1][1] is None:
            return self.pauses[-1][0]
        return None

    def phases(self, until: datetime) -> list[Phase]:
        """Classes in force up to `until`: the qualified one from the opening, then lower."""
        fault_class = self.qualified_class
        phases = [Phase(self.opened_at, fault_class)]
        for at in self.downgrades:
            if at > until:
                break
            fault_class = LOWER.get(fault_class, fault_class)
            if fault_class != phases[-1].fault_class:
                phases.append(Phase(at, fault_class))
        return phases

    def paused(self, until: datetime) -> list[Period]:
        """Time that waited for the client, up to `until` (K10)."""
        return [
            Period(start, min(end or until, until), "paused")
            for start, end in self.pauses
            if start < until and (end is None or end > start)
        ]

    def closed(self, until: datetime, *, housekeeping: bool) -> list[Period]:
        """Time spent closed, up to `until` (K13); as duplicate or spam only where asked (E4)."""
        return [
            Period(closing.at, min(closing.reopened_at or until, until), "closed")
            for closing in self.closings
            if closing.at < until and (housekeeping or closing.reason not in HOUSEKEEPING)
        ]


def fold(opened_at: datetime, acts: tuple[Act, ...]) -> History:
    """The history that the acts tell, in their order."""
    history = History(opened_at)
    for act in acts:
        if act.verb in HANDLING and act.side == SUPPORT and act.person:
            history.handled_at = history.handled_at or act.at
        if act.side == CLIENT or act.verb == "answer":
            _end_pause(history, act)
        step = STEPS.get(act.verb)
        if step is not None:
            step(history, act)
    return history


def _qualified(history: History, act: Act) -> None:
    """What was lowered before the ticket was made a request is not lowered again (O4)."""
    _rectified(history, act)
    history.downgrades.clear()


def _rectified(history: History, act: Act) -> None:
    """The rectified class replaces the qualified one from the opening (C3)."""
    history.kind, history.class_test = act.kind, act.class_test
    history.qualified_class = act.fault_class


def _downgraded(history: History, act: Act) -> None:
    history.downgrades.append(act.at)


def _asked(history: History, act: Act) -> None:
    if history.paused_since is None:
        history.pauses.append((act.at, None))


def _end_pause(history: History, act: Act) -> None:
    """One answer ends all open questions; automatic mail is no act of the client (K10)."""
    if history.paused_since is not None:
        history.pauses[-1] = (history.pauses[-1][0], act.at)


def _closed(history: History, act: Act) -> None:
    if act.side == SUPPORT and act.person and act.reason not in HOUSEKEEPING:
        history.handled_at = history.handled_at or act.at
    _end_pause(history, act)
    history.closings.append(Closing(act.at, act.reason))


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
