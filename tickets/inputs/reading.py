"""All that the verdicts on some tickets rest on, read from the database in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Count,
    DateTimeField,
    IntegerField,
    JSONField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce

from istockist_sla.core.compiled import Compiled, any_ids
from istockist_sla.core.models import Event
from istockist_sla.core.together import reserved
from tickets.inputs.publications import Countable, counted, once_of_client
from tickets.inputs.rows import INSTANTS, TEXTS, Rows, rows_of
from tickets.models import (
    Client,
    ClientFact,
    Finding,
    InformationRequest,
    Message,
    SentWarning,
    Ticket,
)

# For so many tickets the statement is put together once.
SIZES = (1, 10, 50, 200)
EMPTY, NEVER = Value(""), Value(None, DateTimeField())
NO_NUMBER, NO_DATA = Value(None, IntegerField()), Value(None, JSONField())


def read(clients: Mapping[int, int], *, as_of: datetime | None = None) -> Rows:
    """Of tickets, by their ids, each with the id of its client. With `as_of` without the events
    and facts that were recorded at that instant or later."""
    size = next((size for size in SIZES if len(clients) <= size), 0)
    if size and as_of is None:
        lines: Iterable[Any] = _of_many[size].rows(
            *_filled(clients, size), *_filled(clients.values(), size)
        )
    else:
        lines = _union(_tables(list(clients), set(clients.values()), as_of))
    return rows_of(lines)


def read_for_step(ticket_id: int, client_id: int) -> Rows:
    """Of a ticket that is locked, with ids for what the step adds to it. Nothing else may be added
    meanwhile."""
    return rows_of(_of_step.rows(ticket_id, client_id))


def read_client(client_id: int) -> Rows:
    """The facts of a client, what is published, and how many tickets it has opened, for one that
    has no rows yet."""
    return once_of_client(client_id, lambda: rows_of(_of_client.rows(client_id)))


def _tables(
    tickets: Sequence[int], clients: Iterable[int], as_of: datetime | None = None
) -> list[QuerySet[Any, Any]]:
    """The first table gives the columns their types."""
    events = Event.objects.about_any(Event.Kind.TICKET, tickets)
    facts = ClientFact.objects.filter(client__in=clients)
    if as_of is not None:
        events, facts = (
            events.filter(recorded_at__lt=as_of),
            facts.filter(recorded_at__lt=as_of),
        )
    asked = InformationRequest.objects.filter(ticket__in=tickets)
    findings = Finding.objects.filter(ticket__in=tickets, decider__isnull=False)
    warnings = SentWarning.objects.filter(ticket__in=tickets)
    return [
        _columns(asked, "question", "ticket_id"),
        _columns(events, "event", "subject_id"),
        _columns(facts, "fact", "client_id"),
        _columns(findings, "finding", "ticket_id"),
        _columns(warnings, "warning", "ticket_id"),
        *map(_publications, counted()),
    ]


def _union(tables: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    first, *others = tables
    every: QuerySet[Any, Any] = first.union(*others, all=True)
    return every


class _Own(NamedTuple):
    """What stands in the common columns for a row of a table."""

    texts: Sequence[Any] = ()
    instants: Sequence[Any] = ()
    number: Any = NO_NUMBER
    data: Any = NO_DATA

    @property
    def columns(self) -> list[Any]:
        texts = [*self.texts, *[EMPTY] * (TEXTS - len(self.texts))]
        instants = [*self.instants, *[NEVER] * (INSTANTS - len(self.instants))]
        return [*texts, *instants, self.number, self.data]


OWN = {
    "question": _Own(
        instants=["asked_at", "dated_at", "failed_at", "ended_at"],
        number=Cast("answered", IntegerField()),
    ),
    "event": _Own(["verb", "side"], ["at", "recorded_at"], "actor_id", "data"),
    "fact": _Own(
        ["kind", "value", "evidence", "author__name", "author__email"], ["since", "recorded_at"]
    ),
    "finding": _Own(["kind", "evidence__text", "decider__name", "decider__email"]),
    "warning": _Own(["clock", "threshold"], ["deadline"], "subject_id"),
}


def _columns(rows: QuerySet[Any], table: str, owner: str) -> QuerySet[Any, Any]:
    columns: QuerySet[Any, Any] = rows.order_by().values_list(
        Value(table), owner, "pk", *OWN[table].columns
    )
    return columns


def _publications(kind: Countable) -> QuerySet[Any, Any]:
    """One row: how many there are in the place of an owner."""
    rows: QuerySet[Any, Any] = kind.rows.order_by().values(table=Value("publication"))
    own = _Own([Value(kind.name)], ["newest"])
    totals = rows.annotate(total=Count("pk"), newest=kind.newest)
    line: QuerySet[Any, Any] = totals.values_list("table", "total", Value(0), *own.columns)
    return line


def _filled(ids: Iterable[int], size: int) -> list[int]:
    """Filled up with an id that no row has."""
    known = list(set(ids))
    return known + [0] * (size - len(known))


def _of_ids(*ids: int) -> QuerySet[Any, Any]:
    """Of as many tickets as clients, one after the other."""
    half = len(ids) // 2
    return _union(_tables(ids[:half], ids[half:]))


def _with_reserved_ids(ticket_id: int, client_id: int) -> QuerySet[Any, Any]:
    message, event = (
        RawSQL(*reserved(kind), output_field=BigIntegerField()) for kind in (Message, Event)
    )
    ids = Ticket.objects.filter(pk=ticket_id).order_by()
    line = ids.values_list(Value("reserved"), message, event, *_Own().columns)
    return _union([*_tables([ticket_id], [client_id]), line])


def _facts_alone(client_id: int) -> QuerySet[Any, Any]:
    facts = ClientFact.objects.filter(client=client_id)
    return _union(
        [_columns(facts, "fact", "client_id"), _opened(client_id), *map(_publications, counted())]
    )


def _opened(client_id: int) -> QuerySet[Any, Any]:
    """One row: how many tickets it has opened, in the place of an owner."""
    newest = Ticket.objects.filter(client=OuterRef("pk")).order_by("-client_sequence")
    count = Coalesce(Subquery(newest.values("client_sequence")[:1]), 0)
    client = Client.objects.filter(pk=client_id).order_by()
    line: QuerySet[Any, Any] = client.values_list(Value("opened"), count, Value(0), *_Own().columns)
    return line


_of_many = {size: Compiled(_of_ids, *any_ids(2 * size)) for size in SIZES}
_of_step = Compiled(_with_reserved_ids, *any_ids(2))
_of_client = Compiled(_facts_alone, *any_ids(1))
