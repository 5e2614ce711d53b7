"""Instants before which nothing is recorded any more."""

from datetime import datetime
from typing import Any

from django.db import connections, models, transaction
from django.db.models import Max

from istockist_sla.core.recording import LOCK


class RecordedAtField(models.DateTimeField):  # type: ignore[type-arg]
    """When a row was recorded: never before the last cutoff, whoever asked for the time before it
    was set and writes after it. On PostgreSQL a trigger sees to it (`recording`)."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return placeholder(connection.vendor) if not hasattr(value, "as_sql") else "%s"


def placeholder(vendor: str) -> str:
    """What stands for an instant of recording in the SQL that stores it."""
    if vendor == "postgresql":
        return "%s"
    table = Cutoff._meta.db_table
    return f'(SELECT max(at) FROM (SELECT %s AS at UNION ALL SELECT "before" FROM "{table}"))'


class CutoffQuerySet(models.QuerySet["Cutoff"]):
    def lock(self) -> None:
        """Nobody else appends, or sets a cutoff, until the commit; whoever does now is waited for.
        Raises TransactionManagementError outside of a transaction."""
        connection = connections[self.db]
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("A cutoff is set within a transaction.")
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

    def set(self, at: datetime) -> datetime:
        """The new cutoff: `at`, or the last one where that is later. What was recorded before it is
        all there then, and never becomes more."""
        self.lock()
        last = self.aggregate(last=Max("before"))["last"]
        before = max(at, last) if last else at
        self.create(before=before)
        return before


class Cutoff(models.Model):
    """Every row that is recorded from now on is recorded at this instant or later."""

    before = models.DateTimeField(db_index=True)

    objects = CutoffQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.before:%d %B %Y %H:%M:%S}"
