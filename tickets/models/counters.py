"""Numbers that are given out once each."""

from django.db import connections, models

from istockist_sla.core.together import reserved


class CounterQuerySet(models.QuerySet["Counter"]):
    def take(self, name: str, *kinds: type[models.Model]) -> list[int]:
        """The next number, and an id for a new row of each kind, in one statement. The counter
        stays locked until the commit, so no number is given out twice."""
        ids, table = reserved(*kinds), self.model._meta.db_table
        sql = f"UPDATE {table} SET last = last + 1 WHERE name = %s RETURNING last, {ids.sql}"
        with connections[self.db].cursor() as cursor:
            cursor.execute(sql, [name, *ids.params])
            row = cursor.fetchone()
        if row is None:
            raise self.model.DoesNotExist(f"There is no counter {name!r}.")
        return list(row)


class Counter(models.Model):
    """The last number given out; locked while a ticket takes the next."""

    name = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField()

    objects = CounterQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"
