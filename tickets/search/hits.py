"""Rows that a question finds: of folders the newest, of small tables the best."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from types import ModuleType
from typing import NamedTuple

from django.db import connection
from django.utils.dateparse import parse_datetime

from tickets.search import postgresql, sqlite
from tickets.search.filters import Filters, conditions
from tickets.search.sources import MESSAGE, TICKET, Source
from tickets.search.terms import Query, Term
from tickets.search.viewers import Viewer

# So many of the newest hits are compared; a count ends there.
MOST = 500
MOST_FEW = 100


class Hit(NamedTuple):
    source: Source
    id: int
    ticket_id: int
    said_at: datetime
    score: float


class SmallHit(NamedTuple):
    source: Source
    id: int
    score: float


def in_folders(
    query: Query,
    filters: Filters,
    viewer: Viewer,
    most: int = MOST,
    sources: Sequence[Source] = (TICKET, MESSAGE),
) -> list[Hit]:
    """Of subjects and messages; of messages alone where it is asked whose words they are."""
    if filters.author or query.authors:
        sources = [MESSAGE]
    found: list[Hit] = []
    with vendor().searching() as cursor:
        for source in sources:
            asked = conditions(source, query, filters, viewer)
            rows = vendor().newest(cursor, source, query, asked, most)
            hits = [
                Hit(source, pk, ticket_id, _instant(at), score) for pk, ticket_id, at, score in rows
            ]
            found += sorted(hits, key=lambda hit: hit.said_at, reverse=True)[:most]
    return found


def in_small_tables(question: str, sources: Iterable[Source]) -> list[SmallHit]:
    kind = vendor()
    named = {source.name: source for source in sources}
    if not named:
        return []
    statement = " UNION ALL ".join(kind.few(source, MOST_FEW) for source in named.values())
    with connection.cursor() as cursor:
        cursor.execute(statement, {"question": question})
        return [SmallHit(named[name], pk, score) for name, pk, score in cursor]


def question(query: Query) -> str:
    return vendor().question(query)


def any_question(terms: tuple[Term, ...]) -> str:
    return vendor().any_question(terms)


def vendor() -> ModuleType:
    return sqlite if connection.vendor == "sqlite" else postgresql


def _instant(stored: datetime | str) -> datetime:
    """SQLite keeps instants as text, in UTC."""
    if isinstance(stored, datetime):
        return stored
    at = parse_datetime(stored)
    assert at
    return at.replace(tzinfo=UTC)
