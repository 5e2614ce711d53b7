"""What the cluster runs: the probe, its marks, and the publication of what nobody published."""

from django.utils import timezone

from availability import incidents, probes
from availability.models import Measurement


def probe() -> int:
    return probes.probe_all(at=timezone.now())


def settle_measurements() -> int:
    """Returns how many were marked."""
    return Measurement.objects.settle()


def publish_overdue() -> int:
    return len(incidents.publish_overdue(at=timezone.now()))
