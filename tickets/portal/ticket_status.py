"""A ticket's state, class and first answer in the words that clients read."""

from datetime import datetime, timedelta
from typing import NamedTuple

from istockist_sla.core.lib import text
from tickets.deadlines import REOPENING
from tickets.models import CloseReason, FaultClass, InformationRequest, Ticket, TicketState
from tickets.sla.verdict import EXCLUDED, NOT_COVERED

EXCERPT = 110
CLASSES: dict[str, str] = dict(FaultClass.choices)

CLOSED = {
    CloseReason.RESOLVED: "Closed, solved",
    CloseReason.NO_ANSWER: "Closed, no answer came",
    CloseReason.CONFIRMED: "Closed without a solution, as you confirmed",
    CloseReason.DUPLICATE: "Closed, it repeats another ticket",
    CloseReason.SPAM: "Closed as unwanted mail",
}
# Why the class tests gave that class, in their order (C1).
TESTS = {
    "inaccessible": ("first", "The client admin or the API cannot be reached."),
    "orders-stopped": ("second", "Orders cannot be placed or received."),
    "orders-partly": (
        "third",
        "Online ordering is interrupted in part, or more than one order in ten is over "
        "30 minutes late.",
    ),
    "read-only": ("fourth", "Only what one reads, reports or statistics, is missing or old."),
    "degraded": (
        "fifth",
        "It can be used only by a detour or with great slowness or random errors, or another "
        "function fails.",
    ),
    "other": ("last", "None of the graver tests fits."),
}
# Why no promise is judged (G9), by the reason's code.
UNJUDGED = {
    "no-agreement": "No agreement was in force when it was opened.",
    "free-plan": "The Free plan names no limit; we answer as soon as we can.",
    "request": "A request for information has no limit.",
    "no-fault": "We decided on the interruption ourselves, so it is no fault.",
    "duplicate": "It repeats another ticket, and that one is judged.",
    "spam": "It was closed as unwanted mail.",
    "unqualified": "It was closed before it had a class.",
    "outside-scope": "Your agreement speaks of order processing only.",
    "low-priority": "You gave it low priority when you opened it.",
    "rate-limit": "A rate limit was on your account when you opened it.",
    "client-error": "The cause was found to be an error on your side.",
    "client-negligence": "The cause was found to be negligence on your side.",
    "introductory": "It was opened before your first order was thirty days old.",
    "order-volume": "Your order volume had changed a great deal when you opened it.",
    "maintenance-cause": "Announced maintenance was its cause.",
}


class TicketStatus(NamedTuple):
    """`kind`: waiting (for the client), ours or closed."""

    kind: str
    icon: str
    title: str
    detail: str


def ticket_status(
    ticket: Ticket, question: InformationRequest | None, now: datetime
) -> TicketStatus:
    """Where a ticket stands; `question` is the open one, if any."""
    if ticket.is_closed:
        return TicketStatus("closed", "m-closed", CLOSED[CloseReason(ticket.close_reason)], "")
    if ticket.waiting_since is not None:
        return TicketStatus("waiting", "corner-up-left", "Waiting for you", _asked(question))
    if ticket.handled_at is None:
        return _first_answer(ticket, now)
    return TicketStatus("ours", "clock", *_with_us(ticket))


def _asked(question: InformationRequest | None) -> str:
    if question is None or question.message.author is None:
        return "We asked you something."
    message = question.message
    words = excerpt(message.text)
    name = question.message.author.get_short_name()
    return f"{name} asks: {words}" if words else f"{name} asks; see the file in the ticket."


def excerpt(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= EXCERPT else flat[:EXCERPT].rsplit(" ", 1)[0] + " …"


def _first_answer(ticket: Ticket, now: datetime) -> TicketStatus:
    """Before its class a ticket is past the shortest limit at most, and not yet late (C2)."""
    title, due_at = "With us, first answer to come", ticket.response_due_at
    if ticket.response_verdict == NOT_COVERED or due_at is None:
        reason = UNJUDGED.get(ticket.response_reason, "")
        return TicketStatus("ours", "clock", title, reason)
    due = text.instant(due_at, now)
    if ticket.response_verdict == EXCLUDED:
        return TicketStatus("ours", "clock", title, f"By {due} if we can; no limit is promised.")
    if due_at < now:
        return TicketStatus("ours", "clock", title, f"It was expected by {due}.")
    return TicketStatus("ours", "clock", title, f"By {due} at the latest.")


def _with_us(ticket: Ticket) -> tuple[str, str]:
    who = ticket.owner.get_short_name() if ticket.owner else "Support"
    if ticket.team:
        team = ticket.get_team_display()
        return f"With us, {team} is working on it", f"{who} will write when they have news."
    if not ticket.is_fault:
        return "With us, your request is being answered", f"{who} will write to you."
    if ticket.state == TicketState.OPEN:
        return "With us, to be classified", f"{who} has it in hand."
    if ticket.state == TicketState.DOWNGRADED:
        return "With us, a workaround is in place", f"{who} will write about the full repair."
    return "With us, being repaired", f"{who} will write when there is news."


def opened(at: datetime, now: datetime) -> str:
    """`opened today 13:44 GMT`, or the day alone: enough for a row."""
    if at.date() == now.date():
        return f"opened today {text.time_gmt(at)}"
    return f"opened {text.short_day(at.date(), now)}"


def reopen_until(ticket: Ticket) -> datetime:
    """The last instant of the window in which the same ticket resumes (K13)."""
    return (ticket.closed_at or ticket.opened_at) + REOPENING


def minutes_after(start: datetime, at: datetime) -> str:
    """`, 8 minutes after you wrote`, while that is worth telling."""
    minutes = int((at - start) / timedelta(minutes=1))
    if not 0 < minutes < 60:
        return ""
    return f", {minutes} minute{'s' if minutes > 1 else ''} after you wrote"
