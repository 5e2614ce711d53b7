"""What the cluster runs for the ground: a sign of life, and the letters."""

from django.utils import timezone

from istockist_sla import letters
from istockist_sla.models import Heartbeat
from tickets import notices


def heartbeat() -> None:
    Heartbeat.objects.update_or_create(name="cluster", defaults={"at": timezone.now()})


def send_letters() -> int:
    return letters.send_due(at=timezone.now, render=notices.render)
