"""What the cluster runs for people, events and letters: its heartbeat, the outbox, old drafts."""

from datetime import timedelta

from django.utils import timezone

from istockist_sla.core import letters, submissions
from istockist_sla.core.drafts import keeping
from istockist_sla.core.health import CLUSTER
from istockist_sla.core.models import Heartbeat

DRAFTS_ARE_KEPT = timedelta(days=90)
FORMS_ARE_REMEMBERED = timedelta(days=90)


def heartbeat() -> None:
    Heartbeat.objects.update_or_create(name=CLUSTER, defaults={"at": timezone.now()})


def send_letters() -> int:
    return letters.send_due(at=timezone.now)


def forget_drafts() -> int:
    now = timezone.now()
    forgotten = keeping.forget(before=now - DRAFTS_ARE_KEPT)
    return forgotten + submissions.forget(before=now - FORMS_ARE_REMEMBERED)
