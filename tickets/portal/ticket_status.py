"""A ticket's status in the words that its client reads."""

from datetime import datetime
from typing import NamedTuple

from istockist_sla.core import clocks
from tickets.models import CloseReason, InformationRequest, Ticket, TicketState
from tickets.sla.verdict import EXCLUDED, NOT_COVERED
from tickets.wording import close_reasons, not_judged

CLOSED, WAITING, WITH_US = "closed", "waiting", "with us"
EXCERPT_CHARS = 110


class TicketStatus(NamedTuple):
    """`kind`: waiting (for the client), with us or closed."""

    kind: str
    icon: str
    title: str
    detail: str


def ticket_status(
    ticket: Ticket, question: InformationRequest | None, now: datetime
) -> TicketStatus:
    """`question` is the open one, if any; a closed ticket comes `with_works_again`."""
    if ticket.is_closed:
        return TicketStatus(CLOSED, "m-closed", _closed(ticket), "")
    if ticket.waiting_since is not None:
        return TicketStatus(WAITING, "corner-up-left", "Waiting for you", _asked(question))
    if ticket.handled_at is None:
        return _first_answer(ticket, now)
    return TicketStatus(WITH_US, "clock", *_with_us(ticket))


def _closed(ticket: Ticket) -> str:
    works_again = bool(getattr(ticket, "works_again", False))
    reason = CloseReason(ticket.close_reason)
    return close_reasons.status_for_client(reason, works_again=works_again)


def _asked(question: InformationRequest | None) -> str:
    if question is None or question.message.author is None:
        return "We asked you something."
    question_text = excerpt(question.message.text)
    name = question.message.author.get_short_name()
    return (
        f"{name} asks: {question_text}"
        if question_text
        else f"{name} asks; see the file in the ticket."
    )


def excerpt(message: str) -> str:
    """The first words, on one line."""
    flat = " ".join(message.split())
    return flat if len(flat) <= EXCERPT_CHARS else flat[:EXCERPT_CHARS].rsplit(" ", 1)[0] + " …"


def _first_answer(ticket: Ticket, now: datetime) -> TicketStatus:
    """Before its class a ticket is past the shortest limit at most, and not yet late (C2)."""
    title, response = "With us, first answer to come", ticket.response
    due_at = response.due_at
    if response.verdict == NOT_COVERED or due_at is None:
        reason = not_judged.sentence_for_client(response.reason)
        return TicketStatus(WITH_US, "clock", title, reason)
    due = clocks.instant(due_at, now)
    if response.verdict == EXCLUDED:
        return TicketStatus(WITH_US, "clock", title, f"By {due} if we can; no limit is promised.")
    if due_at < now:
        return TicketStatus(WITH_US, "clock", title, f"It was expected by {due}.")
    return TicketStatus(WITH_US, "clock", title, f"By {due} at the latest.")


def _with_us(ticket: Ticket) -> tuple[str, str]:
    who = ticket.owner.get_short_name() if ticket.owner else "Support"
    if ticket.team:
        team = ticket.get_team_display()
        return f"With us, {team} is working on it", f"{who} will write when they have news."
    if not ticket.is_fault:
        return "With us, your request is being answered", f"{who} will write to you."
    if ticket.state == TicketState.OPEN:
        return "With us, to be classified", f"{who} is dealing with it."
    if ticket.state == TicketState.DOWNGRADED:
        return "With us, a workaround is in place", f"{who} will write about the full repair."
    return "With us, being repaired", f"{who} will write when there is news."
