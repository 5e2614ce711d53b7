"""Faults: the reproducible problem that tickets share (C4)."""

from django.db import models


class Fault(models.Model):
    """A problem of one or several clients; it has no class and no state of its own (C4)."""

    title = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        return f"F-{self.pk}"
