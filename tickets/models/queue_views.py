"""Views of the queue that people have saved for themselves, or for all agents."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class QueueViewQuerySet(models.QuerySet["QueueView"]):
    def shown_to(self, user: Any) -> "QueueViewQuerySet":
        """Their own, and those that all agents share."""
        return self.filter(Q(owner=user.pk) | Q(is_shared=True))


class QueueView(models.Model):
    """How one looks at the queue: its filters, its order and its columns, by the words of the
    list's address. It is no fact of any ticket, so nothing is recorded of it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="queue_views")
    name = models.CharField(max_length=40)
    is_shared = models.BooleanField("for all agents", default=False)
    filters = models.JSONField(default=dict)
    order = models.CharField(max_length=60, blank=True)
    columns = models.JSONField(default=list)
    created_at = models.DateTimeField()

    objects = QueueViewQuerySet.as_manager()

    class Meta:
        ordering = ["is_shared", "name", "id"]
        verbose_name = "saved view"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="queue_view_named_once")
        ]

    def __str__(self) -> str:
        return self.name
