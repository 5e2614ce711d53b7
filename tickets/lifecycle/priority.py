"""The priority that the client gives a ticket (G6)."""

from datetime import datetime

from django.db import transaction

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from tickets.lifecycle.answers import commit_answer, undoable_closing
from tickets.lifecycle.base import CLIENT, lock, refuse_closed
from tickets.models import Ticket, Verb


@transaction.atomic
def set_priority(
    ticket_id: int, *, low: bool, by: User, at: datetime, recorded_at: datetime | None = None
) -> Ticket:
    """The client changes the priority it gave; the value at the opening still decides (G6)."""
    ticket, at = lock(ticket_id), to_second(at)
    if undoable_closing(ticket, at=at) is None:
        refuse_closed(ticket)
    if ticket.low_priority == low:
        return ticket
    ticket.low_priority = low
    commit_answer(
        ticket,
        verb=Verb.SET_PRIORITY,
        by=by,
        side=CLIENT,
        at=at,
        recorded_at=recorded_at or at,
        data={"low": low},
    )
    return ticket
