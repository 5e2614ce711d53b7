"""What a clock of a ticket came to, one row each: a cache of the verdicts."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection, models
from django.db.models import Q

from istockist_sla.core.together import Statement, insert, write
from tickets.models.choices import FaultClass
from tickets.models.clients import Client


class ResultRow(NamedTuple):
    """The columns of a row in their order, without its id: cheap to make, compare and store."""

    ticket_id: int
    clock: str
    closing: int
    client_id: int
    opened_at: datetime
    fault_class: str
    verdict: str
    reason: str
    limit: int | None
    elapsed: int
    due_at: datetime | None
    stopped_at: datetime | None
    about_orders: bool


class ClockResultQuerySet(models.QuerySet["ClockResult"]):
    def responses(self) -> "ClockResultQuerySet":
        return self.filter(clock=ClockResult.Clock.RESPONSE)

    def fixes(self) -> "ClockResultQuerySet":
        """Of tickets with a class, by the closing as resolved that they were judged at (K8)."""
        return self.filter(clock=ClockResult.Clock.FIX).exclude(fault_class="")

    def of_client(self, client: Client | None) -> "ClockResultQuerySet":
        """Of one client, or of all where none is given."""
        return self if client is None else self.filter(client=client)

    def opened_in(self, start: datetime, end: datetime) -> "ClockResultQuerySet":
        return self.filter(opened_at__gte=start, opened_at__lt=end)

    def stopped_in(self, start: datetime, end: datetime) -> "ClockResultQuerySet":
        return self.filter(stopped_at__gte=start, stopped_at__lt=end)

    def with_ticket(self) -> "ClockResultQuerySet":
        return self.select_related("ticket__client")

    def upsert(self, rows: list[ResultRow]) -> None:
        """Store the rows in one statement, each in the place of the one with its key, unless
        that is the same."""
        write(*to_upsert(rows))


class ClockResult(models.Model):
    """The response or the fix of a ticket, as last judged; running clocks as of then.

    `closing` is 0 for what stands now. A reopening keeps the fix of the closing as resolved that
    it undid (K13): `closing` n is the n-th of those, so a row never changes its number.
    """

    class Clock(models.TextChoices):
        RESPONSE = "response", "First answer"
        FIX = "fix", "Fix"

    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="clock_results")
    clock = models.CharField(max_length=8, choices=Clock)
    closing = models.PositiveSmallIntegerField(default=0)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    fault_class = models.CharField(
        "class", max_length=16, choices=FaultClass, blank=True, help_text="K12"
    )
    verdict = models.CharField(max_length=16, blank=True)
    reason = models.CharField(max_length=32, blank=True)
    limit = models.PositiveIntegerField(null=True, blank=True)
    elapsed = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(
        null=True, blank=True, help_text="The first answer, or the closing as resolved (K6, K8)."
    )
    about_orders = models.BooleanField(default=False, help_text="Its class test is about orders.")

    objects = ClockResultQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "clock", "closing"], name="clock_result_once")
        ]
        indexes = [
            models.Index(
                fields=["opened_at"],
                include=["client", "fault_class", "verdict", "reason", "about_orders"],
                condition=Q(clock="response"),
                name="clock_result_month",
            ),
            models.Index(
                fields=["client", "opened_at"],
                include=["fault_class", "verdict", "reason", "about_orders", "limit"],
                condition=Q(clock="response"),
                name="clock_result_client_month",
            ),
            models.Index(
                fields=["fault_class", "verdict", "opened_at"],
                include=["about_orders", "limit"],
                condition=Q(clock="response", verdict__in=["met", "missed"]),
                name="clock_result_trend",
            ),
            models.Index(
                fields=["verdict", "fault_class", "opened_at", "ticket"],
                include=["client", "limit", "elapsed"],
                condition=Q(clock="response"),
                name="clock_result_rows",
            ),
            models.Index(
                fields=["verdict", "reason", "opened_at", "ticket"],
                condition=Q(clock="response", verdict__in=["excluded", "not covered", "running"]),
                name="clock_result_outside",
            ),
            models.Index(
                fields=["stopped_at"],
                include=["client", "fault_class", "verdict", "closing", "opened_at"],
                condition=Q(clock="fix", stopped_at__isnull=False),
                name="clock_result_fix",
            ),
            models.Index(
                fields=["client", "stopped_at"],
                include=["fault_class", "verdict", "closing", "opened_at"],
                condition=Q(clock="fix", stopped_at__isnull=False),
                name="clock_result_client_fix",
            ),
            models.Index(
                fields=["stopped_at"],
                condition=Q(clock="fix", closing__gt=0),
                name="clock_result_came_back",
            ),
            models.Index(
                fields=["opened_at", "ticket"],
                include=["id", "client", "fault_class", "about_orders", "elapsed", "limit"],
                condition=Q(clock="response", verdict="missed"),
                name="clock_result_late",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(clock="response", verdict="missed"),
                name="clock_result_missed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_clock_display()}: {self.verdict or 'no verdict'}"

    @property
    def row(self) -> ResultRow:
        return ResultRow(*(getattr(self, name) for name in COLUMNS))

    @property
    def is_reopened(self) -> bool:
        """Whether the ticket came back after the closing that it was judged at (K13)."""
        return self.closing > 0

    @property
    def late_by(self) -> int:
        """Seconds past the limit; 0 within it or without one."""
        return max(0, self.elapsed - self.limit) if self.limit is not None else 0


COLUMNS = ResultRow._fields
KEY = ["ticket_id", "clock", "closing"]
ANEW = ", ".join(f'"{name}" = excluded."{name}"' for name in COLUMNS if name not in KEY)
OLD = ", ".join(f'tickets_clockresult."{name}"' for name in COLUMNS if name not in KEY)
NEW = ", ".join(f'excluded."{name}"' for name in COLUMNS if name not in KEY)
UPSERT = f"({', '.join(KEY)}) DO UPDATE SET {ANEW} WHERE ({OLD}) {{differ}} ({NEW})"
# SQLite says it shorter; the long form is young there.
DIFFER = {"postgresql": "IS DISTINCT FROM", "sqlite": "IS NOT"}


def to_upsert(rows: list[ResultRow]) -> list[Statement]:
    """The statement that does so, to be run with others."""
    differ = DIFFER[connection.vendor]
    stored = [ClockResult(**row._asdict()) for row in rows]
    return insert(stored, otherwise=UPSERT.format(differ=differ))
