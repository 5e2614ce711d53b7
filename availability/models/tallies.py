"""Measurements rolled up by the hour and by the day of GMT."""

from datetime import datetime

from django.db import models

from availability.coverage import instant_of
from availability.models.components import Component

HOUR, DAY = 3600, 86400


class MeasurementTally(models.Model):
    """The measurements of one component in one hour or one day that is over."""

    class Span(models.IntegerChoices):
        HOUR = HOUR, "Hour"
        DAY = DAY, "Day"

    component = models.ForeignKey(Component, models.PROTECT, related_name="tallies", db_index=False)
    span = models.PositiveIntegerField(choices=Span, help_text="In seconds.")
    second = models.BigIntegerField(help_text="Its beginning, in seconds since 1970.")
    checks = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    latency_total = models.PositiveBigIntegerField(help_text="Milliseconds of all answers.")
    latency_most = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-second"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["component", "span", "second"], name="measurement_tally_once"
            )
        ]

    def __str__(self) -> str:
        span = self.get_span_display().lower()
        return f"{self.component}, {span} of {self.begins_at:%d %b %Y %H:%M}"

    @property
    def begins_at(self) -> datetime:
        return instant_of(self.second)

    @property
    def usual_latency_ms(self) -> int | None:
        answered = self.checks - self.failed
        return self.latency_total // answered if answered else None
