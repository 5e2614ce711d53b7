"""What is published, in the memory of each process, and read anew once anything else is."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from django.db import transaction
from django.db.models import Count, DateTimeField, Max, QuerySet, Value

from availability.figures import KINDS, on_record
from availability.overview.picture import Picture, read_picture
from availability.planned import MaintenanceRow
from availability.rows import Records
from istockist_sla.core.compiled import Compiled
from istockist_sla.core.lib.months import Month
from istockist_sla.core.models import Event
from tickets.inputs.version_rows import read_versions
from tickets.models import AgreementVersion, CalendarVersion, Closing, HolidayList
from tickets.sla.versions import Versions

T = TypeVar("T")


@dataclass(frozen=True)
class Book:
    """All published versions, what is on record of the service, and the closed months, each with
    the instant of its closing."""

    versions: Versions
    service: Records
    closed: Mapping[Month, datetime]

    @cached_property
    def picture(self) -> Picture:
        """What is told of the service, read by the first page that shows it."""
        return read_picture()

    @property
    def maintenance(self) -> tuple[MaintenanceRow, ...]:
        """All of it, in the order of its ids."""
        return tuple(self.service.maintenance.values())

    def maintenance_since(self, at: datetime) -> list[MaintenanceRow]:
        """What of it has a window that reaches past `at`."""
        return [row for row in self.maintenance if row.reaches(at)]

    def closing_of(self, opened_at: datetime) -> datetime | None:
        """When the month was closed in which a ticket was opened then; None where it is not."""
        return self.closed.get(self.versions.months.month_of(opened_at)) if self.closed else None


class Countable(NamedTuple):
    """Rows of one kind that are published, and what says when the last of them was."""

    name: str
    rows: QuerySet[Any]
    newest: Max | Value


# Of a kind its name, how many there are, and when the last was published. A published version never
# changes (V1), nor does a closing that was not given up, and what is on record of the service does
# with an event only, so the counts alone tell any change.
Counted = tuple[str, int, datetime | None]
Stamp = frozenset[Counted]


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
# What was read of clients in that block, by their ids.
_of_clients: ContextVar[dict[int, Any] | None] = ContextVar("of_clients", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """What is published is asked once within it, and so are the facts of a client: for a page that
    changes nothing, all of whose figures rest on the same versions."""
    token, clients = _found.set([]), _of_clients.set({})
    try:
        yield
    finally:
        _found.reset(token)
        _of_clients.reset(clients)


def once_of_client(client_id: int, read: Callable[[], T]) -> T:
    """What `read` says of the client; within `asked_once` what it has said."""
    known = _of_clients.get()
    if known is None:
        return read()
    if client_id not in known:
        known[client_id] = read()
    found: T = known[client_id]
    return found


def book() -> Book:
    """What is published now, in one query while nothing is published meanwhile."""
    found = _found.get()
    return found[0] if found else book_of(_stamp())


def published_versions() -> Versions:
    """The versions of the book as it is now."""
    return book().versions


def forget() -> None:
    """Read anew whatever the stamp says: the database is another one."""
    _shelf.clear()


def book_of(stamp: Stamp) -> Book:
    """The book with this stamp, which was read in the same transaction; within `asked_once` the
    one that was asked."""
    found = _found.get()
    if found is None:
        return _book_with(stamp)
    if not found:
        found.append(_book_with(stamp))
    return found[0]


def _book_with(stamp: Stamp) -> Book:
    for held in _shelf[-1:]:
        if held.is_good(stamp):
            return held.book
    held = _Held(stamp, Book(read_versions(), on_record(), _closed_months()), False)
    transaction.on_commit(held.commit)
    _shelf[:] = [held]
    return held.book


def _closed_months() -> dict[Month, datetime]:
    """Amendments are later, and change no fact of a ticket that they do not name (P4)."""
    return {each.of: each.recorded_before for each in Closing.objects.standing().first_ones()}


def _stamp() -> Stamp:
    return frozenset(_counts.rows())


def counted() -> list[Countable]:
    """All that the stamp counts."""
    versions = [
        Countable(model._meta.model_name or "", model.objects.published(), Max("published_at"))
        for model in (AgreementVersion, CalendarVersion, HolidayList)
    ]
    events = Event.objects.filter(subject_kind__in=KINDS)
    closings = Closing.objects.standing().first_ones()
    return [
        *versions,
        Countable("closings", closings, Max("recorded_before")),
        Countable("service", events, Value(None, output_field=DateTimeField())),
    ]


def _count() -> QuerySet[Any, Any]:
    first, *others = (
        each.rows.order_by()
        .values_list(Value(each.name))
        .annotate(total=Count("pk"), newest=each.newest)
        for each in counted()
    )
    every: QuerySet[Any, Any] = first.union(*others, all=True)
    return every


_counts = Compiled(_count)
