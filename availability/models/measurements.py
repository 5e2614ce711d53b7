"""Each measurement, and measurements rolled up by the hour and by the day of GMT."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Lead

from availability.coverage import (
    Check,
    FollowedCheck,
    Measured,
    QuietHour,
    between,
    epoch,
    instant_of,
    measured_of,
    measured_with_hours,
)
from availability.models.components import MEASUREMENT_COVERS, Component

# The order of recording is that of the ids; a clock that is put right is rarely out by more.
CLOCK_REACH = timedelta(days=1)
# So many stretches of single measurements are read by one statement.
MOST_RANGES = 300
HOUR, DAY = 3600, 86400


class MeasurementTallyQuerySet(models.QuerySet["MeasurementTally"]):
    def quiet_hours(
        self, components: Sequence[int], since: int, before: int
    ) -> dict[int, list[QuietHour]]:
        """By the component's id, in order: the whole hours in [since, before) in which everything
        answered, without a gap."""
        rows = self.filter(
            component__in=components,
            span=HOUR,
            second__gte=since,
            second__lte=before - HOUR,
            failed=0,
            widest__lte=int(MEASUREMENT_COVERS.total_seconds()),
        )
        found: dict[int, list[QuietHour]] = {pk: [] for pk in components}
        for pk, *hour in rows.order_by("second").values_list(
            "component_id", "second", "first", "last"
        ):
            found[pk].append(QuietHour(*hour))
        return found


class MeasurementTally(models.Model):
    """The measurements of one component in one hour or one day that is over."""

    class Span(models.IntegerChoices):
        HOUR = HOUR, "Hour"
        DAY = DAY, "Day"

    component = models.ForeignKey(Component, models.PROTECT, related_name="tallies", db_index=False)
    span = models.PositiveIntegerField(choices=Span, help_text="In seconds.")
    second = models.BigIntegerField(help_text="Its beginning, in seconds since 1970.")
    checks = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    latency_total = models.PositiveBigIntegerField(help_text="Milliseconds of all answers.")
    first = models.BigIntegerField(help_text="Its first measurement, in seconds since 1970.")
    last = models.BigIntegerField(help_text="Its last.")
    widest = models.PositiveIntegerField(help_text="Seconds between two of them at most.")
    latency_most = models.PositiveIntegerField(null=True)

    objects = MeasurementTallyQuerySet.as_manager()

    class Meta:
        ordering = ["-second"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["component", "span", "second"], name="measurement_tally_once"
            )
        ]

    def __str__(self) -> str:
        span = self.get_span_display().lower()
        return f"{self.component}, {span} of {self.begins_at:%d %b %Y %H:%M}"

    @property
    def begins_at(self) -> datetime:
        return instant_of(self.second)

    @property
    def usual_latency_ms(self) -> int | None:
        answered = self.checks - self.failed
        return self.latency_total // answered if answered else None


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def latest_of(self, component: Component, count: int) -> list["Measurement"]:
        """Newest first."""
        return list(self.filter(component=component).order_by("-second")[:count])

    def recorded_last(self, component: Component, at: datetime) -> "Measurement | None":
        """The one before a measurement of `at` in the order of recording, whatever a clock that
        was wrong has stamped it with."""
        near = self.filter(
            component=component,
            second__gte=epoch(at - CLOCK_REACH),
            second__lte=epoch(at + CLOCK_REACH),
        )
        past = self.filter(component=component, second__lt=epoch(at))
        return near.order_by("-id").first() or past.order_by("-second").first()

    def newest_by_component(self, at: datetime) -> dict[int, "Measurement"]:
        """By the component's id; what is stamped after `at` says nothing of now."""
        newest = (
            Measurement.objects.filter(component=OuterRef("pk"), second__lte=epoch(at))
            .order_by("-second")
            .values("pk")
        )
        ids = Component.objects.annotate(newest=Subquery(newest[:1])).values("newest")
        return {check.component_id: check for check in self.filter(pk__in=ids)}

    def telling(self, since: int, before: int) -> list[tuple[int, FollowedCheck]]:
        """Those that failed or that no other follows in time, each with the next one."""
        reach = int(MEASUREMENT_COVERS.total_seconds())
        rows = (
            self.filter(second__gte=since, second__lt=before)
            .annotate(after=Window(Lead("second"), F("component_id"), F("second").asc()))
            .filter(Q(ok=False) | Q(after__isnull=True) | Q(after__gt=F("second") + reach))
            .values_list("component_id", "second", "ok", "after")
        )
        return [(component, FollowedCheck(*check)) for component, *check in rows]

    def measured(
        self, components: Iterable[Component], start: datetime, until: datetime
    ) -> dict[int, Measured]:
        """What they say of [start, until), by component, in two queries, or in three where many
        hours have failures (A6).

        An hour in which every measurement answered and followed in time is read as a whole, from
        its tally: the database forgets a tally as soon as one of its measurements changes.
        """
        ids = [each.pk for each in components]
        since, before = epoch(start - MEASUREMENT_COVERS), epoch(until)
        hours = MeasurementTally.objects.quiet_hours(ids, since, before)
        rest = [
            Q(component=pk, second__gte=first, second__lt=last)
            for pk in ids
            for first, last in between(hours[pk], since, before)
        ]
        if len(rest) > MOST_RANGES:
            return self._measured_one_by_one(components, start, until)
        checks: dict[int, list[Check]] = {pk: [] for pk in ids}
        for pk, *check in self.filter(reduce(or_, rest, Q(pk__in=[]))).values_list(
            "component_id", "second", "ok"
        ):
            checks[pk].append(Check(*check))
        return {pk: measured_with_hours(checks[pk], hours[pk], start, until) for pk in ids}

    def _measured_one_by_one(
        self, components: Iterable[Component], start: datetime, until: datetime
    ) -> dict[int, Measured]:
        since, before = epoch(start - MEASUREMENT_COVERS), epoch(until)
        first = Measurement.objects.filter(
            component=OuterRef("pk"), second__gte=since, second__lt=before
        )
        firsts = Component.objects.filter(pk__in=[each.pk for each in components]).values_list(
            "pk", Subquery(first.order_by("second").values("second")[:1])
        )
        found: dict[int, list[FollowedCheck]] = {pk: [] for pk, _ in firsts}
        for pk, check in self.filter(component__in=found).telling(since, before):
            found[pk].append(check)
        return {pk: measured_of(second, found[pk], start, until) for pk, second in firsts}


class Measurement(models.Model):
    """One measurement: small on purpose, there are 43,200 a month and component.

    A month of ten components takes less than 50 MB with one index beside the key.
    """

    component = models.ForeignKey(
        Component, models.PROTECT, related_name="measurements", db_index=False
    )
    second = models.BigIntegerField(help_text="When it was asked, in seconds since 1970.")
    ok = models.BooleanField()
    latency_ms = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=40, blank=True)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["component", "second"], name="measurement_once_a_second"
            ),
            models.CheckConstraint(
                condition=Q(ok=True, error="") | (Q(ok=False) & ~Q(error="")),
                name="measurement_failed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component}: {'answered' if self.ok else self.error}"

    @property
    def at(self) -> datetime:
        return instant_of(self.second)
