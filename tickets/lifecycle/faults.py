"""Acts on a whole fault: each of its tickets in one transaction, with one letter each (K9, C6)."""

from datetime import datetime

from django.db import transaction

from istockist_sla.core.models import User
from tickets.lifecycle.base import SUPPORT, Refused, leave, leave_of_fault, lock_fault, put, whole
from tickets.lifecycle.closing import close_resolved
from tickets.models import CustomerSuccessContact, Message, State, Ticket


def may_be_resolved(ticket: Ticket) -> bool:
    """A full solution closes what is qualified and not closed yet (K9, C6)."""
    return ticket.state in (State.QUALIFIED, State.DOWNGRADED)


@transaction.atomic
def resolve(
    fault_id: int,
    *,
    text: str,
    by: User,
    at: datetime,
    seen: int | None,
    through: dict[int, CustomerSuccessContact] | None = None,
) -> list[Ticket]:
    """The full solution of a fault closes each of its open tickets as resolved (K9).

    `through`: by client id, who of Customer Success gave the notice instead of a letter.
    """
    at = whole(at)
    fault, tickets = lock_fault(fault_id, seen=seen)
    solved = [ticket for ticket in tickets if may_be_resolved(ticket)]
    if not solved:
        raise Refused("No ticket of this fault is open.")
    leave_of_fault(fault, "resolve", solved, by=by, at=at)
    for ticket in solved:
        close_resolved(
            ticket, text=text, by=by, at=at, through=(through or {}).get(ticket.client_id)
        )
    return solved


@transaction.atomic
def notify(fault_id: int, *, text: str, by: User, at: datetime) -> list[Ticket]:
    """One message to every open ticket of the fault, as a reply in each."""
    at = whole(at)
    fault, tickets = lock_fault(fault_id)
    reached = [ticket for ticket in tickets if not ticket.is_closed]
    if not reached:
        raise Refused("No ticket of this fault is open.")
    leave_of_fault(fault, "notify", reached, by=by, at=at)
    for ticket in reached:
        message = put(ticket, kind=Message.Kind.REPLY, text=text, by=by, at=at)
        data = {"message": message.pk, "fault": fault.pk}
        leave(ticket, verb="reply", by=by, side=SUPPORT, at=at, data=data, speaks=True)
    return reached
