"""The database -> the rows of a closed month: what all clients share, and what is one client's.

Each of the two takes a fixed number of statements, however many tickets there are.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Min, Q

from availability.coverage import SPEAKS_FOR, Check, Run, epoch, runs_of
from availability.figures import told
from availability.models import Component, Measurement
from availability.ranges import TimeRange
from availability.rows import Records
from istockist_sla.core.lib.months import Month, MonthBounds
from istockist_sla.core.models import Event
from tickets import inputs
from tickets.models import Client, ClientFact, Finding, Ticket, TicketQuerySet, Verb
from tickets.sla.bundle.begun import begun_versions
from tickets.sla.bundle.folder_rows import Coder, FindingEntry, TicketRows
from tickets.sla.bundle.month_rows import ClientRows, MonthStamp, SharedRows
from tickets.sla.bundle.service_rows import ServiceRows, coded_service
from tickets.sla.bundle.tree import text_digest
from tickets.sla.folder import EventRow, FactRow, FindingRow

ANSWERS_TO_CONTESTS = frozenset({Verb.UPHOLD, Verb.WITHDRAW})


class Hashes:
    """Hashes of texts; the nonce of each is kept with the text and is erased with it."""

    def __init__(self, nonce: Callable[[], bytes]) -> None:
        self._nonce = nonce
        self.nonces: dict[str, bytes] = {}

    def hash_of(self, text: str) -> str:
        nonce = self._nonce()
        found = text_digest(text, nonce)
        self.nonces[found] = nonce
        return found


def shared_rows(stamp: MonthStamp) -> SharedRows:
    published = inputs.published_versions().published
    bounds = inputs.month_bounds(stamp.month)
    begun = begun_versions(
        published, client_id=None, until=bounds.end, year=stamp.month.year
    ).standard
    return SharedRows(stamp=stamp, published=begun, service=_service_rows(stamp, bounds))


def _service_rows(stamp: MonthStamp, bounds: MonthBounds) -> ServiceRows:
    """As it was told before the closing; the API decides (A5)."""
    oldest = _closed_in(bounds).aggregate(oldest=Min("opened_at"))["oldest"] or bounds.start
    component = Component.objects.contractual()
    code = component.code if component is not None else ""
    span, coder = TimeRange(*bounds), Coder(str)
    records: Records = coded_service(
        told(stamp.recorded_before), code, span, since=oldest, coder=coder
    )
    runs = _runs(component, bounds) if component is not None else ()
    return ServiceRows(component=code, records=records, runs=runs)


def _runs(component: Component, bounds: MonthBounds) -> tuple[Run, ...]:
    """With those before the month that speak for its first seconds."""
    first, before = epoch(bounds.start - SPEAKS_FOR), epoch(bounds.end)
    checks = Measurement.objects.filter(
        component=component, second__gte=first, second__lt=before
    ).order_by("second")
    return tuple(runs_of(Check(*row) for row in checks.values_list("second", "ok").iterator()))


def closed_by_client(bounds: MonthBounds) -> dict[int, list[int]]:
    """The tickets that were closed in the month, whatever became of them, by their clients."""
    found: dict[int, list[int]] = {}
    for client_id, pk in _closed_in(bounds).values_list("client_id", "pk"):
        found.setdefault(client_id, []).append(pk)
    return found


def _closed_in(bounds: MonthBounds) -> TicketQuerySet:
    """By the events, which tell it of any instant: a stored fix goes where a ticket is rectified to
    a request later."""
    closings = Event.objects.filter(
        subject_kind=Event.Kind.TICKET,
        verb=Verb.CLOSE,
        at__gte=bounds.start,
        at__lt=bounds.end,
    )
    return Ticket.objects.filter(pk__in=closings.values("subject_id")).order_by()


def client_rows(
    client: Client,
    stamp: MonthStamp,
    *,
    hash_of: Callable[[str], str],
    fixed: Collection[int],
    closed: Mapping[Month, datetime],
) -> ClientRows:
    """`fixed` are the client's tickets that were closed in the month; `closed` are the closings of
    earlier months: a ticket keeps the facts that were recorded before that of the month of its
    opening (P4)."""
    coder = Coder(hash_of)
    versions = inputs.published_versions()
    bounds = versions.months.bounds(stamp.month)
    begun = begun_versions(
        versions.published, client_id=client.pk, until=bounds.end, year=stamp.month.year
    )
    facts = tuple(coder.fact(row) for row in _facts(client, stamp))
    tickets = _tickets(client, stamp, bounds, fixed, closed)
    return ClientRows(
        stamp=stamp,
        code=client.code,
        published=begun.own,
        facts=facts,
        tickets=tuple(coder.ticket(ticket) for ticket in tickets),
    )


def _facts(client: Client, stamp: MonthStamp) -> list[FactRow]:
    """Newest first, of two that begin together the later row."""
    recorded = ClientFact.objects.filter(client=client, recorded_at__lt=stamp.recorded_before)
    columns = ("kind", "value", "since", "evidence", "author_id", "recorded_at")
    return [FactRow(*row) for row in recorded.order_by("-since", "-id").values_list(*columns)]


def _tickets(
    client: Client,
    stamp: MonthStamp,
    bounds: MonthBounds,
    fixed: Collection[int],
    closed: Mapping[Month, datetime],
) -> list[TicketRows]:
    """Opened in the month (G8), or closed in it (K8), by their numbers."""
    opened = Q(opened_at__gte=bounds.start, opened_at__lt=bounds.end)
    tickets = Ticket.objects.filter(opened | Q(pk__in=fixed), client=client).order_by("number")
    numbers = {pk: own for pk, *own in tickets.values_list("pk", "number", "client_sequence")}
    if not numbers:
        return []
    rows = inputs.read(dict.fromkeys(numbers, client.pk), as_of=stamp.recorded_before)
    findings = {pk: rows.findings[pk] for pk in numbers}
    persons = _persons(list(numbers))
    months = inputs.months()
    return [
        TicketRows(
            number=number,
            place=place,
            facts_before=closed.get(months.month_of(rows.events[pk][0].at), stamp.recorded_before),
            events=tuple(rows.events[pk]),
            findings=tuple(_entry(row, persons[row.id], rows.events[pk]) for row in findings[pk]),
        )
        for pk, (number, place) in numbers.items()
        if rows.events[pk]
    ]


def _entry(
    row: FindingRow, persons: tuple[int, int, int | None], events: Sequence[EventRow]
) -> FindingEntry:
    """As of these events: a contest may have been answered after them."""
    proposer, decider, answerer = persons
    answered = any(
        each.verb in ANSWERS_TO_CONTESTS and each.data["finding"] == row.id for each in events
    )
    return FindingEntry(row, proposer, decider, answerer if answered else None)


def _persons(tickets: list[int]) -> dict[int, tuple[int, int, int | None]]:
    """Who proposed, decided and answered each finding, by its id."""
    decided = Finding.objects.filter(ticket__in=tickets, decider__isnull=False)
    columns = ("pk", "proposer_id", "decider_id", "answerer_id")
    return {
        pk: (by, decider, answerer) for pk, by, decider, answerer in decided.values_list(*columns)
    }
