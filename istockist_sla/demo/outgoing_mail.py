"""Letters of the past: written out as they were sent, and delivered to nobody."""

from datetime import datetime

from istockist_sla.core import letters
from istockist_sla.core.models import Letter


def send_waiting(*, at: datetime) -> None:
    """Keep what waits as sent, at its own instant: each letter shows the ticket as it was."""
    for letter in Letter.objects.due(at):
        rendered = letters.render(letter)
        Letter.objects.filter(pk=letter.pk).update(
            state=Letter.State.SENT,
            attempts=1,
            sent_at=at,
            subject=rendered.subject[:250],
            text=rendered.text,
            html=rendered.html,
        )
