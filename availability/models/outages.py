"""Outages: what was interrupted and when, what was published about it, and exclusions."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from availability.models.components import Component

# An outage that nobody published publishes itself this long after its detection (A7).
AUTO_PUBLISH_AFTER = timedelta(minutes=15)


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

    def overlapping(self, start: datetime, end: datetime) -> "OutageQuerySet":
        return self.filter(started_at__lt=end).filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=start)
        )

    def unpublished_since(self, detected: datetime) -> "OutageQuerySet":
        return self.filter(published_at__isnull=True, detected_at__lte=detected)

    def with_updates(self) -> "OutageQuerySet":
        return self.prefetch_related("interruptions__component", "updates")


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
    cause = models.CharField(max_length=20, choices=Cause, blank=True)
    cause_note = models.TextField(blank=True, help_text="For the desk, not for the status page.")

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
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @property
    def publication_delay(self) -> timedelta | None:
        return self.published_at - self.detected_at if self.published_at else None


class InterruptionQuerySet(models.QuerySet["Interruption"]):
    def overlapping(self, start: datetime, end: datetime) -> "InterruptionQuerySet":
        return self.filter(started_at__lt=end).filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=start)
        )


class Interruption(models.Model):
    """One component's part in an outage."""

    outage = models.ForeignKey(Outage, models.PROTECT, related_name="interruptions")
    component = models.ForeignKey(Component, models.PROTECT, related_name="interruptions")
    impact = models.CharField(max_length=10, choices=Impact)
    by_probe = models.BooleanField("found by the probe")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

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
                condition=Q(by_probe=False) | Q(impact=Impact.DOWN),
                name="interruption_probe_finds_down",
            ),
            models.UniqueConstraint(
                fields=["component"],
                condition=Q(ended_at__isnull=True, by_probe=True),
                name="interruption_one_open_by_probe",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component} {self.impact}"


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


class ExclusionQuerySet(models.QuerySet["Exclusion"]):
    def approved(self) -> "ExclusionQuerySet":
        return self.filter(approved=True)

    def overlapping(self, start: datetime, end: datetime) -> "ExclusionQuerySet":
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class Exclusion(models.Model):
    """Time that is taken out of the figures once another person approved it (A3, G10)."""

    outage = models.ForeignKey(
        Outage, models.PROTECT, null=True, blank=True, related_name="exclusions"
    )
    components = models.ManyToManyField(Component, related_name="exclusions")
    cause = models.CharField(max_length=20, choices=[(c.value, c.label) for c in EXCLUDING])
    starts_at = models.DateTimeField("from")
    ends_at = models.DateTimeField("until")
    evidence = models.TextField(max_length=2000)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    approved = models.BooleanField(null=True, blank=True)

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-id"]
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), proposed_at__gte=F("ends_at")),
                name="exclusion_of_past_time",
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="exclusion_has_evidence"),
            models.CheckConstraint(
                condition=Q(cause__in=list(EXCLUDING)), name="exclusion_cause_excludes"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, approved__isnull=True)
                | Q(
                    decided_by__isnull=False,
                    decided_at__gte=F("proposed_at"),
                    approved__isnull=False,
                ),
                name="exclusion_decided_at_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="exclusion_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_cause_display()}, {self.starts_at:%d %b %Y %H:%M}"
