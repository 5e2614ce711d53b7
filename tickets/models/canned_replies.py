"""Replies that Support writes often, with placeholders for what differs."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class CannedReplyQuerySet(models.QuerySet["CannedReply"]):
    def offered_to(self, user_id: int | None) -> "CannedReplyQuerySet":
        """The shared ones and their own."""
        return self.filter(Q(owner=None) | Q(owner=user_id), is_offered=True)


class CannedReply(models.Model):
    title = models.CharField(max_length=80)
    text = models.TextField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose it is alone; empty: shared by all of Support.",
    )
    is_offered = models.BooleanField("offered", default=True)
    updated_at = models.DateTimeField()

    objects = CannedReplyQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        verbose_name = "canned reply"
        verbose_name_plural = "canned replies"

    def __str__(self) -> str:
        return self.title
