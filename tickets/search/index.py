"""The tables that are searched: made, kept by triggers, compared with what they are of, made anew.

`install` is idempotent; migrations call it after each change of a searched table (SQLite drops
triggers when it remakes one).
"""

from types import ModuleType

from django.db import connection as default
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tickets.search import postgresql, sqlite
from tickets.search.sources import SOURCES


def install(connection: BaseDatabaseWrapper) -> None:
    """Tables and triggers; what is not there yet is filled."""
    kind = _kind(connection)
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in kind.GROUND:
            cursor.execute(statement)
        for source in SOURCES:
            if source.kept_in not in there:
                for statement in [*kind.tables(source), kind.fill(source)]:
                    cursor.execute(statement)
            for statement in kind.triggers(source):
                cursor.execute(statement)


def differing() -> list[str]:
    """The sources whose table is not what their rows tell."""
    kind = _kind(default)
    found = []
    with default.cursor() as cursor:
        for source in SOURCES:
            cursor.execute(kind.differing(source))
            if cursor.fetchone() is not None:
                found.append(source.name)
    return found


@transaction.atomic
def fill_anew(names: list[str]) -> None:
    kind = _kind(default)
    with default.cursor() as cursor:
        for source in SOURCES:
            if source.name in names:
                cursor.execute(f"DELETE FROM {source.kept_in}")
                cursor.execute(kind.fill(source))


def _kind(connection: BaseDatabaseWrapper) -> ModuleType:
    return sqlite if connection.vendor == "sqlite" else postgresql
