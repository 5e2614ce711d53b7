"""What one manager proposes to amend of a closed month, and another decides (M1, G10)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from istockist_sla.core.lib.months import Month
from istockist_sla.core.models import User
from tickets.models.closings import Closing


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def of_month(self, month: Month) -> "AmendmentQuerySet":
        return self.filter(month=str(month))

    def undecided(self) -> "AmendmentQuerySet":
        return self.filter(state=Amendment.State.PROPOSED)

    def to_decide_by(self, user: User) -> "AmendmentQuerySet":
        """Undecided ones that this manager has not proposed (G10)."""
        return self.undecided().exclude(proposer=user)


class Amendment(models.Model):
    """The difference that was looked at, and why the month is to be amended. Once it is approved
    it has a `closing` with the next number."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"

    month = models.CharField(max_length=7)
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    reason = models.TextField()
    difference = models.JSONField(help_text="Of each ticket what changes, and by which reading.")
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    closing = models.OneToOneField(
        Closing, models.PROTECT, null=True, blank=True, related_name="amendment"
    )

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decider__isnull=True) | ~Q(decider=F("proposer")),
                name="amendment_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decider__isnull=True, decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decider__isnull=False, decided_at__isnull=False)),
                name="amendment_decided_has_decider",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", closing__isnull=False)
                | (~Q(state="approved") & Q(closing__isnull=True)),
                name="amendment_approved_has_closing",
            ),
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(state="proposed"),
                name="amendment_one_open_a_month",
            ),
        ]

    def __str__(self) -> str:
        return f"Amendment of {self.of.name}"

    @property
    def of(self) -> Month:
        return Month.parse(self.month)
