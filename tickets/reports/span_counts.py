"""Counts of first answers for many stretches of time in a few statements.

A count for each stretch walks its part of an index; grouping all rows by a month or an hour that
is computed for each row takes several times as long.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from tickets.models import Client

Span = tuple[datetime, datetime]
# PostgreSQL takes each stretch for a large one, and a statement with more of them for one so long
# that it is worth compiling first; that takes longer than all of its counts.
AT_ONCE = 300

OPENED = """
    WITH span (place, since, beyond) AS (VALUES {spans})
    SELECT span.place, (
        SELECT COUNT(*) FROM tickets_clockresult AS result
        WHERE result.clock = 'response' {of_client}
        AND result.opened_at >= span.since AND result.opened_at < span.beyond
    ) FROM span
"""


def opened_counts(spans: Sequence[Span], client: Client | None) -> list[int]:
    """The tickets opened in each half-open stretch, of one client or of all."""
    found: list[int] = []
    for first in range(0, len(spans), AT_ONCE):
        found += _counts(spans[first : first + AT_ONCE], client)
    return found


def _counts(spans: Sequence[Span], client: Client | None) -> list[int]:
    of_client = "AND result.client_id = %s" if client else ""
    # The places of VALUES come first in the statement, so their parameters do too.
    rows = _rows(
        OPENED.format(spans=_places(spans), of_client=of_client),
        [*_values(spans), *([client.pk] if client else [])],
    )
    return [count for _, count in sorted(rows)]


def _places(spans: Sequence[Span]) -> str:
    return ", ".join(["(%s, %s, %s)"] * len(spans))


def _values(spans: Sequence[Span]) -> list[Any]:
    adapt = connection.ops.adapt_datetimefield_value
    return [
        value
        for place, (since, beyond) in enumerate(spans)
        for value in (place, adapt(since), adapt(beyond))
    ]


def _rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
