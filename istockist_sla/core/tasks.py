"""What the cluster runs for the ground: a sign of life, and the letters."""

from django.utils import timezone

from istockist_sla.core import letters
from istockist_sla.core.models import Heartbeat
from tickets import notifications


def heartbeat() -> None:
    Heartbeat.objects.update_or_create(name="cluster", defaults={"at": timezone.now()})


def send_letters() -> int:
    return letters.send_due(at=timezone.now, render=notifications.render)
