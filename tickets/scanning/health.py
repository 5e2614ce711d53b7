"""Whether files still wait for the virus scanner, for monitors."""

from datetime import datetime, timedelta

from django.db.models import Min

from istockist_sla.core.health import HealthPart
from tickets.models import Attachment

MAX_AGE = timedelta(minutes=10)


def scanner(at: datetime) -> HealthPart:
    """Seconds since the scanner first failed to answer for a file that waits still."""
    since = Attachment.objects.waiting().aggregate(since=Min("scan_at"))["since"]
    age = None if since is None else max(0, int((at - since).total_seconds()))
    late = since is not None and at - since > MAX_AGE
    return HealthPart("virus scanner", "virus_scanner_silent_for", age, late)
