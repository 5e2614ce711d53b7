"""What the cluster runs for people, events and letters: its heartbeat, and the outbox."""

from django.utils import timezone

from istockist_sla.core import letters
from istockist_sla.core.health import CLUSTER
from istockist_sla.core.models import Heartbeat


def heartbeat() -> None:
    Heartbeat.objects.update_or_create(name=CLUSTER, defaults={"at": timezone.now()})


def send_letters() -> int:
    return letters.send_due(at=timezone.now)
