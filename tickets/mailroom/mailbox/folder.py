"""The open folder of an IMAP server: which mails it lists, and what it gives of one."""

import imaplib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from imap_tools import BaseMailBox
from imap_tools.errors import MailboxUidsError

from tickets.mailroom.mailbox.answers import Piece, piece
from tickets.mailroom.mailbox.connecting import said


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """The beginning of a mail, up to a limit; `size` is that of the whole mail in bytes."""

    raw: bytes
    size: int
    received_at: datetime | None


class NotGiven(Exception):
    """The server lists the mail and did not give it; the message is what it said.

    `beginning` is what it gave, where it gave less than it counts.
    """

    def __init__(self, words: str, beginning: Fetched | None = None) -> None:
        super().__init__(words)
        self.beginning = beginning


def validity(server: BaseMailBox, folder: str) -> int:
    """The UIDVALIDITY that opening the folder told, or that is asked for where it did not."""
    _, told = server.client.response("UIDVALIDITY")
    if told and told[-1]:
        return int(told[-1])
    return int(server.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"])


def new_uids(server: BaseMailBox, last: int) -> list[int]:
    """`n:*` always names the last message too, so older ones are left out here.

    Raises where the server gives no list at all: that is not an empty one.
    """
    found = _search(server, f"UID {last + 1}:*")
    if found is None and _count(server):
        raise MailboxUidsError(("OK without a list of the mails", []), "OK")
    return sorted(uid for uid in found or () if uid > last)


def is_gone(server: BaseMailBox, uid: int) -> bool:
    """Whether the server says that the mail is no longer there."""
    found = _search(server, f"UID {uid}")
    return found is not None and uid not in found


def _search(server: BaseMailBox, criteria: str) -> set[int] | None:
    status, lines = server.client.uid("SEARCH", criteria)
    if status != "OK":
        raise MailboxUidsError((status, lines), "OK")
    if lines == [None]:
        return None
    return {int(word) for line in lines if line for word in line.split() if word.isdigit()}


def _count(server: BaseMailBox) -> int:
    """How many mails the folder holds, as the server said last."""
    told: list[Any] = server.client.untagged_responses.get("EXISTS") or [b"0"]
    return int(told[-1])


def fetch(server: BaseMailBox, uid: int, most: int) -> Fetched:
    """At most so many bytes of the mail, which is not marked as seen. Raises NotGiven.

    A server may give fewer bytes than the mail has: what follows is asked for until it says that
    nothing does. Some count a mail as larger than what they give of it.
    """
    first = _ask(server, uid, offset=0, most=most)
    if first.content is None:
        raise NotGiven("the server gave no content")
    raw, counted = first.content, first.size or 0
    while len(raw) < min(counted, most):
        more = _ask(server, uid, offset=len(raw), most=most - len(raw))
        if more.content == b"":
            counted = len(raw)
        elif more.content is None or more.offset != len(raw):
            beginning = Fetched(raw=raw, size=counted, received_at=first.received_at)
            raise NotGiven(f"the server gave {len(raw)} of {counted} bytes", beginning)
        else:
            raw += more.content
    return Fetched(raw=raw, size=max(counted, len(raw)), received_at=first.received_at)


def _ask(server: BaseMailBox, uid: int, *, offset: int, most: int) -> Piece:
    """A refusal is the mail's own; a connection that is cut is for the caller."""
    server.client.untagged_responses.pop("FETCH", None)
    query = f"(UID INTERNALDATE RFC822.SIZE BODY.PEEK[]<{offset}.{most}>)"
    try:
        status, answer = server.client.uid("FETCH", str(uid), query)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise NotGiven(said(error)) from error
    if status != "OK":
        text = b" ".join(part for part in answer if isinstance(part, bytes))
        raise NotGiven(f"{status} {text.decode('utf-8', 'replace')}".strip())
    return piece(answer, uid)
