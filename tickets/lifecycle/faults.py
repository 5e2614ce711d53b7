"""Acts on a whole fault: each of its tickets in one transaction, with one letter each (K9, C6)."""

from datetime import datetime

from django.db import transaction

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused
from tickets.lifecycle.base import SUPPORT, append_fault_event, commit_step, lock_fault
from tickets.lifecycle.closing import close_resolved
from tickets.lifecycle.drafts import add_message
from tickets.models import CustomerSuccessContact, Message, Ticket, TicketState, Verb


def may_be_resolved(ticket: Ticket) -> bool:
    """A full solution closes what is qualified and not closed yet (K9, C6)."""
    return ticket.state in (TicketState.QUALIFIED, TicketState.DOWNGRADED)


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
    at = to_second(at)
    fault, tickets = lock_fault(fault_id, seen=seen)
    solved = [ticket for ticket in tickets if may_be_resolved(ticket)]
    if not solved:
        raise ActionRefused("No ticket of this fault is open.")
    append_fault_event(fault, Verb.RESOLVE, solved, by=by, at=at)
    for ticket in solved:
        close_resolved(
            ticket, text=text, by=by, at=at, through=(through or {}).get(ticket.client_id)
        )
    return solved


@transaction.atomic
def notify(fault_id: int, *, text: str, by: User, at: datetime) -> list[Ticket]:
    """One message to every open ticket of the fault, as a reply in each."""
    at = to_second(at)
    fault, tickets = lock_fault(fault_id)
    reached = [ticket for ticket in tickets if not ticket.is_closed]
    if not reached:
        raise ActionRefused("No ticket of this fault is open.")
    append_fault_event(fault, Verb.NOTIFY, reached, by=by, at=at)
    for ticket in reached:
        message = add_message(ticket, kind=Message.Kind.REPLY, text=text, by=by, at=at)
        data = {"message": message.pk, "fault": fault.pk}
        commit_step(ticket, verb=Verb.REPLY, by=by, side=SUPPORT, at=at, data=data, speaks=True)
    return reached
