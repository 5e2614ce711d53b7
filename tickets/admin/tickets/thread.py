"""A ticket's thread on its page: messages and events in the order of their recording."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, prefetch_related_objects

from istockist_sla.core.models import Event, Letter, User
from tickets.admin import event_text
from tickets.admin.event_text import TicketEventText
from tickets.admin.excerpts import Excerpt, quote_of, text_of
from tickets.admin.tickets.folding import Fold, Slot
from tickets.admin.tickets.mail_problems import MailProblem, problem_of
from tickets.models import Attachment, Channel, InboundMail, Message, Team, Ticket, Verb

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


class TeamTurn(NamedTuple):
    """How long a technical team had the ticket (P5)."""

    team: str
    handed_at: datetime
    heard_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ThreadEntry:
    """An event as a line, a message, the note of a machine, or what is folded;
    `answered_after` in seconds on the wall clock."""

    line: TicketEventText | None = None
    note: InboundMail | None = None
    message: Message | None = None
    text: Excerpt | None = None
    quoted: Excerpt | None = None
    files: Sequence[Attachment] = ()
    tag: str = ""
    tag_icon: str = ""
    role: str = ""
    channel: str = ""
    by_viewer: bool = False
    answered_after: int | None = None
    delivered_at: datetime | None = None
    mail_id: int | None = None
    problem: MailProblem | None = None
    fold: Fold | None = None


class TicketThread:
    """The rows of one ticket, read in a fixed number of queries; texts only of what is shown."""

    def __init__(self, ticket: Ticket, *, viewer: User) -> None:
        self.ticket, self.viewer = ticket, viewer
        about = Event.objects.about(Event.Kind.TICKET, ticket.pk)
        self.events = list(about.select_related("actor").order_by("id"))
        letters = Letter.objects.about(Event.Kind.TICKET, ticket.pk).order_by("id")
        self.letters = list(letters.defer("text", "html", "context", "subject", "last_error"))
        mails = list(
            InboundMail.objects.filter(ticket=ticket)
            .select_related("letter")
            .defer("raw", "letter__text", "letter__html", "letter__context")
            .order_by("stored_at", "id")
        )
        self.mails = {mail.message_id: mail for mail in mails if mail.message_id}
        self.notes = [mail for mail in mails if mail.message_id is None]
        self.turns = _turns(self.events)

    @property
    def seen(self) -> int:
        return self.events[-1].pk if self.events else 0

    def lines(self) -> list[TicketEventText]:
        """Every event as a sentence."""
        return event_text.describe(self.events, viewer=self.viewer)

    def slots(self) -> list[Slot]:
        """Each note of a machine stands behind what had been recorded before it came."""
        found, notes = list[Slot](), self.notes
        for event in self.events:
            due = [note for note in notes if note.stored_at < event.recorded_at]
            found += [_slot_of_note(note) for note in due]
            notes = notes[len(due) :]
            found += _slots_of(event)
        return found + [_slot_of_note(note) for note in notes]

    def entries(self, slots: Sequence[Slot]) -> list[ThreadEntry]:
        """What stands in these places."""
        events = list(dict.fromkeys(slot.event for slot in slots if slot.event is not None))
        described = event_text.describe(events, viewer=self.viewer)
        lines = {line.event.pk: line for line in described}
        ids = [slot.message_id for slot in slots if slot.message_id]
        has_files = Exists(Attachment.objects.filter(message=OuterRef("pk")))
        rows: Any = Message.objects.filter(pk__in=ids, ticket=self.ticket)
        rows = rows.select_related("author").annotate(has_files=has_files)
        messages = {row.pk: row for row in rows}
        prefetch_related_objects(
            [each for each in messages.values() if each.has_files], "attachments"
        )
        found = list[ThreadEntry]()
        for slot in slots:
            line = lines.get(slot.event.pk) if slot.event else None
            message = messages.get(slot.message_id)
            if line is None:
                found.append(ThreadEntry(note=slot.note))
            elif message is None:
                found.append(ThreadEntry(line=line))
            else:
                found.append(self._message_entry(line, message))
        return found

    def _message_entry(self, line: TicketEventText, message: Any) -> ThreadEntry:
        tag, icon = _tag(line.event, message)
        mail = self.mails.get(message.pk)
        is_from_client = message.kind == Message.Kind.CLIENT
        return ThreadEntry(
            line=line,
            message=message,
            text=text_of(message),
            quoted=quote_of(message),
            files=list(message.attachments.all()) if message.has_files else [],
            tag=tag,
            tag_icon=icon,
            role="client administrator" if is_from_client else "",
            channel=_channel(line.event, message, mail),
            by_viewer=not is_from_client and message.author_id == self.viewer.pk,
            answered_after=self._answered_after(line.event),
            delivered_at=self._delivered_at(line.event) if message.kind in TO_CLIENT else None,
            mail_id=mail.pk if mail else None,
            problem=problem_of(mail, line.event) if mail else None,
        )

    def _answered_after(self, event: Event) -> int | None:
        """How long a team took for its report."""
        if event.verb != Verb.HEAR_BACK:
            return None
        for turn in self.turns:
            if turn.heard_at == event.at:
                return int((event.at - turn.handed_at).total_seconds())
        return None

    def _delivered_at(self, event: Event) -> datetime | None:
        """When the last letter about the event was sent."""
        about = f"event:{event.pk}:"
        sent = [
            letter.sent_at
            for letter in self.letters
            if letter.key.startswith(about) and letter.sent_at is not None
        ]
        return max(sent, default=None)


def _slots_of(event: Event) -> list[Slot]:
    message_id = event.data.get("message") or 0
    line = Slot(event.at, f"event-{event.pk}", event)
    if not message_id or event.verb in WITHOUT_MESSAGE:
        return [line]
    message = Slot(event.at, f"message-{message_id}", event, message_id)
    return [line, message] if event.verb in WITH_MESSAGE_BELOW else [message]


def _slot_of_note(note: InboundMail) -> Slot:
    return Slot(note.received_at, f"mail-{note.pk}", note=note)


def _turns(events: Sequence[Event]) -> list[TeamTurn]:
    """Each hand-over until the team was heard or the ticket closed; an undone closing gives it
    back (E2)."""
    found = list[TeamTurn]()
    for event in events:
        if event.verb == Verb.HAND_OVER:
            found.append(TeamTurn(event.data["team"], event.at, None))
        elif event.verb == Verb.HEAR_BACK or event.data.get("hand_over"):
            found[-1:] = [turn._replace(heard_at=event.at) for turn in found[-1:]]
        elif event.verb == Verb.UNDO_CLOSING and _closed_with_team(events, event):
            found[-1:] = [turn._replace(heard_at=None) for turn in found[-1:]]
    return found


def _closed_with_team(events: Sequence[Event], undoing: Event) -> bool:
    closing = undoing.data.get("closing")
    return any(event.pk == closing and event.data.get("hand_over") for event in events)


def _tag(event: Event, message: Message) -> tuple[str, str]:
    """A name for the kind of message, and its icon."""
    if message.kind == Message.Kind.QUESTION:
        return "Question to the client", "message-question"
    if not message.is_internal:
        return "", ""
    team = event.data.get("team", "")
    if team not in Team.values:
        return "Internal", "lock"
    origin = "from " if message.kind == Message.Kind.REPORT else ""
    return f"Internal · {origin}{Team(team).label}", "lock"


def _channel(event: Event, message: Message, mail: InboundMail | None) -> str:
    """How a client's message came: by mail, by portal, or through Support."""
    if event.data.get("adopted") and mail is not None:
        return f"words of {mail.sender}, passed on by {event.actor} (P1)"
    if event.data.get("moved_from"):
        return f"put here by {event.actor} from another ticket"
    if event.data.get("perhaps_automatic"):
        return "by mail, perhaps automatic: it answers nothing until confirmed (K10)"
    if message.by_mail:
        return "by mail"
    if event.data.get("channel") == Channel.DESK:
        return f"entered by {event.actor}"
    return "by portal" if message.kind == Message.Kind.CLIENT else ""
