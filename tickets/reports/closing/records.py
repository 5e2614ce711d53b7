"""What was recorded of a client's tickets of a month, as hashes: of each act with all its columns,
of each message and of each file. Texts are salted, so that nobody can guess one from its hash once
text and salt are erased."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from istockist_sla.core.lines import Line, lines
from tickets.models import Attachment, ClosedClient, ClosedRecord, Closing, FolderSalt, Message
from tickets.reports.bundles.recorded import CHUNK_OF_WORDS, Act, Recorded, in_chunks
from tickets.sla.bundle.canonical import canonical, canonical_again, digest
from tickets.sla.bundle.documents import FORMAT, SEAL_DIGITS
from tickets.sla.bundle.month_rows import MonthStamp
from tickets.sla.bundle.tree import text_digest
from tickets.sla.bundle.values import written

RECORD = "record"
SALT_BYTES = 16
SALTS_AT_ONCE = 500
MESSAGE_COLUMNS = ("id", "ticket_id", "kind", "author_id", "at", "text", "quoted")
FILE_COLUMNS = ("id", "message_id", "message__ticket_id", "name", "size", "sha256")
TEXT = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
# By the ids of tickets: the id of each row with its hash.
HashedRows = dict[int, list[Any]]


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

    def __init__(self, acts: Iterable[Act], *, before: datetime) -> None:
        self.seals: list[list[Any]] = []
        self.digests: list[str] = []
        self._messages: set[Any] = set()
        self._later: set[Any] = set()
        for columns, row in acts:
            message = row.data.get("message") if isinstance(row.data, dict) else None
            if row.recorded_at >= before:
                self._later.add(message)
                continue
            self._messages.add(message)
            found = digest(_text_of(columns).encode())
            self.digests.append(found)
            self.seals.append([columns[0], found[:SEAL_DIGITS]])

    def tells_of(self, message: int) -> bool:
        """Also of one that no act is about at all."""
        return message in self._messages or message not in self._later


def keep_record(
    closed: ClosedClient,
    found: Recorded,
    stamp: MonthStamp,
    *,
    random: Callable[[int], bytes],
) -> None:
    salts = NewSalts(random)
    document = record_document(found, stamp, hash_of=salts.hash_of)
    ClosedRecord.objects.create(closed=closed, document=canonical_again(document).decode("ascii"))
    FolderSalt.objects.bulk_create(salts.rows(closed), batch_size=SALTS_AT_ONCE)


def record_document(found: Recorded, stamp: MonthStamp, *, hash_of: HashOfWords) -> dict[str, Any]:
    """Of the words only hashes and ids are held of all tickets at once."""
    acts = {
        ticket.pk: Acts(found.acts.get(ticket.pk, ()), before=stamp.recorded_before)
        for ticket in found.tickets
    }
    messages, files = _words(acts, hash_of)
    return {
        "kind": RECORD,
        "format": FORMAT,
        "month": str(stamp.month),
        "number": stamp.number,
        "recorded_before": written(stamp.recorded_before),
        "tickets": [
            {
                "number": number,
                "events": digest(canonical_again(acts[pk].digests)),
                "seals": acts[pk].seals,
                "messages": messages[pk],
                "attachments": files[pk],
            }
            for pk, number, *_ in found.tickets
            if acts[pk].seals
        ],
    }


def digest_of_records(closing: Closing) -> str:
    """Of those of all clients as they stand at this closing or amendment."""
    found = ClosedRecord.objects.filter(closed__in=closing.all_clients.order_by())
    documents = found.values_list("document", flat=True).iterator(chunk_size=1)
    return digest(canonical(sorted(digest(each.encode()) for each in documents)))


def _words(acts: Mapping[int, Acts], hash_of: HashOfWords) -> tuple[HashedRows, HashedRows]:
    """Of the messages, and of the files of those."""
    messages: HashedRows = defaultdict(list)
    files: HashedRows = defaultdict(list)
    for tickets in in_chunks(list(acts), CHUNK_OF_WORDS):
        told = set()
        for row in lines(_of_tickets(Message, "ticket", tickets).values_list(*MESSAGE_COLUMNS)):
            number, ticket, *_, text, quoted = row
            if acts[ticket].tells_of(number):
                told.add(number)
                words = Words(number, None, _text_of(row), is_empty=not (text or quoted))
                messages[ticket].append([number, hash_of(words)])
        of_files = _of_tickets(Attachment, "message__ticket", tickets)
        for row in lines(of_files.values_list(*FILE_COLUMNS)):
            number, message, ticket, name, _, content = row
            if message in told:
                words = Words(message, number, _text_of(row), is_empty=not (name or content))
                files[ticket].append([number, hash_of(words)])
    return messages, files


def _of_tickets(model: type[Model], name: str, tickets: Sequence[int]) -> QuerySet[Any]:
    return model._default_manager.filter(**{f"{name}__in": tickets}).order_by()


def _text_of(columns: Line) -> str:
    """All columns, the same from every database."""
    return TEXT.encode(columns)
