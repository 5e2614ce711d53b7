"""Met and guaranteed first answers of many months, by class (G7, G8)."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.db import connection

from istockist_sla.core.lib.months import MonthBounds
from tickets.models import Client, ClockResult, Tally
from tickets.models.tallies import WholeDays, whole_days
from tickets.sla.terms import CLASSES
from tickets.sla.verdict import MET, MISSED

# By class: how many were met, of how many guaranteed.
ClassCounts = dict[str, tuple[int, int]]
# The place of a span, a class, a verdict, and how many.
Row = tuple[int, str, str, int]


def judged_counts(spans: Sequence[MonthBounds], client: Client | None = None) -> list[ClassCounts]:
    """In the order of the spans: of one client by its index, of all as sums over the days."""
    if client is not None:
        return _by_span(len(spans), _of_rows(enumerate(spans), client))
    days = [whole_days(*each) for each in spans]
    edges = [(n, MonthBounds(*edge)) for n, each in enumerate(days) for edge in each.edges]
    return _by_span(len(spans), chain(_of_days(days), _of_rows(edges, None)))


def _of_days(days: Sequence[WholeDays]) -> Iterable[Row]:
    if not days:
        return []
    tally, adapt = Tally._meta.db_table, connection.ops.adapt_datefield_value
    given = [
        value for n, each in enumerate(days) for value in (n, adapt(each.first), adapt(each.beyond))
    ]
    return _rows(
        f"WITH span (place, first, beyond) AS (VALUES {_places(len(days))}) "
        "SELECT place, fault_class, verdict, SUM(n) FROM span "
        f"JOIN {tally} ON \"of\" = 'response' AND day >= first AND day < beyond "
        f"WHERE verdict IN ('{MET}', '{MISSED}') AND fault_class <> '' "
        "GROUP BY place, fault_class, verdict",
        given,
    )


def _of_rows(spans: Iterable[tuple[int, MonthBounds]], client: Client | None) -> Iterable[Row]:
    """Class and verdict stand in the statement as constants: only so does the narrow index answer
    it, a range for each span."""
    adapt = connection.ops.adapt_datetimefield_value
    given = [value for n, each in spans for value in (n, *(adapt(at) for at in each))]
    if not given:
        return []
    table = ClockResult._meta.db_table
    of_client = "" if client is None else "AND client_id = %s"
    counts = " UNION ALL ".join(
        f"SELECT place, '{code}', '{verdict}', (SELECT count(*) FROM {table} "
        f"WHERE clock = 'response' AND verdict = '{verdict}' AND fault_class = '{code}' "
        f"AND opened_at >= begins AND opened_at < ends {of_client}) FROM span"
        for code in CLASSES
        for verdict in (MET, MISSED)
    )
    clients = [] if client is None else [client.pk] * (2 * len(CLASSES))
    values = f"VALUES {_places(len(given) // 3)}"
    return _rows(f"WITH span (place, begins, ends) AS ({values}) {counts}", [*given, *clients])


def _places(spans: int) -> str:
    return ", ".join(["(%s, %s, %s)"] * spans)


def _rows(statement: str, given: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def _by_span(spans: int, rows: Iterable[Row]) -> list[ClassCounts]:
    found = [dict.fromkeys(CLASSES, (0, 0)) for _ in range(spans)]
    for n, code, verdict, count in rows:
        met, guaranteed = found[n][code]
        found[n][code] = (met + count if verdict == MET else met, guaranteed + count)
    return found
