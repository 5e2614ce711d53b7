"""What is published, in the memory of each process, and read anew once anything else is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, DateTimeField, Max, QuerySet, Value

from availability.figures import KINDS, on_record
from availability.planned import MaintenanceRow
from availability.rows import Records
from istockist_sla.core.models import Event
from tickets.inputs.version_rows import read_versions
from tickets.models import AgreementVersion, CalendarVersion, HolidayList
from tickets.sla.versions import Versions


class Book(NamedTuple):
    """All published versions, and what is on record of the service."""

    versions: Versions
    service: Records

    @property
    def maintenance(self) -> tuple[MaintenanceRow, ...]:
        """All of it, in the order of its ids."""
        return tuple(self.service.maintenance.values())

    def maintenance_since(self, at: datetime) -> list[MaintenanceRow]:
        """What of it has a window that reaches past `at`."""
        return [row for row in self.maintenance if row.reaches(at)]


# Of each kind how many there are, and when the last was published. A published version never
# changes (V1), and what is on record of the service does with an event only, so the counts alone
# tell any change.
Stamp = frozenset[tuple[Any, ...]]


@dataclass(eq=False, slots=True)
class _Held:
    """A book that was read, and whether all that stands in it is committed."""

    stamp: Stamp
    book: Book
    is_committed: bool

    def commit(self) -> None:
        self.is_committed = True

    def is_good(self, stamp: Stamp) -> bool:
        """Until the commit in its own transaction alone, and not once that is rolled back."""
        if self.stamp != stamp:
            return False
        hooks = transaction.get_connection().run_on_commit
        return self.is_committed or any(hook[1] == self.commit for hook in hooks)


# The one book of this process.
_shelf: list[_Held] = []
# The book found in the block of `asked_once` that runs; None outside of one.
_found: ContextVar[list[Book] | None] = ContextVar("found", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """What is published is asked once within it: for a page that changes nothing, all of whose
    figures rest on the same versions."""
    token = _found.set([])
    try:
        yield
    finally:
        _found.reset(token)


def book() -> Book:
    """What is published now, in one query while nothing is published meanwhile."""
    found = _found.get()
    if found is None:
        return _book_now()
    if not found:
        found.append(_book_now())
    return found[0]


def published_versions() -> Versions:
    """The versions of the book as it is now."""
    return book().versions


def forget() -> None:
    """Read anew whatever the stamp says: the database is another one."""
    _shelf.clear()


def _book_now() -> Book:
    stamp = _stamp()
    for held in _shelf[-1:]:
        if held.is_good(stamp):
            return held.book
    held = _Held(stamp, Book(read_versions(), on_record()), False)
    transaction.on_commit(held.commit)
    _shelf[:] = [held]
    return held.book


def _stamp() -> Stamp:
    connection = transaction.get_connection()
    sql, params = _stamp_statement(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return frozenset(cursor.fetchall())


@lru_cache
def _stamp_statement(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Put together once, for it is asked with every judgement."""
    agreements, *others = (
        _counted(model.objects.published(), model._meta.model_name or "", Max("published_at"))
        for model in (AgreementVersion, CalendarVersion, HolidayList)
    )
    events = Event.objects.filter(subject_kind__in=KINDS)
    nothing = Value(None, output_field=DateTimeField())
    every = agreements.union(*others, _counted(events, "service", nothing), all=True)
    sql, params = every.query.sql_with_params()
    return sql, tuple(params)


def _counted(rows: QuerySet[Any], name: str, newest: Max | Value) -> QuerySet[Any, Any]:
    kinds: QuerySet[Any, Any] = rows.order_by().values_list(Value(name))
    counted: QuerySet[Any, Any] = kinds.annotate(total=Count("pk"), newest=newest)
    return counted
