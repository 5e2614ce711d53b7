"""Messages that a step adds: drafted, with the contents of their files kept, and stored with it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from istockist_sla.core import together
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused
from istockist_sla.core.together import Statement
from tickets.attachments import Upload, keep_files
from tickets.models import Attachment, Message, Ticket

# What is stored with a message, as of the message: it has its id and its ticket by then.
Along = Callable[[Message], Statement]


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message that is not stored yet, with its files, and what else is stored with it."""

    message: Message
    files: Sequence[Attachment]
    along: Along | None = None

    def statements(self) -> list[Statement]:
        """Those that store it, once it has its id."""
        return [*together.insert([self.message]), *self.with_it()]

    def with_it(self) -> list[Statement]:
        for file in self.files:
            file.message_id = self.message.pk
        more = [self.along(self.message)] if self.along is not None else []
        return [*together.insert(self.files), *more]


def refuse_empty(text: str, files: Sequence[Upload], quoted: str) -> None:
    if not text.strip() and not files and not quoted.strip():
        raise ActionRefused("Write a few words, or add a file.")


def draft_message(
    ticket: Ticket,
    *,
    kind: str,
    text: str,
    by: User | None,
    at: datetime,
    files: Iterable[Upload] = (),
    quoted: str = "",
    by_mail: bool = False,
    along: Along | None = None,
) -> NewMessage:
    """A message with its files, whose contents are kept; raises ActionRefused where it is empty
    and NoRoom where they cannot be."""
    files = list(files)
    refuse_empty(text, files, quoted)
    message = Message(
        ticket=ticket,
        kind=kind,
        author=by,
        at=at,
        text=text.strip(),
        quoted=quoted,
        by_mail=by_mail,
    )
    return NewMessage(message, keep_files(files), along)


def add_message(
    ticket: Ticket,
    *,
    kind: str,
    text: str,
    by: User | None,
    at: datetime,
    files: Iterable[Upload] = (),
) -> Message:
    """Add a message before the step, for what is stored with the step refers to it."""
    drafted = draft_message(ticket, kind=kind, text=text, by=by, at=at, files=files)
    drafted.message.save()
    together.write(*drafted.with_it())
    return drafted.message
