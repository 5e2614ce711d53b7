"""Order counts of clients, and facts that are put forward from them (G5)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from istockist_sla.core.models import User
from tickets.models.clients import Client, ClientFact


class OrderCount(models.Model):
    """How many orders a client had on one day, as imported."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="order_counts")
    day = models.DateField()
    orders = models.PositiveIntegerField()

    class Meta:
        ordering = ["client", "-day"]
        constraints = [
            models.UniqueConstraint(fields=["client", "day"], name="order_count_one_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.client}, {self.day:%d %B %Y}: {self.orders}"


class FactProposalQuerySet(models.QuerySet["FactProposal"]):
    def undecided(self) -> "FactProposalQuerySet":
        return self.filter(state=FactProposal.State.PROPOSED)

    def decided(self) -> "FactProposalQuerySet":
        return self.exclude(state=FactProposal.State.PROPOSED)

    def to_decide_by(self, user: User) -> "FactProposalQuerySet":
        return self.undecided().exclude(proposer=user)


class FactProposal(models.Model):
    """A dated fact that one person puts forward with its figures, and another decides (G5, G10).

    Approved, it holds from `since`; with `until` its contrary holds from there on.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"

    client = models.ForeignKey(Client, models.PROTECT, related_name="fact_proposals")
    kind = models.CharField(max_length=16, choices=ClientFact.Kind)
    value = models.CharField(max_length=40)
    since = models.DateTimeField("from")
    until = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(max_length=500)
    figures = models.JSONField(default=list, help_text="Day, orders and the days compared with.")
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    fact = models.OneToOneField(
        ClientFact, models.PROTECT, null=True, blank=True, related_name="proposal"
    )

    objects = FactProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "proposed fact"
        constraints = [
            models.CheckConstraint(
                condition=Q(decider__isnull=True) | ~Q(decider=F("proposer")),
                name="fact_proposal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decider__isnull=True, decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decider__isnull=False, decided_at__isnull=False)),
                name="fact_proposal_decided_has_decider",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", fact__isnull=False)
                | (~Q(state="approved") & Q(fact__isnull=True)),
                name="fact_proposal_approved_has_fact",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="fact_proposal_ends_after_begin",
            ),
            models.UniqueConstraint(
                fields=["client", "kind"],
                condition=Q(state="proposed"),
                name="fact_proposal_one_open_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value} from {self.since:%d %B %Y}, {self.client}"

    @property
    def is_undecided(self) -> bool:
        return self.state == self.State.PROPOSED
