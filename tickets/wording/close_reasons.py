"""Why a ticket was closed."""

from tickets.models import CloseReason

CONFIRMED_BY_CLIENT = "Closed without a solution, as you confirmed"
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
