"""What the cluster runs for tickets."""

from django.utils import timezone

from tickets import lifecycle


def sweep() -> int:
    now = timezone.now()
    lifecycle.follow_maintenance(at=now)
    return lifecycle.sweep(at=now)
