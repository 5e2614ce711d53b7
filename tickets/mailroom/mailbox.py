"""Mail from an IMAP mailbox: each message once, in the order of its UIDs.

The cursor is UIDVALIDITY and UID; it moves in the transaction that keeps the raw bytes, so a
process that dies loses nothing and receives nothing twice.
"""

import re
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction
from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from tickets.mailroom import intake
from tickets.mailroom.intake import Origin
from tickets.models import InboundMail, Mailbox

TIMEOUT = 30
INTERNALDATE = re.compile(
    rb'INTERNALDATE "\s?(\d{1,2}-\w{3}-\d{4} \d\d:\d\d:\d\d) ([+-])(\d\d)(\d\d)"'
)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class MailboxUnreachable(Exception):
    """The IMAP server refused or could not be reached; the message is for the operator."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    host: str
    port: int
    user: str
    password: str
    folder: str
    encrypted: bool

    @property
    def name(self) -> str:
        return f"{self.user}@{self.host}/{self.folder}"


def account(url: str) -> Account:
    """`imaps://user:password@host[:port]/FOLDER`; imap:// is for a server on the same machine."""
    parts = urlsplit(url)
    encrypted = parts.scheme == "imaps"
    return Account(
        host=parts.hostname or "localhost",
        port=parts.port or (993 if encrypted else 143),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        encrypted=encrypted,
    )


def fetch(url: str, *, at: Callable[[], datetime], most: int = 1000) -> int:
    """Receive what is new in the mailbox; returns how many messages. Raises MailboxUnreachable."""
    source = account(url)
    box, _ = Mailbox.objects.get_or_create(name=source.name)
    try:
        with _connect(source) as server:
            count = _receive_new(server, box, source, at, most)
    except (ImapToolsError, OSError) as error:
        text = f"{source.host}: {error}"[:500]
        Mailbox.objects.filter(pk=box.pk).update(last_error=text)
        raise MailboxUnreachable(text) from error
    Mailbox.objects.filter(pk=box.pk).update(fetched_at=at(), last_error="")
    return count


def _connect(source: Account) -> BaseMailBox:
    """The server has to prove who it is before the password is said, which imaplib leaves out."""
    server: BaseMailBox
    if source.encrypted:
        proven = ssl.create_default_context()
        server = MailBox(source.host, source.port, timeout=TIMEOUT, ssl_context=proven)
    else:
        server = MailBoxUnencrypted(source.host, source.port, timeout=TIMEOUT)
    return server.login(source.user, source.password, initial_folder=source.folder)


def _receive_new(
    server: BaseMailBox, box: Mailbox, source: Account, at: Callable[[], datetime], most: int
) -> int:
    validity = int(server.folder.status(source.folder, ["UIDVALIDITY"])["UIDVALIDITY"])
    count = 0
    for uid in _new_uids(server, _cursor(box, validity))[:most]:
        found = _message(server, uid)
        if found is None:  # deleted by somebody since it was listed
            continue
        raw, received_at = found
        mail = _store(box, validity, uid, raw, received_at, at())
        server.flag(str(uid), "\\Seen", True)
        if mail.state == InboundMail.State.RECEIVED:
            intake.process(mail.pk, at=at())
        count += 1
    return count


def _cursor(box: Mailbox, validity: int) -> int:
    """The last UID read; 0 where the server has numbered the folder anew."""
    box.refresh_from_db()
    return box.last_uid if box.uid_validity == validity else 0


def _new_uids(server: BaseMailBox, last: int) -> list[int]:
    """`n:*` always names the last message too, so older ones are left out here."""
    listed = server.uids(f"UID {last + 1}:*")
    return sorted(uid for uid in map(int, filter(None, listed)) if uid > last)


def _message(server: BaseMailBox, uid: int) -> tuple[bytes, datetime | None] | None:
    """Raw bytes, cut at the size limit, and INTERNALDATE; the mail is not marked as seen."""
    query = f"(INTERNALDATE BODY.PEEK[]<0.{settings.MAIL_MAX_BYTES}>)"
    _, answer = server.client.uid("FETCH", str(uid), query)
    for part in answer:
        if isinstance(part, tuple):
            return bytes(part[1]), _internal_date(b" ".join(_heads(answer)))
    return None


def _heads(answer: list) -> Iterator[bytes]:
    for part in answer:
        if isinstance(part, tuple):
            yield part[0]
        elif isinstance(part, bytes):
            yield part


def _internal_date(head: bytes) -> datetime | None:
    match = INTERNALDATE.search(head)
    if match is None:
        return None
    day, month, rest = match[1].decode().split("-", 2)
    offset = timedelta(hours=int(match[3]), minutes=int(match[4]))
    zone = timezone(-offset if match[2] == b"-" else offset)
    try:
        stamp = f"{rest[:4]}-{MONTHS.index(month) + 1:02d}-{int(day):02d}T{rest[5:]}"
        return datetime.fromisoformat(stamp).replace(tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None


@transaction.atomic
def _store(
    box: Mailbox, validity: int, uid: int, raw: bytes, received_at: datetime | None, at: datetime
) -> InboundMail:
    """Store the bytes and move the cursor, together."""
    locked = Mailbox.objects.select_for_update().get(pk=box.pk)
    origin = Origin(mailbox=locked, uid_validity=validity, uid=uid, received_at=received_at or at)
    mail = intake.store(raw, at=at, origin=origin)
    locked.uid_validity, locked.last_uid = validity, uid
    locked.save(update_fields=["uid_validity", "last_uid"])
    return mail
