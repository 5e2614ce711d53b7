"""The programs that recompute closed months."""

from django.db import models

DIGEST = 64


class Verifier(models.Model):
    """A program that recomputes a closed month from its files alone, as it was at some closing."""

    digest = models.CharField(max_length=DIGEST, unique=True, help_text="SHA-256 of its text.")
    source = models.TextField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest
