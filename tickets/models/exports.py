"""Long files of a month, made in the background for the person who asked for them."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from istockist_sla.core.lib.months import Month
from tickets.models.clients import Client

UNDER_WAY = ("waiting", "making")


class ExportQuerySet(models.QuerySet["Export"]):
    def under_way(self) -> "ExportQuerySet":
        return self.filter(state__in=UNDER_WAY)

    def due(self, at: datetime) -> "ExportQuerySet":
        """Those that wait, and those whose maker has died."""
        died = Q(state=Export.State.MAKING, lease_until__lte=at)
        return self.filter(Q(state=Export.State.WAITING) | died).order_by("pk")

    def ended_before(self, at: datetime) -> "ExportQuerySet":
        return self.filter(ended_at__lt=at)


class Export(models.Model):
    """A file of a month that one person asked for; only they may fetch it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        MAKING = "making", "Being made"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    month = models.CharField(max_length=7)
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, related_name="+")
    format = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    parts = models.PositiveIntegerField(default=1)
    made = models.PositiveIntegerField(default=0, help_text="So many of its parts are made.")
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(
        null=True, blank=True, help_text="Whoever makes it says before that how far it is."
    )
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Done or failed.")
    name = models.CharField(max_length=120, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    file = models.FileField(blank=True)
    error = models.CharField(max_length=200, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "month", "format"],
                condition=Q(client=None, state__in=UNDER_WAY),
                name="export_of_all_under_way_once",
            ),
            models.UniqueConstraint(
                fields=["person", "month", "format", "client"],
                condition=Q(state__in=UNDER_WAY),
                name="export_of_one_under_way_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of.name}, {self.client or 'all clients'}, {self.format.upper()}"

    @property
    def of(self) -> Month:
        return Month.parse(self.month)

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY
