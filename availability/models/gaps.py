"""Why nothing was measured for a while: it is told, and changes no figure (A6)."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from availability.models.components import Component


class GapExplanationQuerySet(models.QuerySet["GapExplanation"]):
    def overlapping(self, start: datetime, end: datetime) -> "GapExplanationQuerySet":
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class GapExplanation(models.Model):
    components = models.ManyToManyField(Component, related_name="gap_explanations")
    starts_at = models.DateTimeField("from")
    ends_at = models.DateTimeField("until")
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = GapExplanationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-id"]
        verbose_name = "explanation of a gap"
        verbose_name_plural = "explanations of gaps"
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), at__gte=F("ends_at")),
                name="gap_explanation_of_past_time",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="gap_explanation_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%d %b %Y %H:%M} to {self.ends_at:%d %b %Y %H:%M} GMT"
