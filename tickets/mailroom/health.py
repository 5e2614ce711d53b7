"""Whether the mailboxes are still read, for monitors."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage

from istockist_sla.core.health import HealthPart
from istockist_sla.core.storage import free_bytes
from tickets.models import Flood, Mailbox

MAX_UNREAD = timedelta(minutes=15)


def mailbox(at: datetime) -> HealthPart:
    value = _state(at)
    return HealthPart("mailbox", "mailbox", value, value.startswith("failing"))


def storage(at: datetime) -> HealthPart:
    """Whether the largest mail and upload find room for their files; mail with files waits until
    they do."""
    needed = max(settings.MAIL_MAX_BYTES, settings.UPLOAD_MAX_BYTES)
    try:
        free = free_bytes(default_storage)
    except OSError:
        free = 0
    return HealthPart("storage", "free_bytes", free, free is not None and free < needed)


def floods(at: datetime) -> HealthPart:
    """Much mail of one sender, of which some waits: an agent may let it in or put it aside."""
    count = len([flood for flood in Flood.objects.going_on().with_waiting() if flood.waiting])
    return HealthPart("flood", "floods", count, False, count > 0)


def senders(at: datetime) -> HealthPart:
    """Whether anybody says who sent a mail: without the id of our own server all are believed."""
    return HealthPart(
        "senders", "senders", "checked" if settings.AUTHSERV_ID else "unchecked", False
    )


def summary(at: datetime) -> str:
    """For people: until when all mail was read, or that it is not."""
    boxes = Mailbox.objects.filter(in_force=True)
    read = list(boxes.values_list("fetched_at", "last_error"))
    late = sum(is_late(when, error, at) for when, error in read)
    if late:
        return (
            "the mailbox is not read"
            if len(read) == 1
            else f"{late} of {len(read)} mailboxes not read"
        )
    instants = [when for when, _ in read if when is not None]
    return f"mail fetched at {min(instants):%H:%M}" if instants else "no mailbox is read"


def _state(at: datetime) -> str:
    """Each mailbox in force counts; the numbers of those that fail stand in no name, for a name
    holds an address."""
    if not settings.IMAP_URL:
        return "none"
    read = list(Mailbox.objects.filter(in_force=True).values_list("fetched_at", "last_error"))
    late = [when for when, error in read if is_late(when, error, at)]
    if late:
        return "failing" if len(read) == 1 else f"failing: {len(late)} of {len(read)}"
    never = not read or any(when is None for when, _ in read)
    return "never read" if never else "ok"


def is_late(fetched_at: datetime | None, last_error: str, at: datetime) -> bool:
    """A mailbox that was never read is late once that was tried in vain."""
    if fetched_at is None:
        return bool(last_error)
    return at - fetched_at > MAX_UNREAD
