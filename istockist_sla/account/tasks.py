"""What the cluster runs for people who sign in."""

from django.utils import timezone

from istockist_sla.account.sign_in import asking


def send_codes() -> int:
    """Queue the letters of the codes that were asked for; their queueing wakes the sender."""
    at = timezone.now()
    asking.forget_old(at=at)
    return asking.queue_letters(at=at)
