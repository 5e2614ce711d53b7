"""What the cluster runs each minute: the probe, and the publication of what nobody published."""

from django.utils import timezone

from availability import incidents, probes


def probe() -> int:
    return probes.probe_all(at=timezone.now())


def publish_overdue() -> int:
    return len(incidents.publish_overdue(at=timezone.now()))
