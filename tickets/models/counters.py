"""Numbers that are given out once each."""

from django.db import models


class Counter(models.Model):
    """The last number given out; locked while a ticket takes the next."""

    name = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"
