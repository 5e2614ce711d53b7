"""What a ticket's page says of the mail that opened it: a machine may have written it, or it may
belong to another ticket."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionLink
from tickets.admin.tickets.thread import TicketThread
from tickets.models import CloseReason, Ticket, Verb


class Doubt(NamedTuple):
    """Why a program may have written it, and where to say who did (K10, E4)."""

    why: str
    confirm: str
    close: str


class Suggested(NamedTuple):
    """A ticket that it may belong to, and where to say that it repeats it (E4)."""

    ticket: Ticket
    close: str


def context(thread: TicketThread, by_verb: Mapping[str, ActionLink]) -> dict[str, Any]:
    if not thread.events or thread.events[0].verb != Verb.OPEN:
        return {}
    opening = thread.events[0]
    return {
        "doubt": _doubt(thread, opening, by_verb),
        "suggested": _suggested(thread.ticket, opening, by_verb),
    }


def _doubt(thread: TicketThread, opening: Event, by_verb: Mapping[str, ActionLink]) -> Doubt | None:
    if not thread.ticket.perhaps_automatic or thread.ticket.is_closed:
        return None
    message = opening.data["message"]
    mail = thread.mails.get(message)
    return Doubt(
        why=mail.note if mail else "",
        confirm=_url(by_verb, Verb.CONFIRM_PERSON, message=message),
        close=_url(by_verb, Verb.CLOSE, reason=CloseReason.SPAM),
    )


def _suggested(
    ticket: Ticket, opening: Event, by_verb: Mapping[str, ActionLink]
) -> Suggested | None:
    """Only one of its own client."""
    rows = Ticket.objects.filter(client=ticket.client_id).exclude(pk=ticket.pk)
    found = rows.filter(pk=opening.data["hint"]).first() if "hint" in opening.data else None
    if found is None or ticket.is_closed:
        return None
    duplicate = {"reason": CloseReason.DUPLICATE, "duplicate_of": found.number}
    return Suggested(found, _url(by_verb, Verb.CLOSE, **duplicate))


def _url(by_verb: Mapping[str, ActionLink], verb: Verb, **initial: Any) -> str:
    """The page of an action, filled in; empty where this person may not take it now."""
    action = by_verb.get(verb)
    return f"{action.url}?{urlencode(initial)}" if action else ""
