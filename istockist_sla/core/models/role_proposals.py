"""Changes of roles that decide over others: proposed by one person, approved by another (G10)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from istockist_sla.core.models.users import User


class RoleProposalQuerySet(models.QuerySet["RoleProposal"]):
    def undecided(self) -> "RoleProposalQuerySet":
        return self.filter(state=RoleProposal.State.PROPOSED)

    def decided(self) -> "RoleProposalQuerySet":
        return self.exclude(state=RoleProposal.State.PROPOSED)

    def to_decide_by(self, user: User) -> "RoleProposalQuerySet":
        """Undecided ones of others that are not about the person either (G10)."""
        return self.undecided().exclude(proposer=user).exclude(person=user)


class RoleProposal(models.Model):
    """Gives or takes Manager or System administrator, with its reason.

    Where nobody else could approve it, it is done at once; from a shell it has no proposer.
    """

    class Change(models.TextChoices):
        ENGAGE = "engage", "New member of staff"
        REASSIGN = "reassign", "Other roles"
        DISMISS = "dismiss", "Dismissal"
        READMIT = "readmit", "Readmission"

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"
        AT_ONCE = "at-once", "Done at once"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_proposals"
    )
    change = models.CharField(max_length=12, choices=Change)
    held = models.JSONField(default=list, help_text="The roles in use when it was proposed.")
    roles = models.JSONField(default=list, help_text="The roles in use once it is approved.")
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = RoleProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "change of roles"
        verbose_name_plural = "changes of roles"
        constraints = [
            models.CheckConstraint(
                condition=Q(decider__isnull=True)
                | (~Q(decider=F("proposer")) & ~Q(decider=F("person"))),
                name="role_proposal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decider__isnull=True, decided_at__isnull=True)
                | Q(
                    state__in=["approved", "declined"],
                    decider__isnull=False,
                    decided_at__isnull=False,
                )
                | Q(
                    state__in=["withdrawn", "at-once"],
                    decider__isnull=True,
                    decided_at__isnull=False,
                ),
                name="role_proposal_decided_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(proposer__isnull=False) | Q(state="at-once"),
                name="role_proposal_has_proposer",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="proposed"),
                name="role_proposal_one_open_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_change_display()}: {self.person}"

    @property
    def is_undecided(self) -> bool:
        return self.state == self.State.PROPOSED
