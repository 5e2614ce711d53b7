"""A ticket's thread as its client reads it: messages, and the events between them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from istockist_sla.core.models import Event
from tickets import access
from tickets.models import Channel, InformationRequest, Message, Ticket, Verb
from tickets.portal.event_texts import ClientEventText, ShownEvent, event_text

# A thread that is longer shows its beginning and its end; the rest is folded.
LONGEST_WHOLE, FIRST, LAST = 24, 2, 10


class PortalMessage(NamedTuple):
    """A message with who wrote it really; `note`: who put it into the ticket for them."""

    message: Message
    who: str
    is_support: bool
    is_question: bool
    note: str = ""


class PortalThreadEntry(NamedTuple):
    """Either a message or the text of an event."""

    said: PortalMessage | None = None
    event: ClientEventText | None = None


class PortalThread(NamedTuple):
    """`folded` stands between `first` and `last`; a short thread is whole in `last`."""

    first: Sequence[PortalThreadEntry]
    folded: Sequence[PortalThreadEntry]
    last: Sequence[PortalThreadEntry]

    @property
    def opening(self) -> PortalMessage | None:
        entries = (entry for part in self for entry in part)
        return next((entry.said for entry in entries if entry.said), None)

    @property
    def newest(self) -> PortalMessage | None:
        return next((entry.said for entry in reversed(self.last) if entry.said), None)

    @property
    def messages(self) -> int:
        return sum(1 for part in self for entry in part if entry.said)

    @property
    def folded_messages(self) -> int:
        return sum(1 for entry in self.folded if entry.said)


class _Around(NamedTuple):
    """What entries depend on besides their own rows."""

    ticket: Ticket
    question: InformationRequest | None
    senders: dict[int, str]
    contacts: dict[int, str]
    now: datetime


def thread(
    ticket: Ticket,
    events: list[Event],
    messages: list[Message],
    now: datetime,
    question: InformationRequest | None = None,
) -> PortalThread:
    """Each message is next to the event that carries it; without one it is placed by its time.
    `question` is the open one, which is never folded."""
    by_id = {message.pk: message for message in messages}
    around = _Around(
        ticket,
        question,
        access.senders_passed_on(events),
        access.contacts_of_notices(events),
        now,
    )
    timed = list(_timed_entries(around, events, by_id))
    shown = {entry.said.message.pk for _, entry in timed if entry.said}
    timed += [
        (each.at, PortalThreadEntry(said=_said(around, each)))
        for each in messages
        if each.pk not in shown
    ]
    return _folded([entry for _, entry in sorted(timed, key=itemgetter(0))])


def _folded(entries: list[PortalThreadEntry]) -> PortalThread:
    if len(entries) <= LONGEST_WHOLE:
        return PortalThread((), (), entries)
    asked = [n for n, entry in enumerate(entries) if entry.said and entry.said.is_question]
    begin = max(FIRST, min([len(entries) - LAST, *asked]))
    return PortalThread(entries[:FIRST], entries[FIRST:begin], entries[begin:])


def _timed_entries(
    around: _Around, events: list[Event], messages: dict[int, Message]
) -> Iterator[tuple[datetime, PortalThreadEntry]]:
    taken = False
    for event in events:
        text = event_text(
            ShownEvent(
                event=event,
                ticket=around.ticket,
                now=around.now,
                first_take=not taken,
                told_by=around.contacts.get(event.pk, ""),
            )
        )
        taken = taken or event.verb == Verb.TAKE
        carries = event.verb != Verb.CONFIRM_PERSON
        message = messages.get(event.data.get("message") or 0) if carries else None
        said = _said(around, message, event) if message else None
        # A closing comes after its message, every other event before it.
        if said and event.verb == Verb.CLOSE:
            yield event.at, PortalThreadEntry(said=said)
        if text:
            yield event.at, PortalThreadEntry(event=text)
        if said and event.verb != Verb.CLOSE:
            yield event.at, PortalThreadEntry(said=said)


def _said(around: _Around, message: Message, event: Event | None = None) -> PortalMessage:
    is_support = message.kind != Message.Kind.CLIENT
    author = message.author.get_full_name() if message.author else ""
    who = author or ("Support" if is_support else around.ticket.administrator.name)
    note = ""
    actor = event.actor.get_full_name() if event and event.actor else "Support"
    if event and event.pk in around.senders:
        who, note = around.senders[event.pk], f"passed on by {actor}, Support"
    elif event and event.verb == Verb.OPEN and around.ticket.channel == Channel.DESK:
        note = f"written down by {actor}, Support"
    question = around.question
    is_question = question is not None and question.message_id == message.pk
    return PortalMessage(message, who, is_support, is_question, note)
