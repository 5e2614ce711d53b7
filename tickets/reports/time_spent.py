"""Where the time of a late first answer went: whose the ticket was, from opening to the stop."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from istockist_sla.core.lib.text import NBSP, duration
from tickets import inputs
from tickets.inputs import EventRow
from tickets.models import ClockResult, Team, Verb
from tickets.sla.clock import MAINTENANCE
from tickets.sla.verdict import judge
from tickets.sla.week import Segment

NOBODY, SUPPORT = "nobody", "support"
CLOSED = "closed"
# In the order in which their sums are told.
HOLDERS = {
    NOBODY: "nobody's yet",
    SUPPORT: "Support",
    Team.OPERATIONS.value: "Operations",
    Team.DEVELOPMENT.value: "Development",
}
UNCOUNTED = {MAINTENANCE: "maintenance", CLOSED: "closed"}
KINDS = HOLDERS | UNCOUNTED
LEGEND = {**KINDS, CLOSED: "closed, not to scale"}


class Stretch(NamedTuple):
    """A part of the way to the first answer, in one pair of hands, or not counted."""

    kind: str
    seconds: int

    @property
    def is_counted(self) -> bool:
        return self.kind in HOLDERS


class TimeSpent(NamedTuple):
    """The stretches in the order of time; their counted seconds are the elapsed ones."""

    stretches: tuple[Stretch, ...]
    limit: int

    @property
    def elapsed(self) -> int:
        return sum(each.seconds for each in self.stretches if each.is_counted)

    def sums(self) -> dict[str, int]:
        """Seconds by kind, those of nobody first and what does not count last."""
        found = dict.fromkeys([*HOLDERS, *UNCOUNTED], 0)
        for each in self.stretches:
            found[each.kind] += each.seconds
        return {kind: seconds for kind, seconds in found.items() if seconds}

    @property
    def words(self) -> str:
        """`nobody's yet 4 h · Support 0 h 22 min · closed 16 h`."""
        return " · ".join(
            f"{KINDS[kind]}{NBSP}{duration(seconds)}" for kind, seconds in self.sums().items()
        )

    @property
    def sentence(self) -> str:
        return f"{self.words}; limit {duration(self.limit)}."


def time_spent(rows: Sequence[ClockResult], *, at: datetime) -> dict[int, TimeSpent]:
    """By the tickets' ids, from their events, in a fixed number of statements."""
    clients = {row.ticket_id: row.ticket.client_id for row in rows}
    if not clients:
        return {}
    read = inputs.read(clients)
    facts = inputs.inputs_of_rows(clients, read)
    ledgers = {pk: judge(own, now=at).response.ledger for pk, own in facts.items()}
    return {
        row.ticket_id: TimeSpent(
            split(ledgers[row.ticket_id], held(read.events[row.ticket_id])), row.limit or 0
        )
        for row in rows
    }


def held(events: Iterable[EventRow]) -> list[tuple[datetime, str]]:
    """From when on the ticket was whose; until the first of these it is nobody's."""
    changes = ((event.at, _holder(event.verb, event.data)) for event in events)
    return sorted((at, holder) for at, holder in changes if holder)


def _holder(verb: str, data: Mapping[str, object]) -> str:
    """Empty where the event gives it to nobody else."""
    match verb:
        case Verb.ASSIGN:
            return SUPPORT if data.get("owner") else NOBODY
        case Verb.HAND_OVER:
            return str(data["team"])
        case Verb.HEAR_BACK | Verb.TAKE | Verb.QUALIFY:
            return SUPPORT
    return ""


def split(
    ledger: Sequence[Segment], changes: Sequence[tuple[datetime, str]]
) -> tuple[Stretch, ...]:
    """Each counted second by whose the ticket was then; neighbours alike are one stretch."""
    found: list[Stretch] = []
    for kind, seconds in _pieces(ledger, changes):
        if found and found[-1].kind == kind:
            seconds += found.pop().seconds
        if seconds:
            found.append(Stretch(kind, seconds))
    return tuple(found)


def _pieces(
    ledger: Sequence[Segment], changes: Sequence[tuple[datetime, str]]
) -> Iterator[tuple[str, int]]:
    holder, following = NOBODY, list(changes)
    for segment in ledger:
        if not segment.counted:
            yield MAINTENANCE if segment.reason == MAINTENANCE else CLOSED, segment.seconds
            continue
        start = segment.start
        while following and following[0][0] < segment.end:
            at, given = following.pop(0)
            if at > start:
                yield holder, int((at - start).total_seconds())
                start = at
            holder = given
        yield holder, int((segment.end - start).total_seconds())
