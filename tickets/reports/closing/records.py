"""What was recorded of a client's tickets of a month, as hashes: of each act with all its columns,
of each message and of each file. Texts are salted, so that nobody can guess one from its hash once
text and salt are erased."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from istockist_sla.core.models import Event
from tickets.models import (
    Attachment,
    ClosedClient,
    ClosedRecord,
    Closing,
    FolderSalt,
    Message,
    Ticket,
)
from tickets.sla.bundle.canonical import canonical, digest
from tickets.sla.bundle.documents import FORMAT, SEAL_DIGITS
from tickets.sla.bundle.month_rows import MonthStamp
from tickets.sla.bundle.tree import text_digest
from tickets.sla.bundle.values import written

RECORD = "record"
SALT_BYTES = 16
CHUNK = 500
ACT_COLUMNS = ("id", "subject_id", "verb", "actor", "side", "at", "recorded_at", "data")
MESSAGE_COLUMNS = ("id", "ticket_id", "kind", "author_id", "at", "text", "quoted")
FILE_COLUMNS = ("id", "message_id", "message__ticket_id", "name", "size", "sha256")


class Words(NamedTuple):
    """A message, or a file of one, as the text that is hashed; whether there are words in it."""

    message: int
    attachment: int | None
    text: str
    is_empty: bool


HashOfWords = Callable[[Words], str]


class NewSalts:
    """A salt of its own for each message and file, to be kept beside the record."""

    def __init__(self, random: Callable[[int], bytes]) -> None:
        self._random = random
        self._kept: list[tuple[Words, bytes]] = []

    def hash_of(self, words: Words) -> str:
        salt = self._random(SALT_BYTES)
        self._kept.append((words._replace(text=""), salt))
        return text_digest(words.text, salt)

    def rows(self, closed: ClosedClient) -> Iterator[FolderSalt]:
        for words, salt in self._kept:
            yield FolderSalt(
                closed=closed,
                message_id=words.message,
                attachment_id=words.attachment,
                value=salt.hex(),
            )


class Acts:
    """The acts of one ticket that were recorded before an instant, and the messages that only later
    ones are about."""

    def __init__(self) -> None:
        self.seals: list[list[Any]] = []
        self.digests: list[str] = []
        self._messages: set[Any] = set()
        self._later: set[Any] = set()

    def add(self, act: Collection[Any], *, is_later: bool) -> None:
        number, *_, data = act
        message = data.get("message") if isinstance(data, dict) else None
        if is_later:
            self._later.add(message)
            return
        self._messages.add(message)
        found = digest(_text_of(act).encode())
        self.digests.append(found)
        self.seals.append([number, found[:SEAL_DIGITS]])

    def tells_of(self, message: int) -> bool:
        """Also of one that no act is about at all."""
        return message in self._messages or message not in self._later


def keep_record(
    closed: ClosedClient,
    numbers: Collection[int],
    stamp: MonthStamp,
    *,
    random: Callable[[int], bytes],
) -> None:
    """Of the tickets with these numbers."""
    salts = NewSalts(random)
    document = record_document(closed.client_id, numbers, stamp, hash_of=salts.hash_of)
    ClosedRecord.objects.create(closed=closed, document=canonical(document).decode("ascii"))
    FolderSalt.objects.bulk_create(salts.rows(closed), batch_size=CHUNK)


def record_document(
    client_id: int, numbers: Collection[int], stamp: MonthStamp, *, hash_of: HashOfWords
) -> dict[str, Any]:
    """In a fixed number of statements; only hashes and ids are held of all tickets at once."""
    found = Ticket.objects.filter(client=client_id, number__in=numbers).order_by("number")
    tickets = dict(found.values_list("pk", "number"))
    acts = _acts(tickets, stamp.recorded_before)
    messages, told = _messages(tickets, acts, hash_of)
    files = _files(tickets, told, hash_of)
    return {
        "kind": RECORD,
        "format": FORMAT,
        "month": str(stamp.month),
        "number": stamp.number,
        "recorded_before": written(stamp.recorded_before),
        "tickets": [
            {
                "number": number,
                "events": digest(canonical(acts[pk].digests)),
                "seals": acts[pk].seals,
                "messages": messages[pk],
                "attachments": files[pk],
            }
            for pk, number in tickets.items()
            if acts[pk].seals
        ],
    }


def digest_of_records(closing: Closing) -> str:
    """Of those of all clients as they stand at this closing or amendment."""
    found = ClosedRecord.objects.filter(closed__in=closing.all_clients.order_by())
    documents = found.values_list("document", flat=True).iterator(chunk_size=1)
    return digest(canonical(sorted(digest(each.encode()) for each in documents)))


def _acts(tickets: Collection[int], before: datetime) -> dict[int, Acts]:
    found: dict[int, Acts] = defaultdict(Acts)
    events = Event.objects.about_any(Event.Kind.TICKET, tickets).order_by("id")
    for act in events.values_list(*ACT_COLUMNS).iterator(chunk_size=CHUNK):
        found[act[1]].add(act, is_later=act[-2] >= before)
    return found


def _messages(
    tickets: Iterable[int], acts: dict[int, Acts], hash_of: HashOfWords
) -> tuple[dict[int, list[Any]], set[int]]:
    """By the ids of the tickets, and the ids of all of them."""
    found: dict[int, list[Any]] = defaultdict(list)
    told = set()
    rows = Message.objects.filter(ticket__in=list(tickets)).order_by("id")
    for row in rows.values_list(*MESSAGE_COLUMNS).iterator(chunk_size=CHUNK):
        number, ticket, *_, text, quoted = row
        if acts[ticket].tells_of(number):
            told.add(number)
            words = Words(number, None, _text_of(row), is_empty=not (text or quoted))
            found[ticket].append([number, hash_of(words)])
    return found, told


def _files(
    tickets: Iterable[int], messages: Collection[int], hash_of: HashOfWords
) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    rows = Attachment.objects.filter(message__ticket__in=list(tickets)).order_by("id")
    for row in rows.values_list(*FILE_COLUMNS).iterator(chunk_size=CHUNK):
        number, message, ticket, name, _, content = row
        if message in messages:
            words = Words(message, number, _text_of(row), is_empty=not (name or content))
            found[ticket].append([number, hash_of(words)])
    return found


def _text_of(row: Iterable[Any]) -> str:
    """All columns, the same from every database."""
    return json.dumps(list(row), sort_keys=True, separators=(",", ":"), default=_instant)


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()
