"""Why a ticket was closed."""

from tickets.models import CloseReason

CONFIRMED_BY_CLIENT = "Closed without a solution, as you confirmed"
# Before it had a class a ticket that works again closes by the client's word as well (E1).
WORKS_AGAIN = "Closed, it works again, as you told us"
WORKS_AGAIN_EVENT = "closed it: it works again"
# The reason by itself, as a client reads it.
LABELS_FOR_CLIENT: dict[CloseReason, str] = {
    **{reason: str(reason.label) for reason in CloseReason},
    CloseReason.CONFIRMED: CONFIRMED_BY_CLIENT,
}
# The status of a closed ticket, as its client reads it.
STATUS_FOR_CLIENT: dict[CloseReason, str] = {
    CloseReason.RESOLVED: "Closed, solved",
    CloseReason.NO_ANSWER: "Closed, no answer came",
    CloseReason.CONFIRMED: CONFIRMED_BY_CLIENT,
    CloseReason.DUPLICATE: "Closed, it repeats another ticket",
    CloseReason.SPAM: "Closed as unwanted mail",
}
# After the name of whoever closed it.
EVENTS: dict[CloseReason, str] = {
    CloseReason.RESOLVED: "closed it as resolved",
    CloseReason.NO_ANSWER: "closed it: our question had no answer",
    CloseReason.CONFIRMED: "closed it unresolved",
    CloseReason.DUPLICATE: "closed it as a duplicate",
    CloseReason.SPAM: "closed it as spam",
}
EVENTS_FOR_CLIENT: dict[CloseReason, str] = {
    **EVENTS,
    CloseReason.RESOLVED: "closed it as solved",
    CloseReason.CONFIRMED: "closed it without a solution",
    CloseReason.DUPLICATE: "closed it: it repeats another ticket",
    CloseReason.SPAM: "closed it as unwanted mail",
}


def label_for_client(reason: CloseReason, *, works_again: bool) -> str:
    """`works_again`: the client's own word for it."""
    return WORKS_AGAIN if _is_solved_by_itself(reason, works_again) else LABELS_FOR_CLIENT[reason]


def status_for_client(reason: CloseReason, *, works_again: bool) -> str:
    return WORKS_AGAIN if _is_solved_by_itself(reason, works_again) else STATUS_FOR_CLIENT[reason]


def event_for_client(reason: CloseReason, *, works_again: bool) -> str:
    solved = _is_solved_by_itself(reason, works_again)
    return WORKS_AGAIN_EVENT if solved else EVENTS_FOR_CLIENT[reason]


def _is_solved_by_itself(reason: CloseReason, works_again: bool) -> bool:
    return reason == CloseReason.CONFIRMED and works_again
