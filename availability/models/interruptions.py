"""Each component's part in an outage (A5, A7)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from availability.models.components import Component
from availability.models.decisions import DecidedByAnother, decision_constraints
from availability.models.outages import Impact, Outage
from availability.rows import InterruptionRow


class InterruptionQuerySet(models.QuerySet["Interruption"]):
    def to_decide(self) -> "InterruptionQuerySet":
        """Declared, over and undecided: what of it was measured as up does not count yet (A5)."""
        return self.standing().filter(
            by_probe=False, impact=Impact.DOWN, ended_at__isnull=False, approved__isnull=True
        )

    def standing(self) -> "InterruptionQuerySet":
        """Without those that were withdrawn as false."""
        return self.filter(withdrawn=False)

    def overlapping(self, start: datetime, end: datetime) -> "InterruptionQuerySet":
        return self.filter(started_at__lt=end).filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=start)
        )


class Interruption(DecidedByAnother):
    """One component's part in an outage, with a detection and a publication of its own (A7).

    `declared_by` is who stands behind the bounds of one that the probe did not find, `ended_by` who
    said when it was over: either of them could move the figure.
    """

    outage = models.ForeignKey(Outage, models.PROTECT, related_name="interruptions")
    component = models.ForeignKey(Component, models.PROTECT, related_name="interruptions")
    impact = models.CharField(max_length=10, choices=Impact)
    by_probe = models.BooleanField("found by the probe")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    detected_at = models.DateTimeField(help_text="The second failure, or the declaration (A7).")
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn = models.BooleanField(
        default=False, help_text="It was none: shown as such, and counted nowhere."
    )
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = InterruptionQuerySet.as_manager()

    class Meta:
        ordering = ["component__order", "started_at"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gt=F("started_at")),
                name="interruption_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(detected_at__gte=F("started_at")),
                name="interruption_detected_after_start",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(published_at__gte=F("detected_at")),
                name="interruption_published_after_detection",
            ),
            models.CheckConstraint(
                condition=Q(by_probe=False) | Q(declared_by__isnull=True, approved__isnull=True),
                name="interruption_by_probe_or_person",
            ),
            models.CheckConstraint(
                condition=Q(approved__isnull=True) | Q(ended_at__isnull=False),
                name="interruption_decided_once_over",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(ended_at__isnull=False),
                name="interruption_withdrawn_once_over",
            ),
            *decision_constraints("interruption", "declared_by", "ended_at"),
            models.UniqueConstraint(
                fields=["component"],
                condition=Q(ended_at__isnull=True, by_probe=True),
                name="interruption_one_open_by_probe",
            ),
        ]

    @property
    def publication_delay(self) -> timedelta | None:
        return self.row.publication_delay

    @property
    def row(self) -> InterruptionRow:
        """As plain values; the component comes with it."""
        return InterruptionRow(
            id=self.pk,
            outage=self.outage_id,
            component=self.component.code,
            impact=self.impact,
            by_probe=self.by_probe,
            started_at=self.started_at,
            detected_at=self.detected_at,
            ended_at=self.ended_at,
            published_at=self.published_at,
            withdrawn=self.withdrawn,
            declared_by=self.declared_by_id,
            ended_by=self.ended_by_id,
            approved=self.approved,
            decided_by=self.decided_by_id,
        )

    def __str__(self) -> str:
        return f"{self.component} {self.impact}"
