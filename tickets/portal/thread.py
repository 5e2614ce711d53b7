"""A ticket's thread as its client reads it: messages, and the events between them."""

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from istockist_sla.core.models import Event
from tickets import access
from tickets.models import Message, Ticket, Verb
from tickets.portal.event_texts import ClientEventText, ShownEvent, event_text


class PortalThreadEntry(NamedTuple):
    """Either a message or the text of an event."""

    message: Message | None = None
    event: ClientEventText | None = None


def thread(
    ticket: Ticket, events: list[Event], messages: list[Message], now: datetime
) -> list[PortalThreadEntry]:
    """Each message is next to the event that carries it; without one it is placed by its time."""
    by_id = {message.pk: message for message in messages}
    timed = list(_timed_entries(ticket, events, by_id, now))
    shown = {entry.message.pk for _, entry in timed if entry.message}
    timed += [
        (each.at, PortalThreadEntry(message=each)) for each in messages if each.pk not in shown
    ]
    return [entry for _, entry in sorted(timed, key=itemgetter(0))]


def _timed_entries(
    ticket: Ticket, events: list[Event], messages: dict[int, Message], now: datetime
) -> Iterator[tuple[datetime, PortalThreadEntry]]:
    taken = False
    senders = access.senders_passed_on(events)
    for event in events:
        text = event_text(
            ShownEvent(
                event=event,
                ticket=ticket,
                now=now,
                first_take=not taken,
                sender=senders.get(event.pk, ""),
            )
        )
        taken = taken or event.verb == Verb.TAKE
        carries = event.verb != Verb.CONFIRM_PERSON
        message = messages.get(event.data.get("message") or 0) if carries else None
        # A closing comes after its message, every other event before it.
        if message and event.verb == Verb.CLOSE:
            yield event.at, PortalThreadEntry(message=message)
        if text:
            yield event.at, PortalThreadEntry(event=text)
        if message and event.verb != Verb.CLOSE:
            yield event.at, PortalThreadEntry(message=message)
