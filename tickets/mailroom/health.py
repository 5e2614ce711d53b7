"""Whether the mailbox is still read, for monitors."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage

from istockist_sla.core.health import HealthPart
from istockist_sla.core.storage import free_bytes
from tickets.models import Flood, Mailbox

MAX_UNREAD = timedelta(minutes=15)


def mailbox(at: datetime) -> HealthPart:
    value = _state(at)
    return HealthPart("mailbox", "mailbox", value, value == "failing")


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


def _state(at: datetime) -> str:
    if not settings.IMAP_URL:
        return "none"
    box = Mailbox.objects.order_by("-fetched_at").first()
    if box is None or box.fetched_at is None:
        return "never read"
    return "failing" if at - box.fetched_at > MAX_UNREAD else "ok"
