"""So much mail of one sender that what it would open waits."""

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery

from tickets.models.clients import ClientAdministrator
from tickets.models.inbound import InboundMail

WAITING = InboundMail.objects.filter(
    state=InboundMail.State.WAITING, held_for=InboundMail.Held.FLOOD
)


class FloodQuerySet(models.QuerySet["Flood"]):
    def going_on(self) -> "FloodQuerySet":
        return self.filter(ended_at=None)

    def with_waiting(self) -> "FloodQuerySet":
        """Each with how many of its mails wait."""
        mails = WAITING.filter(from_address=OuterRef("sender"))
        count = mails.order_by().values("from_address").annotate(count=Count("pk")).values("count")
        return self.annotate(waiting=Subquery(count))


class Flood(models.Model):
    """The mails of one sender that wait, as one row, from the first of them to the last."""

    waiting: int | None  # by `with_waiting`
    sender = models.CharField(max_length=254)
    administrator = models.ForeignKey(ClientAdministrator, models.PROTECT, related_name="floods")
    began_at = models.DateTimeField()
    last_at = models.DateTimeField(help_text="When the last mail was made to wait.")
    ended_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="Why an agent put it aside.")

    objects = FloodQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sender"], name="one_flood_a_sender", condition=Q(ended_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"Mail of {self.sender}"

    def mails(self) -> models.QuerySet[InboundMail]:
        """Those that wait, the oldest first."""
        waiting = WAITING.filter(from_address=self.sender)
        return waiting.order_by("received_at", "pk").defer("raw")
