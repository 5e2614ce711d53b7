"""Counts of first answers for many stretches of time in one statement.

A count for each stretch walks its part of an index; grouping all rows by a month or an hour that
is computed for each row takes several times as long.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from tickets.models import Client
from tickets.sla.terms import CLASSES
from tickets.sla.verdict import MET, MISSED

Span = tuple[datetime, datetime]

OPENED = """
    WITH span (place, since, beyond) AS (VALUES {spans})
    SELECT span.place, (
        SELECT COUNT(*) FROM tickets_clockresult AS result
        WHERE result.clock = 'response' {of_client}
        AND result.opened_at >= span.since AND result.opened_at < span.beyond
    ) FROM span
"""
JUDGED = """
    WITH span (place, since, beyond) AS (VALUES {spans}),
    kind (fault_class, verdict) AS (VALUES {kinds})
    SELECT span.place, kind.fault_class, kind.verdict, (
        SELECT COUNT(*) FROM tickets_clockresult AS result
        WHERE result.clock = 'response' AND result.verdict IN ('met', 'missed')
        AND result.fault_class = kind.fault_class AND result.verdict = kind.verdict
        AND result.opened_at >= span.since AND result.opened_at < span.beyond
    ) FROM span CROSS JOIN kind
"""
JUDGED_OF_CLIENT = """
    WITH span (place, since, beyond) AS (VALUES {spans})
    SELECT span.place, result.fault_class, result.verdict, COUNT(*)
    FROM span JOIN tickets_clockresult AS result
    ON result.opened_at >= span.since AND result.opened_at < span.beyond
    WHERE result.clock = 'response' AND result.verdict IN ('met', 'missed')
    AND result.client_id = %s
    GROUP BY span.place, result.fault_class, result.verdict
"""


class JudgedCount(NamedTuple):
    """The guaranteed tickets of a stretch, and those of them that were met (G7)."""

    met: int = 0
    guaranteed: int = 0


def opened_counts(spans: Sequence[Span], client: Client | None) -> list[int]:
    """The tickets opened in each half-open stretch, of one client or of all."""
    if not spans:
        return []
    of_client = "AND result.client_id = %s" if client else ""
    # The places of VALUES come first in the statement, so their parameters do too.
    rows = _rows(
        OPENED.format(spans=_places(spans), of_client=of_client),
        [*_values(spans), *([client.pk] if client else [])],
    )
    return [count for _, count in sorted(rows)]


def judged_counts(spans: Sequence[Span], client: Client | None) -> list[Mapping[str, JudgedCount]]:
    """The tickets met and missed that were opened in each half-open stretch, by class (K12)."""
    if not spans:
        return []
    if client is None:
        kinds = [(code, verdict) for code in CLASSES for verdict in (MET, MISSED)]
        statement = JUDGED.format(spans=_places(spans), kinds=", ".join(["(%s, %s)"] * len(kinds)))
        rows = _rows(statement, [*_values(spans), *(word for kind in kinds for word in kind)])
    else:
        statement = JUDGED_OF_CLIENT.format(spans=_places(spans))
        rows = _rows(statement, [*_values(spans), client.pk])
    found: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for place, fault_class, verdict, count in rows:
        found[place, fault_class][verdict] = count
    return [
        {code: _judged(found.get((place, code), {})) for code in CLASSES}
        for place in range(len(spans))
    ]


def _judged(counts: Mapping[str, int]) -> JudgedCount:
    met = counts.get(MET, 0)
    return JudgedCount(met, met + counts.get(MISSED, 0))


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
