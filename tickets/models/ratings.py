"""How its client rated the closing of a ticket: a cache of the events, apart from the words."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from tickets.models.choices import CloseReason
from tickets.models.clients import Client
from tickets.models.tickets import Ticket

# After these the client was served and may say how well; spam and duplicates are housekeeping.
RATEABLE = frozenset({CloseReason.RESOLVED, CloseReason.NO_ANSWER, CloseReason.CONFIRMED})
# The owner is told of these.
LOW_RATINGS = frozenset({1, 2})


class RatingQuerySet(models.QuerySet["Rating"]):
    def of_client(self, client: Client | None) -> "RatingQuerySet":
        """Of one client, or of all where none is given."""
        return self if client is None else self.filter(client=client)

    def of_closing(self, ticket: Ticket) -> "RatingQuerySet":
        """The answers to the closing that stands, in their order."""
        return self.filter(ticket=ticket, closed_at=ticket.closed_at).order_by("given_at", "id")

    def standing(self) -> "RatingQuerySet":
        return self.filter(replaced_at=None)

    def given_in(self, start: datetime, end: datetime) -> "RatingQuerySet":
        """As they stood at the end: an answer that was changed later counts here all the same, and
        the later one in its own time, so what is over does not change any more."""
        stood = Q(replaced_at=None) | Q(replaced_at__gte=end)
        return self.filter(stood, given_at__gte=start, given_at__lt=end)


class Rating(models.Model):
    """One answer to one closing. A later answer to the same closing replaces it; who gave it stands
    in its event."""

    class Value(models.IntegerChoices):
        VERY_POOR = 1, "Very poor"
        POOR = 2, "Poor"
        FAIR = 3, "Fair"
        GOOD = 4, "Good"
        VERY_GOOD = 5, "Very good"

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="ratings")
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(help_text="Which closing it is about.")
    value = models.PositiveSmallIntegerField(choices=Value)
    text = models.TextField(blank=True)
    given_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["given_at"], include=["value", "replaced_at"], name="rating_month"
            ),
            models.Index(
                fields=["client", "given_at"],
                include=["value", "replaced_at"],
                name="rating_client_month",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=1, value__lte=5), name="rating_one_to_five"
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None) | Q(replaced_at__gte=F("given_at")),
                name="rating_replaced_after_given",
            ),
            models.UniqueConstraint(
                fields=["ticket", "closed_at"],
                condition=Q(replaced_at=None),
                name="rating_one_stands_a_closing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} of 5, ticket {self.ticket_id}"
