"""A ticket's thread as the client reads it: messages, and between them what happened."""

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from istockist_sla.core.lib import text
from istockist_sla.core.models import Event
from tickets.models import Channel, CloseReason, Message, Ticket, TicketKind
from tickets.portal import findings
from tickets.portal.labels import CLASSES, TESTS, minutes_after

CLOSED_AS = {
    CloseReason.RESOLVED: "closed it as solved",
    CloseReason.CONFIRMED: "closed it without a solution",
    CloseReason.NO_ANSWER: "closed it: our question had no answer",
    CloseReason.DUPLICATE: "closed it: it repeats another ticket",
    CloseReason.SPAM: "closed it as unwanted mail",
}


class PortalEvent(NamedTuple):
    icon: str
    sentence: str


class PortalThreadEntry(NamedTuple):
    """Either a message or something that happened."""

    message: Message | None = None
    happening: PortalEvent | None = None


def thread(
    ticket: Ticket, events: list[Event], messages: list[Message], now: datetime
) -> list[PortalThreadEntry]:
    """Each message stands with the act that it belongs to; one whose act is not told, by its
    time."""
    told = {message.pk: message for message in messages}
    timed = list(_entries(ticket, events, told, now))
    shown = {entry.message.pk for _, entry in timed if entry.message}
    timed += [
        (each.at, PortalThreadEntry(message=each)) for each in messages if each.pk not in shown
    ]
    return [entry for _, entry in sorted(timed, key=itemgetter(0))]


def _entries(
    ticket: Ticket, events: list[Event], messages: dict[int, Message], now: datetime
) -> Iterator[tuple[datetime, PortalThreadEntry]]:
    taken = False
    for event in events:
        happening = _portal_event(ticket, event, now, first_take=not taken)
        taken = taken or event.verb == "take"
        message = messages.get(event.data.get("message") or 0)
        # Closing ends what was said; everything else is explained by what follows it.
        if message and event.verb == "close":
            yield event.at, PortalThreadEntry(message=message)
        if happening:
            yield event.at, PortalThreadEntry(happening=happening)
        if message and event.verb != "close":
            yield event.at, PortalThreadEntry(message=message)


def _portal_event(
    ticket: Ticket, event: Event, now: datetime, *, first_take: bool
) -> PortalEvent | None:
    who = event.actor.get_full_name() if event.actor else "Support"
    at = text.clock_gmt(event.at, now)
    match event.verb:
        case "open" if ticket.channel == Channel.DESK:
            return PortalEvent("user-round", f"{who} of Support opened it for you, {at}.")
        case "take":
            after = minutes_after(ticket.opened_at, event.at) if first_take else ""
            return PortalEvent("user-round-check", f"{who} took it in charge, {at}{after}.")
        case "answer":
            return PortalEvent("phone", f"{who} noted what you answered, {at}.")
        case "qualify" | "rectify":
            return _classified(event, at)
        case "downgrade":
            return _lowered(event, at)
        case "close":
            how = CLOSED_AS[CloseReason(event.data["reason"])]
            return PortalEvent("m-closed", f"{who} {how}, {at}.")
        case "reopen":
            return PortalEvent("rotate-ccw", f"{who} reopened it, {at}.")
        case "set_priority":
            how = "to low" if event.data.get("low") else "back to normal"
            return PortalEvent("flag", f"{who} set the priority {how}, {at}.")
    told = findings.event_text(event, who, at)
    return PortalEvent(*told) if told else None


def _classified(event: Event, at: str) -> PortalEvent:
    if event.data.get("kind") == TicketKind.REQUEST:
        return PortalEvent("m-request", f"Taken as a request for information, {at}.")
    fault_class = event.data["class"]
    _, why = TESTS.get(event.data.get("test", ""), ("", ""))
    verb = "Class put right, now" if event.verb == "rectify" else "Classified as"
    return PortalEvent(f"m-{fault_class}", f"{verb} {CLASSES[fault_class]}, {at}. {why}".strip())


def _lowered(event: Event, at: str) -> PortalEvent:
    before, to = CLASSES[event.data["from"]], CLASSES[event.data["to"]]
    return PortalEvent("m-downgraded", f"A workaround is in place: {before} became {to}, {at}.")
