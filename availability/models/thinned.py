"""Old measurements that told nothing, of which only their seconds are kept, a byte each."""

from collections.abc import Iterable, Iterator
from itertools import accumulate

from django.db import models

from availability.models.components import Component


def steps_between(first: int, seconds: Iterable[int]) -> bytes:
    """No step is longer than a measurement speaks for, which is less than a byte holds."""
    steps, before = bytearray(), first
    for second in seconds:
        steps.append(second - before)
        before = second
    return bytes(steps)


class ThinnedSpan(models.Model):
    """From a measurement that is kept to the next one that is: those between them answered, each
    before the one before it fell silent, and were deleted (A6).

    Figures, hours and days read as if they were there.
    """

    component = models.ForeignKey(Component, models.PROTECT, related_name="+", db_index=False)
    first = models.BigIntegerField(help_text="The kept one before them, in seconds since 1970.")
    last = models.BigIntegerField(help_text="The kept one after them, in seconds since 1970.")
    steps = models.BinaryField(
        help_text="Of each that was deleted, the seconds since the one before it, a byte each."
    )

    class Meta:
        ordering = ["component", "first"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["component", "first"], name="thinned_span_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("last")), name="thinned_span_has_a_length"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component}: {len(self.steps):,} measurements"

    @property
    def seconds(self) -> Iterator[int]:
        """When those that were deleted were asked."""
        return accumulate(bytes(self.steps)[1:], initial=self.first + bytes(self.steps)[0])
