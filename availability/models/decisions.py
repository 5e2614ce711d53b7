"""Statements that count only once another person has approved them (G10)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.constraints import BaseConstraint


class DecidedByAnother(models.Model):
    """Undecided, approved or refused; who decides is somebody else than the proposer."""

    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    approved = models.BooleanField(null=True, blank=True)

    class Meta:
        abstract = True


def decision_constraints(name: str, proposed_by: str, proposed_at: str) -> list[BaseConstraint]:
    """Person, instant and decision stand together; nobody decides what they proposed."""
    return [
        models.CheckConstraint(
            condition=Q(decided_by__isnull=True, decided_at__isnull=True, approved__isnull=True)
            | Q(decided_by__isnull=False, decided_at__gte=F(proposed_at), approved__isnull=False),
            name=f"{name}_decided_at_once",
        ),
        models.CheckConstraint(
            condition=Q(decided_by__isnull=True) | ~Q(decided_by=F(proposed_by)),
            name=f"{name}_decided_by_another",
        ),
    ]
