"""What a supposition would have made of closed months, from the kept files alone (M1, V1).

One client's file at a time is in memory, and nothing is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from istockist_sla.core.lib.months import Month
from tickets import inputs
from tickets.models import Client, ClosedClient, Closing, Ticket
from tickets.reports.what_if.sums import ClassSums
from tickets.sla.bundle.claims import month_measured
from tickets.sla.bundle.documents import CLIENT_PART, SHARED
from tickets.sla.bundle.reading import read_document, read_shared
from tickets.sla.what_if.outcome import (
    FixPair,
    Flip,
    Outcome,
    Pair,
    UptimePair,
    Uptimes,
    outcome,
    standard_month,
    standard_targets,
    standard_uptime,
)
from tickets.sla.what_if.supposition import Supposition

MOST_MONTHS, MOST_TICKETS = 12, 20_000
# So many verdicts, and so many clients, are named; the others are counted.
NAMED = 200


class TooManyTickets(Exception):
    """The months chosen hold more tickets than one request may judge."""


class TicketFlip(NamedTuple):
    """`ticket_id` is None where the database knows the ticket no more."""

    month: Month
    client: Client
    flip: Flip
    ticket_id: int | None = None


class ClientChange(NamedTuple):
    """A client's month whose indices or availability would be others."""

    month: Month
    client: Client
    classes: dict[str, Pair]
    uptime: UptimePair


class MonthChange(NamedTuple):
    """A month of all clients together, or of the one chosen; the availability is what the standard
    agreement says of it."""

    month: Month
    classes: dict[str, Pair]
    uptime: UptimePair
    fixes: FixPair


@dataclass(slots=True)
class Found:
    """What comes of a supposition; `flips` and `clients` hold the first of what is counted."""

    months: list[MonthChange] = field(default_factory=list)
    flips: list[TicketFlip] = field(default_factory=list)
    clients: list[ClientChange] = field(default_factory=list)
    tickets: int = 0
    flipped: int = 0
    changed_clients: int = 0

    def count(self, tickets: int) -> None:
        self.tickets += tickets
        _refuse_too_many(self.tickets)

    def keep(self, month: Month, client: Client, flips: Sequence[Flip]) -> None:
        self.flipped += len(flips)
        room = NAMED - len(self.flips)
        self.flips += [TicketFlip(month, client, each) for each in flips[:room]]

    def keep_client(self, change: ClientChange) -> None:
        self.changed_clients += 1
        if len(self.clients) < NAMED:
            self.clients.append(change)


def closed_months() -> list[Month]:
    """The newest first."""
    return sorted(inputs.book().closed, reverse=True)


def what_if(
    months: Sequence[Month], supposition: Supposition, *, client: Client | None = None
) -> Found:
    """Raises TooManyTickets before it has judged too many."""
    _refuse_too_many(_opened_in(months, client))
    found = Found()
    for month in sorted(months):
        found.months.append(_judged(month, supposition, client, found))
    numbers = [each.flip.number for each in found.flips]
    ids = dict(Ticket.objects.filter(number__in=numbers).values_list("number", "pk"))
    found.flips = [each._replace(ticket_id=ids.get(each.flip.number)) for each in found.flips]
    return found


def _opened_in(months: Sequence[Month], client: Client | None) -> int:
    tickets = Ticket.objects.all() if client is None else Ticket.objects.filter(client=client)
    spans = [inputs.month_bounds(month) for month in months]
    return sum(
        tickets.filter(opened_at__gte=span.start, opened_at__lt=span.end).count() for span in spans
    )


def _refuse_too_many(tickets: int) -> None:
    if tickets > MOST_TICKETS:
        raise TooManyTickets


def _judged(
    month: Month, supposition: Supposition, client: Client | None, found: Found
) -> MonthChange:
    """As the month stands after its last amendment."""
    closing = Closing.objects.done().of_month(month).latest("number")
    shared = read_shared(read_document(SHARED, closing.shared.encode()))
    uptimes = Uptimes(month_measured(shared, standard_month(shared).bounds))
    uptime = standard_uptime(shared, supposition, uptimes)
    sums = ClassSums(standard_targets(shared, supposition))
    for kept in _files(closing, client):
        document = read_document(CLIENT_PART, kept.document.encode())
        own = outcome(shared, document, supposition, client_id=kept.client_id, uptimes=uptimes)
        found.count(own.tickets)
        found.keep(month, kept.client, own.flips)
        sums.add(own)
        if _differs(own, uptime):
            found.keep_client(ClientChange(month, kept.client, dict(own.classes), own.uptime))
    return MonthChange(month, sums.pairs, uptime, sums.fixes)


def _files(closing: Closing, client: Client | None) -> Iterator[ClosedClient]:
    """One after the other, so that no two are in memory."""
    files = closing.all_clients.select_related("client").defer("card")
    if client is not None:
        files = files.filter(client=client)
    return files.iterator(chunk_size=1)


def _differs(own: Outcome, uptime: UptimePair) -> bool:
    """The availability of a client is told where it is not that of the month."""
    has_own = own.uptime != uptime and own.uptime.differs
    return has_own or any(pair.differs for pair in own.classes.values())
