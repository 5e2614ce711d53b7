"""How a component is measured."""

from django.db import models
from django.db.models import Q

from availability.models.components import Component

LONGEST_WAIT = 30


class Probe(models.Model):
    """What is asked each minute for one component, and what its answer has to be."""

    class Kind(models.TextChoices):
        HTTP = "http", "Web address: a status, and a text if one is given"
        TCP = "tcp", "Port: a connection"
        TLS = "tls", "Port: a valid certificate"

    component = models.OneToOneField(Component, models.PROTECT, related_name="probe")
    kind = models.CharField(max_length=8, choices=Kind)
    address = models.CharField(max_length=500)
    status = models.PositiveSmallIntegerField("expected status", default=200)
    text = models.CharField("expected text", max_length=200, blank=True)
    max_seconds = models.PositiveSmallIntegerField("maximum time", default=10)
    slow_ms = models.PositiveIntegerField(
        "degraded from", null=True, blank=True, help_text="Milliseconds; empty: never."
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["component__order"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(
                condition=Q(max_seconds__gte=1, max_seconds__lte=LONGEST_WAIT),
                name="probe_waits_shortly",
            ),
            models.CheckConstraint(condition=~Q(address=""), name="probe_has_address"),
        ]

    def __str__(self) -> str:
        return f"{self.component}: {self.address}"
