"""Planned maintenance: its published windows and the work really done."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from availability.models.components import Component
from availability.models.decisions import DecidedByAnother, decision_constraints
from availability.planned import MaintenanceRow, PublishedWindow, Work, planned_ranges
from availability.ranges import SECOND, TimeRange
from availability.rows import BEGIN, END, LateWorkRow
from istockist_sla.core.lib.text import stamp


class MaintenanceQuerySet(models.QuerySet["Maintenance"]):
    def with_windows(self) -> "MaintenanceQuerySet":
        return self.prefetch_related("windows", "components")

    def worked_in(self, start: datetime, end: datetime) -> "MaintenanceQuerySet":
        return self.filter(work_started_at__lt=end).filter(
            Q(work_ended_at__isnull=True) | Q(work_ended_at__gt=start)
        )

    def technical(self) -> "MaintenanceQuerySet":
        """Without the releases of the application, which make no interruption expected (A7)."""
        return self.filter(kind=Maintenance.Kind.TECHNICAL)

    def to_come(self) -> "MaintenanceQuerySet":
        """Announced and neither done nor cancelled; an end that is to be approved is an end."""
        ended = LateWork.objects.to_decide().filter(bound=END).values("maintenance")
        return self.filter(work_ended_at__isnull=True, cancelled_at__isnull=True).exclude(
            pk__in=ended
        )

    def to_show(self, at: datetime) -> "MaintenanceQuerySet":
        """What is to come, and what was cancelled before its last window was over."""
        ahead = MaintenanceWindow.objects.filter(ends_at__gt=at).values("maintenance")
        cancelled = Q(cancelled_at__isnull=False, pk__in=ahead)
        return self.filter(cancelled | Q(pk__in=Maintenance.objects.to_come().values("pk")))

    def announced_for(self, start: datetime, end: datetime) -> "MaintenanceQuerySet":
        """With a window, held or moved since, that reaches into the time."""
        return self.filter(windows__starts_at__lt=end, windows__ends_at__gt=start).distinct()

    def concerning(self, component_ids: Iterable[int]) -> "MaintenanceQuerySet":
        """Maintenance of one of these components; of any where none is named (K11)."""
        ids = list(component_ids)
        return self.filter(components__in=ids).distinct() if ids else self


class Maintenance(models.Model):
    class Kind(models.TextChoices):
        TECHNICAL = "technical", "Technical: hardware, operating systems, networks"
        RELEASE = "release", "Application release"

    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=2000, blank=True)
    components = models.ManyToManyField(Component, related_name="maintenance")
    # The bounds that count; what was recorded late is a row of its own until it is approved.
    work_started_at = models.DateTimeField(null=True, blank=True)
    work_ended_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = MaintenanceQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "maintenance"
        default_permissions = ["view"]
        permissions = [
            ("announce_maintenance", "Can announce, move and cancel maintenance"),
            ("do_maintenance", "Can begin and end the work"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(work_ended_at__isnull=True) | Q(work_ended_at__gt=F("work_started_at")),
                name="maintenance_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def in_order(self) -> list["MaintenanceWindow"]:
        return sorted(self.windows.all(), key=lambda each: (each.published_at, each.pk))

    @property
    def window(self) -> "MaintenanceWindow":
        """The one that holds now: the last published."""
        return self.in_order[-1]

    @property
    def announcements(self) -> tuple[PublishedWindow, ...]:
        return tuple(PublishedWindow(*each.instants) for each in self.in_order)

    @property
    def row(self) -> MaintenanceRow:
        """As plain values; windows and components come prefetched."""
        return MaintenanceRow(
            id=self.pk,
            kind=self.kind,
            components=frozenset(component.code for component in self.components.all()),
            announcements=self.announcements,
            work=Work(self.work_started_at, self.work_ended_at),
            cancelled=self.cancelled_at,
            title=self.title,
        )

    def planned(self) -> list[TimeRange]:
        return planned_ranges(self.announcements, self.cancelled_at)

    def excluded(self, at: datetime) -> list[TimeRange]:
        """What lies both in an announced window and in the work done, as far as `at` (A4)."""
        return self.row.excluded(at)

    def in_progress(self, at: datetime) -> bool:
        return any(span.start <= at < span.end for span in self.excluded(at + SECOND))


class MaintenanceWindow(models.Model):
    """A window as it was published; a moved window is a new row, never a changed one (A4)."""

    maintenance = models.ForeignKey(Maintenance, models.PROTECT, related_name="windows")
    published_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["published_at", "id"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="window_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{stamp(self.starts_at)} to {stamp(self.ends_at)}"

    @property
    def instants(self) -> tuple[datetime, datetime, datetime]:
        return self.published_at, self.starts_at, self.ends_at

    @property
    def in_time(self) -> bool:
        return self.published_at < self.starts_at


class LateWorkQuerySet(models.QuerySet["LateWork"]):
    def to_decide(self) -> "LateWorkQuerySet":
        return self.filter(approved__isnull=True)


class LateWork(DecidedByAnother):
    """A beginning or an end of work that was recorded after it happened (A4, G10)."""

    class Bound(models.TextChoices):
        BEGIN = BEGIN, "Beginning"
        END = END, "End"

    maintenance = models.ForeignKey(Maintenance, models.PROTECT, related_name="late_work")
    bound = models.CharField(max_length=8, choices=Bound)
    at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = LateWorkQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(
                condition=Q(recorded_at__gt=F("at")), name="late_work_recorded_after"
            ),
            models.UniqueConstraint(
                fields=["maintenance", "bound"],
                condition=Q(approved__isnull=True) | Q(approved=True),
                name="late_work_one_a_bound",
            ),
            *decision_constraints("late_work", "recorded_by", "recorded_at"),
        ]

    @property
    def row(self) -> LateWorkRow:
        return LateWorkRow(
            id=self.pk,
            maintenance=self.maintenance_id,
            bound=self.bound,
            at=self.at,
            recorded_by=self.recorded_by_id,
            approved=self.approved,
            decided_by=self.decided_by_id,
        )

    def __str__(self) -> str:
        return f"{self.get_bound_display()} of {self.maintenance}, {self.at:%d %b %Y %H:%M} GMT"
