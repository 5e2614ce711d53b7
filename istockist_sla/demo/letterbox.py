"""Letters of the past: written out as they were sent, and delivered to nobody."""

from datetime import datetime

from django.core.mail import get_connection

from istockist_sla import letters
from istockist_sla.models import Letter
from tickets import notices

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


def send_waiting(*, at: datetime) -> int:
    """Send what waits, at its own instant, so that each letter shows the ticket as it was."""
    connection, sent = get_connection(NOWHERE), 0
    while (letter := letters.claim(at=at)) is not None:
        sent += letters.send(letter, at=lambda: at, render=notices.render, connection=connection)
        if letter.state == Letter.State.QUEUED:
            break
    return sent
