"""Second factors that somebody else took off an account, with the reason."""

from django.conf import settings
from django.db import models


class SecondFactorReset(models.Model):
    """Lost ones: the person sets up others at the next sign-in. From a shell it is by nobody."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="second_factor_resets"
    )
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by__isnull=True) | ~models.Q(by=models.F("person")),
                name="second_factor_reset_by_another",
            )
        ]

    def __str__(self) -> str:
        return f"Second factor of {self.person}, {self.at:%d %B %Y}"
