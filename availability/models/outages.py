"""Outages: what was interrupted and when, what was published about it, and exclusions."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from availability.rows import OutageRow

# An outage that nobody published publishes itself this long after its detection (A7).
AUTO_PUBLISH_AFTER = timedelta(minutes=15)
# What begins this long after an incident's first may be published as a part of it (A7).
ONE_INCIDENT = timedelta(minutes=60)


class Cause(models.TextChoices):
    APPLICATION = "application", "A fault in the application"
    RELEASE = "release", "A release of the application"
    SYSTEMS = "systems", "The systems themselves were down"
    OVERRUN = "overrun", "Maintenance outside its window"
    NETWORK = "external_network", "Failure of an external network"
    INTERMEDIARY = "intermediary", "Failure of an intermediary"
    FORCE_MAJEURE = "force_majeure", "Force majeure"


# Approved, these take time out of the figures (A3), or out of the one as written (A2).
EXCLUDING = (Cause.NETWORK, Cause.INTERMEDIARY, Cause.FORCE_MAJEURE, Cause.SYSTEMS)


class Impact(models.TextChoices):
    DOWN = "down", "Down"
    DEGRADED = "degraded", "Degraded"


class OutageQuerySet(models.QuerySet["Outage"]):
    def open(self) -> "OutageQuerySet":
        return self.filter(ended_at__isnull=True)

    def published(self) -> "OutageQuerySet":
        return self.filter(published_at__isnull=False)

    def heads(self) -> "OutageQuerySet":
        """Those with an incident of their own, not published as a part of another (A7)."""
        return self.filter(part_of__isnull=True)

    def overlapping(self, start: datetime, end: datetime) -> "OutageQuerySet":
        return self.filter(started_at__lt=end).filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=start)
        )

    def unpublished_since(self, detected: datetime) -> "OutageQuerySet":
        return self.filter(published_at__isnull=True, detected_at__lte=detected)

    def with_updates(self) -> "OutageQuerySet":
        return self.prefetch_related(
            "interruptions__component",
            "interruptions__corrections",
            "updates",
            "parts__interruptions__component",
            "parts__interruptions__corrections",
            "parts__updates",
        )


class Outage(models.Model):
    """Bounds are the widest of its interruptions; nobody declared it where the probe found it."""

    title = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    detected_at = models.DateTimeField(help_text="The second failure, or the declaration (A7).")
    ended_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The incident as a part of which it was published (A7).",
    )
    cause = models.CharField(
        max_length=20, choices=Cause, blank=True, help_text="Empty until one is confirmed."
    )

    objects = OutageQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        default_permissions = ["view"]
        permissions = [
            ("declare_outage", "Can declare outages and end those declared"),
            ("publish_outage", "Can publish outages and write updates"),
            ("state_cause", "Can state causes and propose exclusions"),
            ("decide_exclusion", "Can approve or refuse exclusions of others"),
        ]
        indexes = [
            models.Index(fields=["started_at"], name="outage_started"),
            models.Index(
                fields=["detected_at"],
                name="outage_unpublished",
                condition=Q(published_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gt=F("started_at")),
                name="outage_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(detected_at__gte=F("started_at")), name="outage_detected_after_start"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(published_at__gte=F("detected_at")),
                name="outage_published_after_detection",
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | Q(published_at__isnull=False),
                name="outage_part_is_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @property
    def is_withdrawn(self) -> bool:
        """Whether each of its interruptions was withdrawn as false."""
        found = self.interruptions.all()
        return bool(found) and all(each.withdrawn for each in found)

    @property
    def incident(self) -> list["Outage"]:
        """Itself and what was published as a part of it, in order (A7)."""
        return sorted([self, *self.parts.all()], key=lambda each: (each.started_at, each.pk))

    @property
    def row(self) -> OutageRow:
        return OutageRow(
            id=self.pk,
            started_at=self.started_at,
            detected_at=self.detected_at,
            ended_at=self.ended_at,
            published_at=self.published_at,
            declared_by=self.declared_by_id,
            cause=self.cause,
            part_of=self.part_of_id,
        )


class OutageUpdate(models.Model):
    """What the status page says of an outage, at an instant; rows are only added."""

    class Stage(models.TextChoices):
        INVESTIGATING = "investigating", "Investigating"
        IDENTIFIED = "identified", "Identified"
        MONITORING = "monitoring", "Monitoring"
        RESOLVED = "resolved", "Resolved"

    outage = models.ForeignKey(Outage, models.PROTECT, related_name="updates")
    stage = models.CharField(max_length=16, choices=Stage)
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-id"]
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.text[:40]}"
