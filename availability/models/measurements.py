"""Each measurement, and measurements rolled up by the hour and by the day of GMT."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, Subquery

from availability.coverage import Check, Measured, Telling, epoch, instant_of, measured_of
from availability.models.components import MEASUREMENT_COVERS, Component
from availability.models.thinned import ThinnedSpan

# The order of recording is that of the ids; a clock that is put right is rarely out by more.
CLOCK_REACH = timedelta(days=1)
HOUR, DAY = 3600, 86400
# What a figure has to look at, besides the first and the last.
TELLING = Q(ok=False) | Q(follows=False)
# A kind, the component and two seconds: of the first and the last, of the rows and of each span
# that was thinned; of a failed one and the next; of the last before a silence and the first after.
TOLD = """
SELECT 'ends', id,
    (SELECT min(second) FROM availability_measurement
    WHERE component_id = component.id AND second >= %(since)s AND second < %(before)s),
    (SELECT max(second) FROM availability_measurement
    WHERE component_id = component.id AND second >= %(since)s AND second < %(before)s)
FROM availability_component AS component WHERE id IN ({ids})
UNION ALL
SELECT 'ends', component_id,
    CASE WHEN first < %(since)s THEN %(since)s ELSE first END,
    CASE WHEN last < %(before)s THEN last ELSE %(before)s - 1 END
FROM availability_thinnedspan
WHERE component_id IN ({ids}) AND last >= %(since)s AND first < %(before)s
UNION ALL
SELECT 'failed', component_id, second, (
    SELECT min(later.second) FROM availability_measurement AS later
    WHERE later.component_id = told.component_id AND later.second > told.second
    AND later.second < %(before)s
) FROM availability_measurement AS told
WHERE component_id IN ({ids}) AND second >= %(since)s AND second < %(before)s
AND (NOT ok OR NOT follows) AND NOT ok
UNION ALL
SELECT 'silence', component_id, (
    SELECT max(earlier.second) FROM availability_measurement AS earlier
    WHERE earlier.component_id = told.component_id AND earlier.second < told.second
    AND earlier.second >= %(since)s
), second FROM availability_measurement AS told
WHERE component_id IN ({ids}) AND second >= %(since)s AND second < %(before)s
AND (NOT ok OR NOT follows) AND NOT follows
"""
# Marked as it comes; what failed there failed for a reason that is not told.
TAKE_OVER = """
INSERT INTO availability_measurement
    (batch_id, component_id, second, ok, latency_ms, error, follows)
SELECT batch_id, component_id, second, ok, latency_ms, CASE WHEN ok THEN '' ELSE 'failed' END,
    coalesce(second - lag(second) OVER (ORDER BY second) <= %s, false)
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

    def told_of(self, component: Component, since: int, before: int) -> list[Check]:
        """All of [since, before) in order, with those that were thinned out."""
        own = self.filter(component=component, second__gte=since, second__lt=before)
        found = [Check(*row) for row in own.values_list("second", "ok")]
        spans = ThinnedSpan.objects.filter(component=component, last__gte=since, first__lt=before)
        for span in spans:
            found += [Check(second, True) for second in span.seconds if since <= second < before]
        return sorted(found)

    def wrongly_marked(self) -> "MeasurementQuerySet":
        """Marked, though the one before it had fallen silent or there is none."""
        reach = int(MEASUREMENT_COVERS.total_seconds())
        before = Measurement.objects.filter(
            component=OuterRef("component"),
            second__lt=OuterRef("second"),
            second__gte=OuterRef("second") - reach,
        )
        thinned = ThinnedSpan.objects.filter(
            component=OuterRef("component"), first__lt=OuterRef("second"), last=OuterRef("second")
        )
        return self.filter(~Exists(before), ~Exists(thinned), follows=True)

    def measured(
        self, components: Iterable[Component], start: datetime, until: datetime
    ) -> dict[int, Measured]:
        """What they say of [start, until), by component, in one statement (A6)."""
        ids = [each.pk for each in components]
        told = _told(ids, epoch(start - MEASUREMENT_COVERS), epoch(until))
        return {pk: measured_of(told[pk], start, until) for pk in ids}


def _told(ids: Sequence[int], since: int, before: int) -> dict[int, Telling]:
    if not ids:
        return {}
    names = {f"id{number}": pk for number, pk in enumerate(ids)}
    wanted = ", ".join(f"%({name})s" for name in names)
    found: dict[tuple[str, int], list[tuple[Any, Any]]] = defaultdict(list)
    with connection.cursor() as cursor:
        given = {"since": since, "before": before, **names}
        cursor.execute(TOLD.format(ids=wanted), given)
        for kind, pk, left, right in cursor.fetchall():
            found[kind, pk].append((left, right))
    return {
        pk: Telling(
            min((first for first, _ in found["ends", pk] if first is not None), default=None),
            max((last for _, last in found["ends", pk] if last is not None), default=None),
            # The first of all follows nothing, and is told as the first.
            silences=tuple(each for each in found["silence", pk] if each[0] is not None),
            failed=tuple(found["failed", pk]),
        )
        for pk in ids
    }


class Measurement(models.Model):
    """One measurement: small on purpose, there are 43,200 a month and component.

    `follows` spares a month the look at each of them: what answered and came in time has nothing
    to tell. It is known when a row comes, so that no row is written twice. A row that is not
    marked is looked at, so a mark that is missing changes no figure; the database takes the mark
    away with the row that it rests on.
    """

    component = models.ForeignKey(
        Component, models.PROTECT, related_name="measurements", db_index=False
    )
    second = models.BigIntegerField(help_text="When it was asked, in seconds since 1970.")
    ok = models.BooleanField()
    latency_ms = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=40, blank=True)
    follows = models.BooleanField(
        default=False,
        editable=False,
        help_text="It came before the one before it fell silent; unmarked, it may have.",
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
