"""Rows that are written together: in one statement on PostgreSQL, one after the other elsewhere.

Their ids are reserved before, so that rows may refer to each other while none is stored yet.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connections, models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from istockist_sla.core.models.cutoffs import RecordedAtField, placeholder

POSTGRESQL = "postgresql"
AS_IT_IS = {int, bool, type(None)}
AS_IT_IS_IN = {POSTGRESQL: {*AS_IT_IS, datetime}, "sqlite": AS_IT_IS}
# A code stands in columns that are this short.
CODE, LONGEST_CODE, MARK_OF_CODE = re.compile("[a-z_-]+"), 40, "code"


class Statement(NamedTuple):
    """SQL, or a part of it, with what goes into its placeholders."""

    sql: str
    params: list[Any]


@contextmanager
def one_transaction() -> Iterator[None]:
    """A transaction, or the one that runs already. Without a savepoint: a step that writes all at
    its end has written nothing where it is refused, and where the database fails all fails."""
    with nullcontext() if transaction.get_connection().in_atomic_block else transaction.atomic():
        yield


def reserved(*kinds: type[models.Model]) -> Statement:
    """Columns that are ids for a new row of each kind; nobody else is given them.

    Within a transaction that may write: on SQLite no other process writes meanwhile.
    """
    tables = [kind._meta.db_table for kind in kinds]
    if connections[router.db_for_write(kinds[0])].vendor == POSTGRESQL:
        columns = ["nextval(pg_get_serial_sequence(%s, 'id'))"] * len(tables)
    else:
        last = "coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0)"
        columns = [f"{last} + {tables[: n + 1].count(table)}" for n, table in enumerate(tables)]
    return Statement(", ".join(columns), list(tables))


def insert(rows: Sequence[models.Model], *, otherwise: str = "") -> list[Statement]:
    """The statement that stores rows of one kind, all with an id or all without; none for no row.

    `otherwise`: what becomes of those that are there already, as SQL after ON CONFLICT.
    """
    if not rows:
        return []
    kind, has_id = type(rows[0]), rows[0].pk is not None
    connection = connections[router.db_for_write(kind)]
    head, fields, marks = _head(kind, has_id, connection.vendor)
    texts, params = [], []
    for row in rows:
        line, given = _written(_values(row, fields, connection), marks)
        texts.append(f"({', '.join(line)})")
        params += given
        row._state.adding, row._state.db = False, connection.alias
    ending = f" ON CONFLICT {otherwise}" if otherwise else ""
    return [Statement(f"{head} VALUES {', '.join(texts)}{ending}", params)]


def update(row: models.Model, names: Sequence[str] = ()) -> Statement:
    """The statement that stores a row again: of its columns those of these fields, or all."""
    kind = type(row)
    connection = connections[router.db_for_write(kind)]
    fields, marks = _columns(kind, tuple(names))
    texts, params = _written(_values(row, fields, connection), marks)
    columns = ", ".join(
        f'"{field.column}" = {text}' for field, text in zip(fields, texts, strict=True)
    )
    return Statement(
        f'UPDATE "{kind._meta.db_table}" SET {columns} WHERE id = %s', [*params, row.pk]
    )


def _values(row: models.Model, fields: Sequence[Any], connection: BaseDatabaseWrapper) -> list[Any]:
    """As the database is given them; what it is given as it is, is not looked at further."""
    as_it_is = AS_IT_IS_IN[connection.vendor]
    return [
        value
        if (type(value := getattr(row, field.attname)) in as_it_is or isinstance(value, str))
        and not isinstance(field, models.JSONField)
        else field.get_db_prep_save(value, connection)
        for field in fields
    ]


def _written(values: Sequence[Any], marks: Sequence[str]) -> tuple[list[str], list[Any]]:
    """For each value what stands in the SQL, and those that go into its placeholders: a third of
    a row is empty, another a code, and each placeholder costs more than the rest of its column.
    Of few enough of them psycopg knows a statement again."""
    texts, params = [], []
    for value, mark in zip(values, marks, strict=True):
        if value is None:
            texts.append("NULL")
        elif value is True or value is False:
            texts.append("TRUE" if value else "FALSE")
        elif value == "":
            texts.append("''")
        elif value == 0 and isinstance(value, int):
            texts.append("0")
        elif mark is not MARK_OF_CODE:
            texts.append(mark)
            params.append(value)
        elif CODE.fullmatch(value):
            texts.append("'" + value + "'")
        else:
            texts.append("%s")
            params.append(value)
    return texts, params


@lru_cache
def _head(kind: type[models.Model], has_id: bool, vendor: str) -> tuple[str, list[Any], list[str]]:
    """The beginning of an INSERT, its fields, and what stands in the SQL for the value of each."""
    fields = [each for each in kind._meta.concrete_fields if has_id or not each.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = [
        placeholder(vendor) if isinstance(each, RecordedAtField) else _mark(each) for each in fields
    ]
    return f'INSERT INTO "{kind._meta.db_table}" ({columns})', fields, marks


@lru_cache
def _columns(kind: type[models.Model], names: tuple[str, ...]) -> tuple[list[Any], list[str]]:
    """The fields of an UPDATE, and what stands in the SQL for the value of each."""
    fields = [
        field
        for field in kind._meta.concrete_fields
        if not field.primary_key and (not names or field.name in names)
    ]
    return fields, [_mark(field) for field in fields]


def _mark(field: Any) -> str:
    is_code = isinstance(field, models.CharField) and (field.max_length or 0) <= LONGEST_CODE
    return MARK_OF_CODE if is_code else "%s"


def write(*statements: Statement) -> None:
    """Run statements none of which reads what another writes; foreign keys are checked later."""
    if not statements:
        return
    connection = connections["default"]
    with connection.cursor() as cursor:
        if connection.vendor != POSTGRESQL:
            for each in statements:
                cursor.execute(each.sql, each.params)
            return
        *others, last = statements
        parts = ", ".join(f"part{n} AS ({each.sql})" for n, each in enumerate(others))
        sql = f"WITH {parts} {last.sql}" if parts else last.sql
        cursor.execute(sql, [param for each in statements for param in each.params])


def update_as(row: models.Model, names: Sequence[str], **expected: str) -> bool:
    """Store these fields of the row, unless it is another by now than as `expected`, by columns;
    whether it was stored."""
    statement = update(row, names)
    conditions = "".join(f' AND "{name}" = %s' for name in expected)
    with connections[router.db_for_write(type(row))].cursor() as cursor:
        cursor.execute(statement.sql + conditions, [*statement.params, *expected.values()])
        return bool(cursor.rowcount)


def insert_new(row: models.Model, *, key: str) -> bool:
    """Store the row, which has its id then, unless there is one with its `key`, a column that is
    unique; whether it was stored."""
    (statement,) = insert([row], otherwise=f'("{key}") DO NOTHING RETURNING id')
    with connections[router.db_for_write(type(row))].cursor() as cursor:
        cursor.execute(statement.sql, statement.params)
        stored = cursor.fetchone()
    row.pk = stored[0] if stored else None
    return stored is not None
