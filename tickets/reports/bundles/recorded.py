"""The database -> what is on record of some tickets: read once, for their verdicts and for the
hashes of their acts."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from istockist_sla.core.lines import Line, lines
from istockist_sla.core.models import Event
from tickets.models import Finding, TicketQuerySet
from tickets.sla.folder import EventRow

# Of so many tickets the acts, or the words, are read at once.
CHUNK, CHUNK_OF_WORDS = 1000, 250
ACT_COLUMNS = ("id", "subject_id", "verb", "actor", "side", "at", "recorded_at", "data")


class NamedTicket(NamedTuple):
    """`place` is that among all of its client."""

    pk: int
    number: int
    place: int
    client_id: int


class Act(NamedTuple):
    """An event with all its columns, and as verdicts read it."""

    columns: Line
    row: EventRow


class DecidedRow(NamedTuple):
    """A finding, and who proposed, decided and answered it."""

    id: int
    kind: str
    evidence: str
    proposer: int
    decider: int
    answerer: int | None


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """Tickets in the order of their numbers; of each, by its id, all acts and decided findings,
    whenever they were recorded."""

    tickets: Sequence[NamedTicket]
    acts: Mapping[int, Sequence[Act]]
    findings: Mapping[int, Sequence[DecidedRow]]

    def only(self, numbers: Collection[int]) -> "Recorded":
        """Of the tickets with these numbers."""
        return replace(self, tickets=[each for each in self.tickets if each.number in numbers])


def recorded(tickets: TicketQuerySet) -> Recorded:
    columns = ("pk", "number", "client_sequence", "client_id")
    named = [NamedTicket(*row) for row in tickets.order_by("number").values_list(*columns)]
    ids = [ticket.pk for ticket in named]
    return Recorded(tickets=named, acts=acts_of(ids), findings=_findings(ids))


def acts_of(tickets: Sequence[int]) -> dict[int, list[Act]]:
    """In the order of their recording."""
    found: dict[int, list[Act]] = defaultdict(list)
    for ids in in_chunks(tickets, CHUNK):
        events = Event.objects.about_any(Event.Kind.TICKET, ids).order_by()
        for columns in lines(events.values_list(*ACT_COLUMNS)):
            found[columns[1]].append(Act(columns, _row(*columns[2:])))
    return found


def in_chunks(tickets: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for first in range(0, len(tickets), size):
        yield tickets[first : first + size]


def _row(verb: str, actor: int | None, side: str, at: str, recorded_at: str, data: Any) -> EventRow:
    happened = datetime.fromisoformat(at)
    known = happened if recorded_at == at else datetime.fromisoformat(recorded_at)
    return EventRow(verb, happened, known, side, data, actor is not None)


def _findings(tickets: Sequence[int]) -> dict[int, list[DecidedRow]]:
    found: dict[int, list[DecidedRow]] = defaultdict(list)
    columns = ("kind", "evidence__text", "proposer_id", "decider_id", "answerer_id")
    decided = Finding.objects.filter(ticket__in=tickets, decider__isnull=False).order_by("pk")
    for ticket, *row in decided.values_list("ticket_id", "pk", *columns):
        found[ticket].append(DecidedRow(*row))
    return found
