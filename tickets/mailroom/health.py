"""Whether the mailbox is still read, for monitors."""

from datetime import datetime, timedelta

from django.conf import settings

from istockist_sla.core.health import HealthPart
from tickets.models import Mailbox

MAX_UNREAD = timedelta(minutes=15)


def mailbox(at: datetime) -> HealthPart:
    value = _state(at)
    return HealthPart("mailbox", "mailbox", value, value == "failing")


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
