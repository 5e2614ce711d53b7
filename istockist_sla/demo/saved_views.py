"""Views of the queue that the demo's agents have saved."""

from datetime import datetime

from istockist_sla.core.models import User
from tickets.models import ClientFact, QueueView


def save_views(*, agent: User, colleague: User, at: datetime) -> None:
    """The agent's own, and one that a colleague shares."""
    QueueView.objects.create(
        owner=agent,
        name="Premium by client",
        filters={"plan": ClientFact.Kind.PREMIUM.value},
        order="client",
        columns=["client", "class", "state", "clock", "owner", "opened"],
        created_at=at,
    )
    QueueView.objects.create(
        owner=colleague,
        name="Late shift",
        is_shared=True,
        filters={"view": "unassigned"},
        created_at=at,
    )
