"""Numbers that are given out once each."""

from django.db import connections, models


class CounterQuerySet(models.QuerySet["Counter"]):
    def take(self, name: str) -> int:
        """The next number, in one statement; the row stays locked until the commit, so none is
        given out twice."""
        table = self.model._meta.db_table
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET last = last + 1 WHERE name = %s RETURNING last", [name]
            )
            row = cursor.fetchone()
        if row is None:
            raise self.model.DoesNotExist(f"There is no counter {name!r}.")
        number: int = row[0]
        return number


class Counter(models.Model):
    """The last number given out; locked while a ticket takes the next."""

    name = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField()

    objects = CounterQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"
