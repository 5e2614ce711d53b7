"""What is measured, and what happened to it."""

from django.db import models


class Component(models.Model):
    """A part of the service with a line of its own on the status page (A5)."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
