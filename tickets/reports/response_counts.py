"""The first answers of months by verdict, counted without reading a row (G7, G9)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count, takewhile
from typing import Any, NamedTuple

from istockist_sla.core.lib.months import MonthBounds
from tickets.models import Client, ClockResult, Tally
from tickets.reports.one_statement import Given, Part, ask, client_in, days_given, edges_in

COLUMNS = ("fault_class", "verdict", "reason", "about_orders", "limit")
KEYS = (
    "fault_class",
    "verdict",
    "reason",
    "CASE WHEN about_orders THEN '1' ELSE '' END",
    "coalesce(CAST(\"limit\" AS varchar(20)), '')",
)


class ResponseCount(NamedTuple):
    """So many responses alike."""

    fault_class: str
    verdict: str
    reason: str
    about_orders: bool
    limit: int | None
    tickets: int


def response_counts(
    months: Sequence[MonthBounds], client: Client | None
) -> list[list[ResponseCount]]:
    """In the order of the months, in one statement: of one client by its own index; of all as
    sums over the days, and what lies around them row by row."""
    given: dict[str, Any] = {} if client is None else {"client": client.pk}
    for n, bounds in enumerate(months):
        own = {"start": bounds.start, "end": bounds.end, **days_given(*bounds)}
        given |= {f"{n} {name}": value for name, value in own.items()}
    found = ask([response_parts], given)
    return [_sums(found.get(f"responses {n}", [])) for n in range(len(months))]


def response_parts(given: Given) -> Iterator[Part]:
    client = client_in(given)
    for n in takewhile(lambda n: f"{n} start" in given, count()):
        name, own = f"responses {n}", _of_month(given, n)
        responses = ClockResult.objects.responses().of_client(client)
        if client is not None:
            rows = responses.opened_in(own["start"], own["end"])
            yield Part(name, rows.values(*COLUMNS), KEYS)
            continue
        days = Tally.objects.of(Tally.Of.RESPONSE).days(own["first"], own["beyond"])
        yield Part(name, days.values(*COLUMNS, "n"), KEYS, "sum(n)")
        for edge in edges_in(own):
            yield Part(name, responses.opened_in(*edge).values(*COLUMNS), KEYS)


def _of_month(given: Given, n: int) -> dict[str, Any]:
    own = f"{n} "
    return {name.removeprefix(own): value for name, value in given.items() if name.startswith(own)}


def _sums(rows: Sequence[Any]) -> list[ResponseCount]:
    sums: Counter[tuple[str, ...]] = Counter()
    for keys, tickets, _ in rows:
        sums[keys] += tickets
    return [
        ResponseCount(code, verdict, reason, bool(orders), int(limit) if limit else None, tickets)
        for (code, verdict, reason, orders, limit), tickets in sums.items()
        if tickets
    ]
