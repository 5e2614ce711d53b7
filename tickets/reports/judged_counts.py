"""Met and guaranteed first answers of many months, by class, in one statement (G7, G8)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from istockist_sla.core.lib.months import MonthBounds
from tickets.models import Client, ClockResult
from tickets.sla.terms import CLASSES
from tickets.sla.verdict import MET, MISSED

# By class: how many were met, of how many guaranteed.
ClassCounts = dict[str, tuple[int, int]]


def judged_counts(spans: Sequence[MonthBounds], client: Client | None = None) -> list[ClassCounts]:
    """In the order of the spans. Class and verdict stand in the statement as constants: only so
    does the narrow index answer it, a range for each month."""
    if not spans:
        return []
    table = connection.ops.quote_name(ClockResult._meta.db_table)
    of_client = "" if client is None else "AND client_id = %s"
    counts = " UNION ALL ".join(
        f"SELECT n, '{code}', '{verdict}', (SELECT count(*) FROM {table} "
        f"WHERE clock = 'response' AND verdict = '{verdict}' AND fault_class = '{code}' "
        f"AND opened_at >= begins AND opened_at < ends {of_client}) FROM bounds"
        for code in CLASSES
        for verdict in (MET, MISSED)
    )
    values = ", ".join(["(%s, %s, %s)"] * len(spans))
    given = [*_values(spans)]
    if client is not None:
        given += [client.pk] * (2 * len(CLASSES))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH bounds (n, begins, ends) AS (VALUES {values}) {counts}", given)
        return _by_month(len(spans), cursor.fetchall())


def _values(spans: Sequence[MonthBounds]) -> Iterator[Any]:
    for n, (start, end) in enumerate(spans):
        yield n
        yield connection.ops.adapt_datetimefield_value(start)
        yield connection.ops.adapt_datetimefield_value(end)


def _by_month(months: int, rows: Sequence[tuple[int, str, str, int]]) -> list[ClassCounts]:
    found = [dict.fromkeys(CLASSES, (0, 0)) for _ in range(months)]
    for n, code, verdict, count in rows:
        met, guaranteed = found[n][code]
        found[n][code] = (met + count if verdict == MET else met, guaranteed + count)
    return found
