"""Each measurement, and measurements rolled up by the hour and by the day of GMT."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, Subquery

from availability.coverage import FollowedCheck, Measured, epoch, instant_of, measured_of
from availability.models.components import MEASUREMENT_COVERS, Component

# The order of recording is that of the ids; a clock that is put right is rarely out by more.
CLOCK_REACH = timedelta(days=1)
HOUR, DAY = 3600, 86400
# What a figure has to look at.
TELLING = Q(ok=False) | Q(followed=False)
TOLD = """
SELECT 1, id, (
    SELECT min(second) FROM availability_measurement
    WHERE component_id = component.id AND second >= %s AND second < %s
), true, 0 FROM availability_component AS component WHERE id IN ({ids})
UNION ALL
SELECT 0, component_id, second, ok, (
    SELECT min(later.second) FROM availability_measurement AS later
    WHERE later.component_id = told.component_id AND later.second > told.second
    AND later.second < %s
) FROM availability_measurement AS told
WHERE component_id IN ({ids}) AND second >= %s AND second < %s AND (NOT ok OR NOT followed)
"""
# With the mark that the next one gives; what failed there failed for a reason that is not told.
TAKE_OVER = """
INSERT INTO availability_measurement
    (batch_id, component_id, second, ok, latency_ms, error, followed)
SELECT batch_id, component_id, second, ok, latency_ms, CASE WHEN ok THEN '' ELSE 'failed' END,
    coalesce(lead(second) OVER (ORDER BY second) - second <= %s, false)
FROM availability_importedcheck WHERE batch_id = %s AND component_id = %s ORDER BY second
"""


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
    latency_most = models.PositiveIntegerField(null=True)

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
    def recorded_last(self, component: Component, at: datetime) -> "Measurement | None":
        """Our own before a measurement of `at` in the order of recording, whatever a clock that
        was wrong has stamped it with."""
        own = self.filter(component=component, batch__isnull=True)
        near = own.filter(second__gte=epoch(at - CLOCK_REACH), second__lte=epoch(at + CLOCK_REACH))
        past = own.filter(second__lt=epoch(at))
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

    def take_over(self, batch_id: int, component: Component) -> None:
        """The checks of an import that wait; by one statement, however many they are."""
        reach = int(MEASUREMENT_COVERS.total_seconds())
        with connection.cursor() as cursor:
            cursor.execute(TAKE_OVER, [reach, batch_id, component.pk])

    def settle(self) -> int:
        """Mark those that another one follows in time; how many were not marked before."""
        return self.filter(_followed_in_time(), followed=False).update(followed=True)

    def wrongly_settled(self) -> "MeasurementQuerySet":
        return self.filter(~_followed_in_time(), followed=True)

    def measured(
        self, components: Iterable[Component], start: datetime, until: datetime
    ) -> dict[int, Measured]:
        """What they say of [start, until), by component, in one statement (A6)."""
        ids = [each.pk for each in components]
        firsts: dict[int, int | None] = dict.fromkeys(ids)
        telling: dict[int, list[FollowedCheck]] = {pk: [] for pk in ids}
        since, before = epoch(start - MEASUREMENT_COVERS), epoch(until)
        for is_first, pk, second, ok, after in _told(ids, since, before):
            if is_first:
                firsts[pk] = second
            else:
                telling[pk].append(FollowedCheck(second, bool(ok), after))
        return {pk: measured_of(firsts[pk], telling[pk], start, until) for pk in ids}


def _told(ids: Sequence[int], since: int, before: int) -> list[tuple[Any, ...]]:
    """The first measurement of each component, and those that failed or that no other may follow
    in time, each with the next one."""
    if not ids:
        return []
    wanted = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(TOLD.format(ids=wanted), [since, before, *ids, before, *ids, since, before])
        return cursor.fetchall()


def _later() -> MeasurementQuerySet:
    return Measurement.objects.filter(
        component=OuterRef("component"), second__gt=OuterRef("second")
    )


def _followed_in_time() -> Exists:
    reach = int(MEASUREMENT_COVERS.total_seconds())
    return Exists(_later().filter(second__lte=OuterRef("second") + reach))


class Measurement(models.Model):
    """One measurement: small on purpose, there are 43,200 a month and component.

    `followed` spares a month the look at each of them: what answered and was followed in time has
    nothing to tell. A row that is not marked is looked at, so a mark that is missing changes no
    figure; the database takes the mark away with the row that it rests on.
    """

    component = models.ForeignKey(
        Component, models.PROTECT, related_name="measurements", db_index=False
    )
    second = models.BigIntegerField(help_text="When it was asked, in seconds since 1970.")
    ok = models.BooleanField()
    latency_ms = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=40, blank=True)
    followed = models.BooleanField(
        default=False,
        editable=False,
        help_text="Another one came before it fell silent; unmarked, one may have come.",
    )
    batch = models.ForeignKey(
        "ImportBatch",
        models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="measurements",
        help_text="The import that it came with; empty: the portal's own probe.",
    )

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["component", "second"], condition=TELLING, name="measurement_told"
            ),
            models.Index(
                fields=["batch"], condition=Q(batch__isnull=False), name="measurement_imported"
            ),
        ]
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
