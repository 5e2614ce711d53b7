"""The priority that the client gives a ticket (G6)."""

from datetime import datetime

from django.db import transaction

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from tickets.lifecycle.base import CLIENT, commit_step, lock, refuse_closed
from tickets.lifecycle.messages import end_questions
from tickets.models import Ticket, Verb


@transaction.atomic
def set_priority(ticket_id: int, *, low: bool, by: User, at: datetime) -> Ticket:
    """The client changes the priority it gave; the value at the opening still decides (G6)."""
    ticket, at = lock(ticket_id), to_second(at)
    refuse_closed(ticket)
    if ticket.low_priority == low:
        return ticket
    ticket.low_priority = low
    answered = end_questions(ticket, at=at, answered=True)
    commit_step(
        ticket,
        verb=Verb.SET_PRIORITY,
        by=by,
        side=CLIENT,
        at=at,
        data={"low": low, "answers": answered},
    )
    return ticket
