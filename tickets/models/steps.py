"""From where the steps of a ticket lead where, and what they ask of it."""

from typing import Any

from django_fsm import GET_STATE

from tickets.models.choices import FaultClass, TicketState

UNCLOSED = [TicketState.OPEN, TicketState.QUALIFIED, TicketState.DOWNGRADED]
CLASSED = UNCLOSED[1:]
AS_CLOSED_FROM = GET_STATE(lambda ticket, **_: ticket.closed_from, states=UNCLOSED)


def is_unclassed(ticket: Any) -> bool:
    """A request may later become a fault; a given class is definitive (C3, O4)."""
    return not ticket.fault_class


def is_above_low(ticket: Any) -> bool:
    """Low is the lowest class (K9)."""
    return ticket.fault_class in (FaultClass.CRITICAL, FaultClass.MEDIUM)
