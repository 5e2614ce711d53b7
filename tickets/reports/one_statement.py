"""Many small counts in one statement, whose text is made once a process.

Django takes as long to write a statement as the database to answer it. So each count is written
by its query set once, with marks in the place of what is asked for, and later only the values
change.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from tickets.models import Client
from tickets.models.tallies import whole_days

Value = datetime | date | int
# By the names that the parts know them by.
Given = Mapping[str, Any]
KEYS = 5


class Raw(NamedTuple):
    """Rows by a statement of our own, with its values in their order."""

    statement: str
    values: Sequence[Any]


class Part(NamedTuple):
    """Rows to be counted under a name: by what, as SQL over their columns, and two sums."""

    name: str
    rows: QuerySet[Any, Any] | Raw
    keys: Sequence[str] = ()
    n: str = "count(*)"
    more: str = "0"


class Counted(NamedTuple):
    """The keys as text, empty where there is none, the count or sum, and the second one."""

    keys: tuple[str, ...]
    n: int
    more: int


Parts = Callable[[Given], Iterable[Part]]
Found = dict[str, list[Counted]]


class _Text(NamedTuple):
    """A statement, and its values: the name of one that is given, or a constant."""

    statement: str
    places: tuple[tuple[str | None, Any], ...]


def ask(parts: Sequence[Parts], given: Given) -> Found:
    """By the names of the parts. Each is asked with marks for `given`: it may not look at them."""
    kinds = tuple((name, type(value)) for name, value in given.items())
    text = _written(tuple(parts), kinds, connection.vendor)
    values = [constant if name is None else _adapted(given[name]) for name, constant in text.places]
    with connection.cursor() as cursor:
        cursor.execute(text.statement, values)
        rows = cursor.fetchall()
    found: Found = {}
    for name, *keys, n, more in rows:
        found.setdefault(name, []).append(Counted(tuple(keys), int(n), int(more or 0)))
    return found


def one(found: Found, name: str) -> Counted:
    """Of a part without keys, which always has one row."""
    return found[name][0]


def client_in(given: Given) -> Client | None:
    """Of all clients where none is asked for."""
    return Client(pk=given["client"]) if "client" in given else None


def days_given(start: datetime, end: datetime) -> dict[str, Value]:
    """The whole days between two instants, and the time around them: empty where there is none."""
    first, beyond, edges = whole_days(start, end)
    begins, ends = [*edges, (end, end)][0], [*edges, (end, end), (end, end)][1]
    return {
        "first": first,
        "beyond": beyond,
        "edge 1 begins": begins[0],
        "edge 1 ends": begins[1],
        "edge 2 begins": ends[0],
        "edge 2 ends": ends[1],
    }


def edges_in(given: Given) -> list[tuple[Any, Any]]:
    return [(given[f"edge {n} begins"], given[f"edge {n} ends"]) for n in (1, 2)]


@lru_cache(maxsize=100)
def _written(parts: tuple[Parts, ...], kinds: tuple[tuple[str, type], ...], vendor: str) -> _Text:
    marks = {name: _mark(kind, n) for n, (name, kind) in enumerate(kinds)}
    names = {_adapted(mark): name for name, mark in marks.items()}
    statements: list[str] = []
    places: list[tuple[str | None, Any]] = []
    for each in (part for ask in parts for part in ask(marks)):
        rows, values = each.rows if isinstance(each.rows, Raw) else _compiled(each.rows)
        keys = ", ".join([*each.keys, *["''"] * (KEYS - len(each.keys))])
        group = f" GROUP BY {', '.join(each.keys)}" if each.keys else ""
        statements.append(
            f"SELECT '{each.name}', {keys}, {each.n}, {each.more} FROM ({rows}) AS counted{group}"
        )
        places += [(names.get(value), value) for value in values]
    return _Text(" UNION ALL ".join(statements), tuple(places))


def _compiled(rows: QuerySet[Any, Any]) -> tuple[str, Sequence[Any]]:
    return rows.order_by().query.sql_with_params()


def _mark(kind: type, n: int) -> Value:
    """A value that no statement has by itself."""
    if kind is int:
        return -1_000_000_007 - n
    day = datetime(1234, 5, 6, 7, 8, 9, 101_112, tzinfo=UTC) + n * timedelta(days=1)
    return day if kind is datetime else day.date()


def _adapted(value: Value) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value.astimezone(UTC))
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
