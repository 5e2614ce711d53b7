"""The folders of a client's tickets, compared with the record that the closing kept of them."""

from collections.abc import Collection, Iterator
from hashlib import sha256
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage

from tickets.models import Attachment, ClosedClient, ClosedRecord, FolderSalt, Ticket
from tickets.reports.bundles.recorded import recorded
from tickets.reports.closing.records import Words, record_document
from tickets.reports.closing.rows import stamp_of
from tickets.reports.closing.verifying.remarks import Code, Place, Remark
from tickets.sla.bundle.canonical import NotCanonical, parsed
from tickets.sla.bundle.tree import text_digest

CHANGED, MISSING, ADDED = "changed", "missing", "not in the record"
SALT_ALONE = "its salt is gone, its words are not"
Key = tuple[int | None, int | None]


class KeptSalts:
    """Hashes words as they were hashed at the closing; where the salt is gone, with none."""

    def __init__(self, kept: ClosedClient) -> None:
        found = FolderSalt.objects.filter(closed=kept)
        self._values: dict[Key, str] = {
            (None if attachment else message, attachment): value
            for message, attachment, value in found.values_list("message", "attachment", "value")
        }
        self.emptied: set[Key] = set()

    def hash_of(self, words: Words) -> str:
        key = (None if words.attachment else words.message, words.attachment)
        if words.is_empty:
            self.emptied.add(key)
        value = self._values.get(key)
        return text_digest(words.text, bytes.fromhex(value)) if value is not None else ""

    def has(self, key: Key) -> bool:
        return key in self._values


def of_folders(kept: ClosedClient, now: Collection[int], place: Place) -> Iterator[Remark]:
    """`now` are the numbers of the client's tickets of the month as the database has them."""
    try:
        record = ClosedRecord.objects.get(closed=kept)
        claimed = {each["number"]: each for each in parsed(record.document.encode())["tickets"]}
    except (ClosedRecord.DoesNotExist, NotCanonical, LookupError, TypeError):
        yield place.remark(Code.RECORD, "missing or not to be read")
        return
    salts = KeptSalts(kept)
    numbers = sorted({*claimed, *now})
    stamp = stamp_of(kept.closing)
    tickets = Ticket.objects.filter(client=kept.client_id, number__in=numbers)
    anew = record_document(recorded(tickets), stamp, hash_of=salts.hash_of)
    found = {each["number"]: each for each in anew["tickets"]}
    for number in numbers:
        of_ticket = place.of_ticket(number)
        if number not in found:
            yield of_ticket.remark(Code.RECORD, "none of its events is there")
        elif number not in claimed:
            yield of_ticket.remark(Code.RECORD, ADDED)
        else:
            yield from _of_ticket(claimed[number], found[number], salts, of_ticket)
    yield from _of_stored_files(claimed, place)


def _of_ticket(claimed: Any, now: Any, salts: KeptSalts, place: Place) -> Iterator[Remark]:
    events = list(_rows(claimed["seals"], now["seals"]))
    for number, says in events:
        yield place.remark(Code.EVENT, says, f"event {number}")
    if not events and claimed["events"] != now["events"]:
        yield place.remark(Code.EVENT, CHANGED, "events")
    for number, says in _rows(claimed["messages"], now["messages"]):
        yield _of_words(Code.MESSAGE, number, says, (number, None), salts, place)
    for number, says in _rows(claimed["attachments"], now["attachments"]):
        yield _of_words(Code.ATTACHMENT, number, says, (None, number), salts, place)


def _rows(claimed: list[Any], now: list[Any]) -> Iterator[tuple[int, str]]:
    """The ids of those that are not as they were."""
    kept, found = dict(claimed), dict(now)
    for number in sorted({*kept, *found}):
        if number not in found:
            yield number, MISSING
        elif number not in kept:
            yield number, ADDED
        elif kept[number] != found[number]:
            yield number, CHANGED


def _of_words(
    code: Code, number: int, says: str, key: Key, salts: KeptSalts, place: Place
) -> Remark:
    """Without its salt nothing can be said of a text, but that it is erased, or is not."""
    section = f"{code} {number}"
    if says == ADDED or salts.has(key):
        return place.remark(code, says, section)
    if key in salts.emptied or (says == MISSING and code == Code.ATTACHMENT):
        return place.remark(Code.ERASED, "text and salt", section)
    return place.remark(code, SALT_ALONE if says == CHANGED else says, section)


def _of_stored_files(claimed: dict[int, Any], place: Place) -> Iterator[Remark]:
    """The contents in the storage, each read once: files with the same content share one."""
    tickets = {number: each for each in claimed for number, _ in claimed[each]["attachments"]}
    rows = Attachment.objects.filter(pk__in=tickets).exclude(sha256="").order_by("pk")
    known: dict[str, str] = {}
    for number, file, wanted in rows.values_list("pk", "file", "sha256"):
        if file not in known:
            known[file] = _content_hash(file)
        if known[file] != wanted:
            says = CHANGED if known[file] else "missing in the storage"
            yield place.of_ticket(tickets[number]).remark(Code.FILE, says, f"attachment {number}")


def _content_hash(name: str) -> str:
    """Empty where there is no such file."""
    found = sha256()
    try:
        with default_storage.open(name) as content:
            for chunk in content.chunks():
                found.update(chunk)
    except (OSError, SuspiciousOperation):
        return ""
    return found.hexdigest()
