"""What the cluster runs for tickets."""

from django.utils import timezone

from tickets import lifecycle


def sweep() -> int:
    return lifecycle.sweep(at=timezone.now())
