"""What people say an outage came from, with what shows it; another person confirms it (G10)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from availability.models.decisions import DecidedByAnother, decision_constraints
from availability.models.outages import Cause, Outage
from availability.rows import CauseRow


class CauseStatementQuerySet(models.QuerySet["CauseStatement"]):
    def to_decide(self) -> "CauseStatementQuerySet":
        return self.filter(approved__isnull=True)


class CauseStatement(DecidedByAnother):
    """A cause of an outage; the outage bears it, and the public reads it, once it is confirmed."""

    outage = models.ForeignKey(Outage, models.PROTECT, related_name="causes")
    cause = models.CharField(max_length=20, choices=Cause)
    evidence = models.TextField(max_length=2000, help_text="For the desk, not the status page.")
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    objects = CauseStatementQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(condition=~Q(evidence=""), name="cause_has_evidence"),
            models.UniqueConstraint(
                fields=["outage"],
                condition=Q(approved__isnull=True),
                name="cause_one_undecided",
            ),
            *decision_constraints("cause", "stated_by", "stated_at"),
        ]

    @property
    def row(self) -> CauseRow:
        return CauseRow(
            id=self.pk,
            outage=self.outage_id,
            cause=self.cause,
            stated_by=self.stated_by_id,
            approved=self.approved,
            decided_by=self.decided_by_id,
        )

    def __str__(self) -> str:
        return self.get_cause_display()
