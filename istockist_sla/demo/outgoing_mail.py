"""Letters of the past: rendered and marked as sent, and delivered to nobody."""

from datetime import datetime

from istockist_sla.core import letters
from istockist_sla.core.models import Letter


def mark_due_as_sent(*, at: datetime) -> None:
    """Each letter is rendered at its own instant, so that it shows the ticket as it was."""
    for letter in Letter.objects.due(at).order_by("id"):
        rendered = letters.render(letter)
        Letter.objects.filter(pk=letter.pk).update(
            state=Letter.State.SENT,
            attempts=1,
            sent_at=at,
            subject=rendered.subject[:250],
            text=rendered.text,
            html=rendered.html,
        )
