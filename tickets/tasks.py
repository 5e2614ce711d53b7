"""What the cluster runs for tickets."""

import logging

from django.conf import settings
from django.utils import timezone

from istockist_sla.core import letters
from tickets import lifecycle
from tickets.mailroom import intake, mailbox
from tickets.models import Tally

log = logging.getLogger(__name__)


def sweep() -> int:
    now = timezone.now()
    lifecycle.follow_maintenance(at=now)
    lifecycle.follow_notices(at=now)
    return lifecycle.sweep(at=now)


def fold_tallies() -> int:
    """The counts by the day stay right without it, and short with it."""
    return Tally.objects.fold()


def fetch_mail() -> int:
    """What an interrupted process left behind, then what is new in the mailbox."""
    with letters.woken_once():
        return _fetch_mail()


def _fetch_mail() -> int:
    settled = intake.process_waiting(at=timezone.now())
    if not settings.IMAP_URL:
        return settled
    try:
        return settled + mailbox.fetch(settings.IMAP_URL, at=timezone.now)
    except mailbox.MailboxUnreachable as error:
        log.warning("The mailbox cannot be read: %s", error)
        return settled
