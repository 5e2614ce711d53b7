"""Who is told by letter of what the status page says."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from availability.models.components import Component

# Who does not confirm within this time is forgotten, and so is what the brakes count.
UNCONFIRMED_LIFE = timedelta(days=2)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> "SubscriptionQuerySet":
        return self.filter(confirmed_at__isnull=False)

    def concerning(self, component_ids: Iterable[int]) -> "SubscriptionQuerySet":
        """Those who are told of one of these components, or of all."""
        about = Q(components__in=list(component_ids)) | Q(components__isnull=True)
        return self.filter(about).distinct()

    def unconfirmed_since(self, at: datetime) -> "SubscriptionQuerySet":
        return self.filter(confirmed_at__isnull=True, asked_at__lt=at)


class Subscription(models.Model):
    """An address, once its owner has confirmed it; no component stands for all, also later ones.

    Ending it deletes the row, and with it the address.
    """

    address = models.EmailField(unique=True)
    components = models.ManyToManyField(Component, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        default_permissions = ["view"]
        permissions = [("remove_subscription", "Can end the subscriptions of others")]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(confirmed_at__gte=models.F("asked_at")),
                name="subscription_confirmed_after_asking",
            )
        ]

    def __str__(self) -> str:
        return self.address


class SubscriptionRequest(models.Model):
    """That somebody asked, for the brakes: the address is kept as a digest alone."""

    digest = models.CharField(max_length=64)
    network = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        default_permissions = []
        indexes = [
            models.Index(fields=["digest", "at"], name="subscription_request_of"),
            models.Index(fields=["network", "at"], name="subscription_request_from"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d %b %Y %H:%M} from {self.network}"
