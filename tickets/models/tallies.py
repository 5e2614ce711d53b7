"""How many rows there are of each kind, by the day: what the months of all clients are summed of.

The database adds the rows, with each change of what they count (`istockist_sla.core.counting`), so
the sum is right at every moment; folding only makes it shorter.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models import Count, Sum

from istockist_sla.core import counting
from tickets.models.choices import FaultClass

DAY = timedelta(days=1)
COLUMNS = (
    "of",
    "day",
    "fault_class",
    "verdict",
    "reason",
    "about_orders",
    "limit",
    "came_back",
)


class WholeDays(NamedTuple):
    """The days of UTC from `first` until before `beyond`, and the time around them."""

    first: date
    beyond: date
    edges: list[tuple[datetime, datetime]]


def whole_days(start: datetime, end: datetime) -> WholeDays:
    """What lies between two instants, wherever in a day they lie."""
    since = beginning_of_day(start)
    first, last = (since if since == start.astimezone(UTC) else since + DAY), beginning_of_day(end)
    if first >= last:
        return WholeDays(last.date(), last.date(), [(start, end)] if start < end else [])
    edges = [(start, first), (last, end)]
    return WholeDays(first.date(), last.date(), [each for each in edges if each[0] < each[1]])


def beginning_of_day(at: datetime) -> datetime:
    """The beginning of the day of UTC that the instant lies in."""
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


class TallyQuerySet(models.QuerySet["Tally"]):
    def days(self, first: date, beyond: date) -> "TallyQuerySet":
        return self.filter(day__gte=first, day__lt=beyond)

    def of(self, of: "Tally.Of") -> "TallyQuerySet":
        return self.filter(of=of)

    def sums(self, *columns: str) -> dict[tuple[Any, ...], int]:
        """By the values of the columns, each that there is any of."""
        rows = self.order_by().values_list(*columns).annotate(rows=Sum("n"))
        return {row[:-1]: row[-1] for row in rows if row[-1]}

    def differing(self) -> int:
        """How many sums are not what counting gives."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({_differences()}) AS difference")
            return int(cursor.fetchone()[0])

    def mend(self) -> int:
        """Add what is missing: in one statement, so that what is written meanwhile counts once,
        and one at a time, so that nothing is added twice."""
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"LOCK TABLE {counting.TALLY} IN SHARE UPDATE EXCLUSIVE MODE")
            cursor.execute(f"INSERT INTO {counting.TALLY} ({counting.KEY}, n) {_differences()}")
            return int(cursor.rowcount)

    def fold(self) -> int:
        """One row in the place of several that are alike; how many are gone.

        Two at once, or one beside who writes, change no sum: each row is locked by whoever takes
        it away, and what it came to is added in the same transaction.
        """
        several = self.order_by().values(*COLUMNS).annotate(rows=Count("*")).filter(rows__gt=1)
        days = set(several.values_list("of", "day"))
        return sum(self._fold_day(*each) for each in sorted(days))

    def _fold_day(self, of: str, day: date) -> int:
        with transaction.atomic():
            rows = list(self.select_for_update().filter(of=of, day=day).order_by("id"))
            sums: dict[tuple[Any, ...], int] = {}
            for row in rows:
                sums[row.key] = sums.get(row.key, 0) + row.n
            self.filter(pk__in=[row.pk for row in rows]).delete()
            folded = [
                self.model(**dict(zip(COLUMNS, key, strict=True)), n=n)
                for key, n in sums.items()
                if n
            ]
            self.bulk_create(folded)
            return len(rows) - len(folded)


class Tally(models.Model):
    """So many rows more or less that count alike on one day of UTC; only the sum means anything."""

    class Of(models.TextChoices):
        RESPONSE = "response", "First answers, by the opening"
        FIX = "fix", "Fixes, by the closing"
        OPENED = "opened", "Tickets, by the opening"
        CLOSED = "closed", "Tickets, by the closing"

    of = models.CharField(max_length=8, choices=Of)
    day = models.DateField()
    fault_class = models.CharField("class", max_length=16, choices=FaultClass, blank=True)
    verdict = models.CharField(max_length=16, blank=True)
    reason = models.CharField(max_length=32, blank=True)
    about_orders = models.BooleanField(default=False)
    limit = models.PositiveIntegerField(null=True, blank=True)
    came_back = models.BooleanField(default=False, help_text="Of a closing that was undone (K13).")
    n = models.IntegerField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["of", "day"], include=[*COLUMNS[2:], "n"], name="tally_of_days"),
        ]

    def __str__(self) -> str:
        return f"{self.get_of_display()}, {self.day}: {self.n:+d}"

    @property
    def key(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in COLUMNS)


def _differences() -> str:
    """What the sums lack of what all rows come to when they are counted again."""
    stored = f"SELECT {counting.KEY}, -n FROM {counting.TALLY}"
    return counting.summed(f"{counting.count_again(connection.vendor)} UNION ALL {stored}")
