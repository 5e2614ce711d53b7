"""What a letter to a client keeps of the acts so far, so that the client's mailbox bears witness to
them: the verifier of a closed month compares it."""

from typing import Any

from tickets.inputs import Rows
from tickets.models import Ticket
from tickets.sla.bundle.acts import Witness, witness_of

WITNESS = "witness"


def witnessed(ticket: Ticket, rows: Rows) -> dict[str, Any]:
    """For the letter's context: codes and instants alone, of what was read for the step."""
    kinds = {each.id: each.kind for each in rows.findings[ticket.pk]}
    return {WITNESS: witness_of(rows.events[ticket.pk], kinds)._asdict()}


def record_line(ticket: Ticket, context: dict[str, Any]) -> str:
    """In the form that the verifier takes; none of a letter from before there was one."""
    if WITNESS not in context:
        return ""
    act, at, digest = Witness(**context[WITNESS])
    return (
        f"For your records, ticket {ticket.number} up to act {act}: "
        f"{ticket.number}={act}:{at}:{digest}"
    )
