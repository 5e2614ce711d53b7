"""What the cluster runs for tickets."""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.utils import timezone
from django_q.tasks import async_task
from redis import RedisError

from availability.probes import thinning
from availability.ranges import TimeRange
from istockist_sla.core import letters
from tickets import inputs, lifecycle
from tickets.mailroom import intake, mailbox
from tickets.models import Closing, Mailbox, Tally
from tickets.reports import delivery, exporting
from tickets.reports.closing.proceeding import STEP_SECONDS, proceed
from tickets.scanning import waiting

log = logging.getLogger(__name__)

# Each one, whatever it tells; a closed month rests on the spans that they spoke for afterwards.
MEASUREMENTS_ARE_KEPT = timedelta(days=90)


def sweep() -> int:
    now = timezone.now()
    lifecycle.follow_maintenance(at=now)
    lifecycle.follow_notices(at=now)
    return lifecycle.sweep(at=now)


def fold_tallies() -> int:
    """The counts by the day stay right without it, and short with it."""
    return Tally.objects.fold()


def carry_on_closings() -> int:
    """Months whose closing was begun and not ended, for as long as a minute's turn lasts."""
    ends = time.monotonic() + STEP_SECONDS
    waiting = list(Closing.objects.under_way())
    for closing in waiting:
        proceed(closing, at=timezone.now(), is_time=lambda: time.monotonic() < ends)
    return len(waiting)


def deliver_reports() -> int:
    """Of closed months, whatever an outage has left over."""
    return delivery.deliver(at=timezone.now())


def make_export(export_id: int) -> bool:
    """At once, for a person who waits."""
    return exporting.make(export_id, at=timezone.now)


def make_exports() -> int:
    """Those that no task has made, or whose task has died."""
    return exporting.make_due(at=timezone.now)


def purge_exports() -> int:
    return exporting.purge(at=timezone.now())


def thin_measurements() -> int:
    """Of months that are closed and over for long enough, for as long as a turn lasts; how many
    went."""
    ends, before = time.monotonic() + STEP_SECONDS, timezone.now() - MEASUREMENTS_ARE_KEPT
    months = (inputs.month_bounds(month) for month in sorted(inputs.book().closed))
    old = [TimeRange(*span) for span in months if span.end <= before]
    return sum(thinning.thin(span, is_time=lambda: time.monotonic() < ends) for span in old)


def scan_files() -> int:
    return waiting.scan_waiting(at=timezone.now())


def fetch_mail() -> int:
    """What an interrupted process left behind, then what is new in the mailboxes."""
    with letters.woken_once():
        return _fetch_mail()


def _fetch_mail() -> int:
    settled = intake.process_waiting(at=timezone.now())
    count, problems = mailbox.fetch_all(settings.IMAP_URL, at=timezone.now)
    for line in problems:
        log.warning("The mailbox cannot be read: %s", line)
    intake.process_waiting(at=timezone.now())
    return settled + count


def fetch_mailbox(mailbox_id: int) -> int:
    """What is new in one mailbox, of which somebody has heard."""
    name = Mailbox.objects.values_list("name", flat=True).get(pk=mailbox_id)
    try:
        count = mailbox.fetch_named(settings.IMAP_URL, name, at=timezone.now)
    except mailbox.MailboxUnreachable as error:
        log.warning("The mailbox cannot be read: %s", error)
        return 0
    intake.process_waiting(at=timezone.now())
    return count


def wake_fetch(name: str) -> None:
    """Ask the cluster to read a mailbox now; where that fails, it does so within the minute."""
    close_old_connections()
    try:
        box, _ = Mailbox.objects.get_or_create(name=name)
        async_task("tickets.tasks.fetch_mailbox", box.pk, group="mail")
    except (Error, RedisError) as error:
        connection.close()
        log.info("The background cluster cannot be woken: %s", error)
