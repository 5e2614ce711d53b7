"""A ticket's thread on its page: messages and events in the order of their recording."""

from dataclasses import dataclass
from datetime import datetime

from istockist_sla.core.models import Event, Letter, User
from tickets.admin import event_text
from tickets.admin.event_text import TicketEventText
from tickets.models import (
    Channel,
    HandOver,
    InboundMail,
    Message,
    Ticket,
    Verb,
)

TO_CLIENT = (Message.Kind.REPLY, Message.Kind.QUESTION)
# Verbs whose event stands in the thread as a line of its own, above the message that goes with it.
WITH_MESSAGE_BELOW = frozenset(
    {
        Verb.DOWNGRADE,
        Verb.CLOSE,
        Verb.REOPEN,
        Verb.ANSWER,
        Verb.PROPOSE,
        Verb.DECLINE,
        Verb.CONTEST,
        Verb.UPHOLD,
        Verb.WITHDRAW,
    }
)
# Verbs whose event stands alone, even where it names a message.
WITHOUT_MESSAGE = frozenset(
    {
        Verb.TAKE,
        Verb.ASSIGN,
        Verb.QUALIFY,
        Verb.MOVE,
        Verb.SET_PRIORITY,
        Verb.CONFIRM_PERSON,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ThreadEntry:
    """An event as a line, a message, or the note of a machine, which has no event;
    `answered_after` in seconds on the wall clock."""

    line: TicketEventText | None = None
    note: InboundMail | None = None
    message: Message | None = None
    tag: str = ""
    tag_icon: str = ""
    role: str = ""
    channel: str = ""
    by_viewer: bool = False
    answered_after: int | None = None
    delivered_at: datetime | None = None
    mail_id: int | None = None


class TicketThread:
    """All rows of one ticket, read in a fixed number of queries."""

    def __init__(self, ticket: Ticket, *, viewer: User) -> None:
        self.ticket, self.viewer = ticket, viewer
        about = Event.objects.about(Event.Kind.TICKET, ticket.pk)
        self.events = list(about.select_related("actor").order_by("id"))
        self.lines = event_text.describe(self.events, viewer=viewer)
        messages = ticket.messages.select_related("author").prefetch_related("attachments")
        self.messages = {message.pk: message for message in messages}
        self.hand_overs = list(HandOver.objects.filter(ticket=ticket).select_related("message"))
        self.letters = list(Letter.objects.about(Event.Kind.TICKET, ticket.pk).order_by("id"))
        mails = list(
            InboundMail.objects.filter(ticket=ticket)
            .select_related("letter")
            .defer("raw", "letter__text", "letter__html")
            .order_by("stored_at", "id")
        )
        self.mails = {mail.message_id: mail for mail in mails if mail.message_id}
        self.notes = [mail for mail in mails if mail.message_id is None]

    @property
    def seen(self) -> int:
        return self.events[-1].pk if self.events else 0

    def entries(self) -> list[ThreadEntry]:
        """Each note of a machine stands behind what had been recorded before it came."""
        found, notes = list[ThreadEntry](), self.notes
        for line in self.lines:
            due = [note for note in notes if note.stored_at < line.event.recorded_at]
            found += [ThreadEntry(note=note) for note in due]
            notes = notes[len(due) :]
            found += self._entries(line)
        return found + [ThreadEntry(note=note) for note in notes]

    def _entries(self, line: TicketEventText) -> list[ThreadEntry]:
        message = self.messages.get(line.event.data.get("message", 0))
        if message is None or line.event.verb in WITHOUT_MESSAGE:
            return [ThreadEntry(line=line)]
        entry = self._message_entry(line, message)
        if line.event.verb in WITH_MESSAGE_BELOW:
            return [ThreadEntry(line=line), entry]
        return [entry]

    def _message_entry(self, line: TicketEventText, message: Message) -> ThreadEntry:
        tag, icon = self._tag(message)
        mail = self.mails.get(message.pk)
        is_from_client = message.kind == Message.Kind.CLIENT
        return ThreadEntry(
            line=line,
            message=message,
            tag=tag,
            tag_icon=icon,
            role="client administrator" if is_from_client else "",
            channel=_channel(line.event, message, mail),
            by_viewer=not is_from_client and message.author_id == self.viewer.pk,
            answered_after=self._answered_after(message),
            delivered_at=self._delivered_at(line.event) if message.kind in TO_CLIENT else None,
            mail_id=mail.pk if mail else None,
        )

    def _tag(self, message: Message) -> tuple[str, str]:
        """A name for the kind of message, and its icon."""
        if message.kind == Message.Kind.QUESTION:
            return "Question to the client", "message-question"
        if message.kind == Message.Kind.NOTE:
            return "Internal", "lock"
        for hand_over in self.hand_overs:
            if hand_over.message_id == message.pk:
                return f"Internal · {hand_over.get_team_display()}", "lock"
            if hand_over.report_id == message.pk:
                return f"Internal · from {hand_over.get_team_display()}", "lock"
        return "", ""

    def _answered_after(self, message: Message) -> int | None:
        """How long a team took for its report."""
        for hand_over in self.hand_overs:
            if hand_over.report_id == message.pk and hand_over.heard_at is not None:
                return int((hand_over.heard_at - hand_over.handed_at).total_seconds())
        return None

    def _delivered_at(self, event: Event) -> datetime | None:
        """When the last letter about the event was sent."""
        sent = [
            letter.sent_at
            for letter in self.letters
            if letter.context.get("event") == event.pk and letter.sent_at is not None
        ]
        return max(sent, default=None)


def _channel(event: Event, message: Message, mail: InboundMail | None) -> str:
    """How a client's message came: by mail, by portal, or through Support."""
    if event.data.get("adopted") and mail is not None:
        return f"words of {mail.sender}, passed on by {event.actor} (P1)"
    if event.data.get("perhaps_automatic"):
        return "by mail, perhaps automatic: it answers nothing until confirmed (K10)"
    if message.by_mail:
        return "by mail"
    if event.data.get("channel") == Channel.DESK:
        return f"entered by {event.actor}"
    return "by portal" if message.kind == Message.Kind.CLIENT else ""
