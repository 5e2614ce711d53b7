"""Whether the mailbox is still read, for monitors."""

from datetime import datetime, timedelta

from django.conf import settings

from istockist_sla.core.health import HealthPart
from tickets.models import Flood, Mailbox

MAX_UNREAD = timedelta(minutes=15)


def mailbox(at: datetime) -> HealthPart:
    value = _state(at)
    return HealthPart("mailbox", "mailbox", value, value == "failing")


def floods(at: datetime) -> HealthPart:
    """Much mail of one sender, of which some waits: an agent may let it in or put it aside."""
    count = sum(1 for flood in Flood.objects.going_on().with_waiting() if flood.waiting)
    return HealthPart("flood", "floods", count, False, count > 0)


def _state(at: datetime) -> str:
    if not settings.IMAP_URL:
        return "none"
    box = Mailbox.objects.order_by("-fetched_at").first()
    if box is None or box.fetched_at is None:
        return "never read"
    return "failing" if at - box.fetched_at > MAX_UNREAD else "ok"
