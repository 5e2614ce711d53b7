"""What is put right afterwards: parts of an outage, and what stands as one incident (A5, G10)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from availability.models.components import Component
from availability.models.decisions import DecidedByAnother, decision_constraints
from availability.models.interruptions import Interruption
from availability.models.outages import Impact, Outage
from availability.rows import CorrectionRow


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def to_decide(self) -> "CorrectionQuerySet":
        return self.filter(approved__isnull=True)

    def approved(self) -> "CorrectionQuerySet":
        return self.filter(approved=True)


class Correction(DecidedByAnother):
    """What an interruption that is over should be instead, or that it was none (A5, G10).

    The columns `was_...` keep what was recorded, for everybody to read.
    """

    class Kind(models.TextChoices):
        CHANGE = "change", "Changed"
        WITHDRAWAL = "withdrawal", "Withdrawn"

    interruption = models.ForeignKey(Interruption, models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CHANGE)
    component = models.ForeignKey(Component, models.PROTECT, related_name="+")
    impact = models.CharField(max_length=10, choices=Impact)
    starts_at = models.DateTimeField("from")
    ends_at = models.DateTimeField("until")
    was_component = models.ForeignKey(Component, models.PROTECT, related_name="+")
    was_impact = models.CharField(max_length=10, choices=Impact)
    was_starts_at = models.DateTimeField()
    was_ends_at = models.DateTimeField()
    reason = models.TextField(max_length=2000)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), proposed_at__gte=F("ends_at")),
                name="correction_of_past_time",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
            models.UniqueConstraint(
                fields=["interruption"],
                condition=Q(approved__isnull=True),
                name="correction_one_undecided",
            ),
            *decision_constraints("correction", "proposed_by", "proposed_at"),
        ]

    @property
    def withdraws(self) -> bool:
        return self.kind == self.Kind.WITHDRAWAL

    @property
    def row(self) -> CorrectionRow:
        """As plain values; both components come with it."""
        return CorrectionRow(
            id=self.pk,
            interruption=self.interruption_id,
            kind=self.kind,
            component=self.component.code,
            impact=self.impact,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            was_component=self.was_component.code,
            was_impact=self.was_impact,
            was_starts_at=self.was_starts_at,
            was_ends_at=self.was_ends_at,
            proposed_by=self.proposed_by_id,
            approved=self.approved,
            decided_by=self.decided_by_id,
        )

    def __str__(self) -> str:
        return f"{self.interruption}, {self.get_kind_display().lower()}"


class Regrouping(models.Model):
    """One incident made two, or two made one; no figure moves, and rows are only added."""

    class Kind(models.TextChoices):
        SPLIT = "split", "Split"
        MERGE = "merge", "Merged"

    kind = models.CharField(max_length=8, choices=Kind)
    outage = models.ForeignKey(Outage, models.PROTECT, related_name="regroupings")
    other = models.ForeignKey(
        Outage,
        models.PROTECT,
        related_name="regroupings_as_other",
        help_text="What left it, or what became a part of it.",
    )
    reason = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="regrouping_has_reason"),
            models.CheckConstraint(
                condition=~Q(outage=F("other")), name="regrouping_of_two_outages"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.outage}, {self.other}"
