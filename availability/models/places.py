"""What a second place measured: evidence of where a fault lies (A3). The main probe decides."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from availability.coverage import instant_of
from availability.models.components import Component


class PlaceRound(models.Model):
    """One round of a second place, received once."""

    place = models.CharField(max_length=40)
    second = models.BigIntegerField(help_text="When the place asked, in seconds since 1970.")
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-second"]
        default_permissions = []
        indexes = [models.Index(fields=["second"], name="place_round_second")]
        constraints = [models.UniqueConstraint(fields=["place", "second"], name="place_round_once")]

    def __str__(self) -> str:
        return f"{self.place}, {instant_of(self.second):%d %b %Y %H:%M:%S} GMT"


class PlaceCheckQuerySet(models.QuerySet["PlaceCheck"]):
    def between(self, first: int, last: int) -> "PlaceCheckQuerySet":
        """In order, as seconds since 1970, both included; the rounds come with them."""
        found = self.filter(round__second__gte=first, round__second__lte=last)
        return found.select_related("round").order_by("round__second", "round__place")


class PlaceCheck(models.Model):
    """One component as a second place saw it."""

    round = models.ForeignKey(PlaceRound, models.PROTECT, related_name="checks")
    component = models.ForeignKey(Component, models.PROTECT, related_name="+")
    ok = models.BooleanField()
    latency_ms = models.PositiveIntegerField(null=True)
    error = models.CharField(max_length=40, blank=True)

    objects = PlaceCheckQuerySet.as_manager()

    class Meta:
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["round", "component"], name="place_check_once"),
            models.CheckConstraint(
                condition=Q(ok=True, error="") | (Q(ok=False) & ~Q(error="")),
                name="place_check_failed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component}: {'answered' if self.ok else self.error}"

    @property
    def at(self) -> datetime:
        return instant_of(self.round.second)
