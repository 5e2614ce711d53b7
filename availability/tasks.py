"""What the cluster runs each minute: the probes, and the publication of what nobody published;
and what watches over the probes."""

from django.utils import timezone

from availability import incidents, probes, subscriptions
from availability.probes import tallies, watching


def probe() -> int:
    return probes.probe_all(at=timezone.now())


def publish_overdue() -> int:
    return len(incidents.publish_overdue(at=timezone.now()))


def watch() -> int:
    return watching.alert(at=timezone.now())


def roll_up() -> int:
    return tallies.roll_up(at=timezone.now())


def forget_subscriptions() -> int:
    return subscriptions.forget(at=timezone.now())
