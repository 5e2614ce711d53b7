"""Findings: what one person proposes about a ticket and another decides (G3, G10)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from availability.models import Maintenance
from istockist_sla.core.models import User
from tickets.models.choices import FaultClass
from tickets.models.choices import TicketKind as TicketKind
from tickets.models.clients import ClientFact
from tickets.models.messages import Message
from tickets.models.tickets import Ticket


class FindingQuerySet(models.QuerySet["Finding"]):
    def told_to_client(self) -> "FindingQuerySet":
        """Those that the client reads of: decided exclusions and rectifications, and every
        invoicing from its proposal on (G3, C3, C5, B1)."""
        decided = [Finding.State.APPROVED, Finding.State.CONTESTED, Finding.State.WITHDRAWN]
        kinds = [*CONTESTABLE, Finding.Kind.RECTIFICATION]
        return self.filter(Q(kind__in=kinds, state__in=decided) | Q(kind=Finding.Kind.INVOICING))

    def in_effect(self) -> "FindingQuerySet":
        """Approved and not withdrawn; a contest changes nothing by itself (G3)."""
        return self.filter(state__in=[Finding.State.APPROVED, Finding.State.CONTESTED])

    def undecided(self) -> "FindingQuerySet":
        return self.filter(state__in=[Finding.State.PROPOSED, Finding.State.CONTESTED])

    def decided(self) -> "FindingQuerySet":
        return self.exclude(state__in=[Finding.State.PROPOSED, Finding.State.CONTESTED])

    def to_decide_by(self, user: User) -> "FindingQuerySet":
        """Undecided ones that this manager has neither proposed nor decided (G10, G3)."""
        return self.undecided().exclude(proposer=user).exclude(decider=user)


class Finding(models.Model):
    class Kind(models.TextChoices):
        CLIENT_ERROR = "client-error", "Client error"
        CLIENT_NEGLIGENCE = "client-negligence", "Client negligence"
        MAINTENANCE_CAUSE = "maintenance-cause", "Planned maintenance as the cause"
        NO_FAULT = "no-fault", "Not a fault"
        RECTIFICATION = "rectification", "Rectification of the class"
        DUPLICATE = "duplicate", "Late duplicate"
        SPAM = "spam", "Late spam"
        INVOICING = "invoicing", "Invoicing of basic support"

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"
        CONTESTED = "contested", "Contested by the client"
        WITHDRAWN = "withdrawn", "Withdrawn"

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    evidence = models.OneToOneField(
        Message, models.PROTECT, related_name="finding", help_text="A note with its files."
    )
    client_reason = models.TextField(
        "to the client", blank=True, help_text="The reason in plain words."
    )
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    contest = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="contested"
    )
    answer = models.OneToOneField(
        Message, models.PROTECT, null=True, blank=True, related_name="answered_contest"
    )
    answerer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What each kind adds.
    to_kind = models.CharField(max_length=8, choices=TicketKind, blank=True)
    fault_class = models.CharField("class", max_length=16, choices=FaultClass, blank=True)
    class_test = models.CharField(max_length=24, blank=True)
    class_before = models.CharField(max_length=16, choices=FaultClass, blank=True)
    duplicate_of = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="+"
    )
    fact = models.ForeignKey(ClientFact, models.PROTECT, null=True, blank=True, related_name="+")
    maintenance = models.ForeignKey(
        Maintenance, models.PROTECT, null=True, blank=True, related_name="+"
    )
    minutes = models.PositiveIntegerField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["proposed_at"], name="finding_proposed"),
            models.Index(
                fields=["decided_at"], name="finding_invoiced", condition=Q(kind="invoicing")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decider__isnull=True) | ~Q(decider=F("proposer")),
                name="finding_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(answerer__isnull=True) | ~Q(answerer=F("decider")),
                name="finding_contest_answered_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decider__isnull=True, decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decider__isnull=False, decided_at__isnull=False)),
                name="finding_decided_has_decider",
            ),
            models.CheckConstraint(
                condition=~Q(state="contested") | Q(contest__isnull=False),
                name="finding_contested_has_message",
            ),
            models.UniqueConstraint(
                fields=["ticket", "kind"],
                condition=Q(state__in=["proposed", "contested"]),
                name="finding_one_open_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="duplicate", duplicate_of__isnull=False)
                | (~Q(kind="duplicate") & Q(duplicate_of__isnull=True)),
                name="finding_duplicate_names_another",
            ),
            models.CheckConstraint(
                condition=Q(kind="invoicing", minutes__gt=0)
                | (~Q(kind="invoicing") & Q(minutes__isnull=True)),
                name="finding_invoicing_has_minutes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, ticket {self.ticket.number}"

    @property
    def is_in_effect(self) -> bool:
        return self.state in (self.State.APPROVED, self.State.CONTESTED)

    @property
    def is_undecided(self) -> bool:
        return self.state in (self.State.PROPOSED, self.State.CONTESTED)

    @property
    def may_be_contested(self) -> bool:
        """The client contests what was decided of an exclusion or of "not a fault", once (G3)."""
        return (
            self.kind in CONTESTABLE and self.state == self.State.APPROVED and not self.contest_id
        )


# Findings of which the client is told at the decision, and which it may contest (G3, C5).
CONTESTABLE = (
    Finding.Kind.CLIENT_ERROR,
    Finding.Kind.CLIENT_NEGLIGENCE,
    Finding.Kind.MAINTENANCE_CAUSE,
    Finding.Kind.NO_FAULT,
)
