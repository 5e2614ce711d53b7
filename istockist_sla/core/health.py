"""What a monitor asks for, without a secret in it: each part of the system by its own check.

The setting HEALTH_CHECKS names the checks, of this module and of the apps.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import Error, connection
from django.utils.module_loading import import_string

from istockist_sla.core.models import Heartbeat, Letter

CLUSTER, DATABASE = "cluster", "database"
# The cluster writes a heartbeat each minute, and a stopped one is restarted within three.
MAX_HEARTBEAT_AGE = timedelta(minutes=5)
MAX_LETTER_AGE = timedelta(minutes=30)
MOST_COUNTED = 1000
# A monitor waits no longer; a database that is slower than this does not work.
MAX_QUERY_MS = 2000


class HealthPart(NamedTuple):
    """One part of the system: what is seen of it, under `key`, and its name where it fails, or
    where it works and waits for a person."""

    name: str
    key: str
    value: str | int | None
    is_failing: bool
    needs_person: bool = False


HealthCheck = Callable[[datetime], HealthPart]


class Health(NamedTuple):
    """`problems` are the names of the parts that do not work, `undecided` of those that work and
    wait for a person; `parts` says what was seen."""

    problems: list[str]
    parts: dict[str, str | int | None]
    undecided: tuple[str, ...] = ()

    @property
    def is_well(self) -> bool:
        return not self.problems

    @property
    def status(self) -> str:
        return "ok" if self.is_well else "failing"

    def as_json(self) -> dict[str, Any]:
        return {"status": self.status, **self._asdict()}


def examine(*, at: datetime) -> Health:
    """Ages are whole seconds; null where nothing was ever seen or nothing waits."""
    try:
        connection.ensure_connection()
        parts = [check(at) for check in _checks()]
    except Error:
        return Health([DATABASE], {DATABASE: "failing"})
    return Health(
        problems=[part.name for part in parts if part.is_failing],
        parts={DATABASE: "ok", **{part.key: part.value for part in parts}},
        undecided=tuple(part.name for part in parts if part.needs_person),
    )


@contextmanager
def bounded_queries() -> Iterator[None]:
    """A query that waits for a lock, or for a slow database, fails after MAX_QUERY_MS."""
    if connection.vendor == "sqlite":
        usual = int(connection.settings_dict["OPTIONS"]["timeout"] * 1000)
        limit, end = f"PRAGMA busy_timeout = {MAX_QUERY_MS}", f"PRAGMA busy_timeout = {usual}"
    else:
        limit, end = f"SET statement_timeout = {MAX_QUERY_MS}", "SET statement_timeout TO DEFAULT"
    _execute(limit)
    try:
        yield
    finally:
        _execute(end)


def _execute(sql: str) -> None:
    """A database that does not answer is for `examine` to tell."""
    with suppress(Error), connection.cursor() as cursor:
        cursor.execute(sql)


def _checks() -> list[HealthCheck]:
    return [import_string(path) for path in settings.HEALTH_CHECKS]


def cluster(at: datetime) -> HealthPart:
    seen_at = Heartbeat.objects.filter(name=CLUSTER).values_list("at", flat=True).first()
    silent = seen_at is None or at - seen_at > MAX_HEARTBEAT_AGE
    return HealthPart(CLUSTER, "cluster_heartbeat_age", _age(seen_at, at), silent)


def letters(at: datetime) -> HealthPart:
    """The letter that has waited longest to be sent, those apart that their own recipient's server
    puts off."""
    waiting = Letter.objects.waiting().filter(refused_since=None)
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    late = oldest is not None and at - oldest > MAX_LETTER_AGE
    return HealthPart("letters", "oldest_waiting_letter_age", _age(oldest, at), late)


def undelivered_letters(at: datetime) -> HealthPart:
    """Letters that nobody has, or of which nobody knows, until a person decides."""
    count = Letter.objects.undecided().order_by().values("pk")[:MOST_COUNTED].count()
    return HealthPart("undelivered", "undelivered_letters", count, False, count > 0)


def _age(since: datetime | None, at: datetime) -> int | None:
    return None if since is None else max(0, int((at - since).total_seconds()))
