"""Time that is taken out of the figures, for a cause that excludes (A2, A3)."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from availability.models.components import Component
from availability.models.decisions import DecidedByAnother, decision_constraints
from availability.models.outages import EXCLUDING, Outage
from availability.rows import ExclusionRow


class ExclusionQuerySet(models.QuerySet["Exclusion"]):
    def to_decide(self) -> "ExclusionQuerySet":
        return self.filter(approved__isnull=True)

    def approved(self) -> "ExclusionQuerySet":
        return self.filter(approved=True)

    def overlapping(self, start: datetime, end: datetime) -> "ExclusionQuerySet":
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class Exclusion(DecidedByAnother):
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
            *decision_constraints("exclusion", "proposed_by", "proposed_at"),
        ]

    @property
    def row(self) -> ExclusionRow:
        """As plain values; the components come prefetched."""
        return ExclusionRow(
            id=self.pk,
            outage=self.outage_id,
            components=frozenset(component.code for component in self.components.all()),
            cause=self.cause,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            proposed_by=self.proposed_by_id,
            approved=self.approved,
            decided_by=self.decided_by_id,
        )

    def __str__(self) -> str:
        return f"{self.get_cause_display()}, {self.starts_at:%d %b %Y %H:%M}"
