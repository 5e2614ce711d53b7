"""Queries that are asked with every step: their SQL is put together once in each process, and on
PostgreSQL their plan once in each connection."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import psycopg
from django.db import connections
from django.db.models import QuerySet

# Stand for ids, a text and an instant while the SQL is put together: no row has them.
ANY_TEXT = "\ue000"
ANY_INSTANT = datetime(9999, 12, 30, tzinfo=UTC)
PLACEHOLDER = re.compile("%%|%s")


def any_ids(count: int) -> list[int]:
    return list(range(-(2**62), -(2**62) + count))


class _Form(NamedTuple):
    """`places`: for each parameter the number of the value that belongs there, None for its own."""

    compiler: Any
    sql: str
    params: Sequence[Any]
    places: Sequence[int | None]


class Compiled:
    """A queryset of tuples that is asked with other values each time.

    Putting a long query together takes Django many times what the database needs to answer it.
    `build` is given the marks, once for each kind of database.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *marks: Any) -> None:
        self._build, self._marks = build, marks
        self._forms: dict[str, _Form] = {}

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """As iterating over the queryset would give them."""
        vendor = connections["default"].vendor
        form = self._forms.get(vendor) or self._forms.setdefault(vendor, self._put_together())
        given = [_adapted(value) for value in values]
        params = [
            own if place is None else given[place]
            for own, place in zip(form.params, form.places, strict=True)
        ]
        with _cursor(vendor) as cursor:
            cursor.execute(form.sql, params)
            return list(form.compiler.results_iter([cursor.fetchall()], tuple_expected=True))

    def _put_together(self) -> _Form:
        compiler = self._build(*self._marks).query.get_compiler("default")
        sql, params = compiler.as_sql()
        marks = [_adapted(mark) for mark in self._marks]
        places = [marks.index(param) if param in marks else None for param in params]
        form = _Form(compiler, sql, list(params), places)
        return _with_constants(form) if connections["default"].vendor == "postgresql" else form


def _with_constants(form: _Form) -> _Form:
    """What is the same each time stands in the SQL: each placeholder is converted each time."""
    connections["default"].ensure_connection()
    connection = connections["default"].connection
    given = iter(zip(form.params, form.places, strict=True))

    def written(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        param, place = next(given)
        if place is not None:
            return "%s"
        return psycopg.sql.Literal(param).as_string(connection).replace("%", "%%")

    places = [place for place in form.places if place is not None]
    sql = PLACEHOLDER.sub(written, form.sql)
    return form._replace(sql=sql, params=[None] * len(places), places=places)


def _cursor(vendor: str) -> Any:
    """On PostgreSQL one whose statements the server prepares: Django's own writes the values into
    the text, and each text is planned anew. Where statements are logged theirs has a text."""
    connection = connections["default"]
    cursor = connection.cursor()
    if vendor == "postgresql" and not connection.queries_logged:
        cursor.cursor = psycopg.Cursor(connection.connection)
    return cursor


def _adapted(value: Any) -> Any:
    """As the database is given it."""
    if isinstance(value, datetime):
        return connections["default"].ops.adapt_datetimefield_value(value)
    return value
