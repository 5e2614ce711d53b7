"""What each reason for closing asks for (E1, E4)."""

from datetime import datetime

from istockist_sla.core.refusal import ActionRefused
from tickets import inputs
from tickets.lifecycle.base import NeedsApproval
from tickets.models import CloseReason, InformationRequest, Message, Ticket, TicketState
from tickets.sla.verdict import judge


def refuse_reason(
    ticket: Ticket,
    reason: str,
    duplicate_of: Ticket | None,
    confirmation: Message | None,
    at: datetime,
) -> None:
    """Each reason of E1 and E4 with what it asks for."""
    if reason not in CloseReason.values:
        raise ActionRefused("Choose a reason for closing.")
    if reason == CloseReason.RESOLVED and ticket.state == TicketState.OPEN:
        raise ActionRefused("Qualify the ticket before you close it as resolved (C6).")
    if reason == CloseReason.NO_ANSWER:
        _refuse_unasked(ticket)
    if reason == CloseReason.CONFIRMED and not _is_of_client(ticket, confirmation):
        raise ActionRefused("Point at the client's message that confirms the closing (E1).")
    if reason == CloseReason.DUPLICATE:
        refuse_duplicate(ticket, duplicate_of)
    if reason in (CloseReason.DUPLICATE, CloseReason.SPAM):
        _refuse_late(ticket, at)
    if duplicate_of is not None and reason != CloseReason.DUPLICATE:
        raise ActionRefused("Only a duplicate names the ticket that it repeats (E4).")


def _refuse_unasked(ticket: Ticket) -> None:
    questions = InformationRequest.objects.filter(ticket=ticket).unanswered()
    if not questions.exists():
        raise ActionRefused(
            "Only a ticket with an open question closes for want of an answer (E1)."
        )
    if questions.undeliverable().exists():
        raise ActionRefused("A question could not be delivered: nobody has it to answer (E2).")


def _is_of_client(ticket: Ticket, message: Message | None) -> bool:
    return (
        message is not None
        and message.ticket_id == ticket.pk
        and message.kind == Message.Kind.CLIENT
    )


def refuse_duplicate(ticket: Ticket, original: Ticket | None) -> None:
    if original is None or original.client_id != ticket.client_id:
        raise ActionRefused(
            "Name the earlier ticket of the same client that this one repeats (E4)."
        )
    if (original.opened_at, original.pk) >= (ticket.opened_at, ticket.pk):
        raise ActionRefused(f"Ticket {original.number} is not earlier than this one (E4).")
    if original.close_reason == CloseReason.DUPLICATE:
        raise ActionRefused(f"Ticket {original.number} is a duplicate itself; name the original.")


def _refuse_late(ticket: Ticket, at: datetime) -> None:
    """Past its limit a ticket leaves the figures only with a manager's approval (E4)."""
    response = judge(inputs.load_inputs(ticket), now=at).response
    if response.late_by:
        raise NeedsApproval(
            "This ticket is past its response limit: closing it as duplicate or spam needs a "
            "manager's approval (E4)."
        )
