"""What an IMAP server answers to FETCH.

imaplib hands over what has come since it was last asked, of whatever message: a flag that somebody
has set, or what is left of an answer that was refused. So only what names the UID counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

UID = re.compile(rb"(?:^|[ (])UID (\d+)")
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
# A literal comes apart from the words; a short text may stand between quotes instead.
BODY = re.compile(rb'BODY\[\](?:<(\d+)>)? (?:\{\d+\}|"((?:[^"\\]|\\.)*)")')
INTERNALDATE = re.compile(
    rb'INTERNALDATE "\s?(\d{1,2}-\w{3}-\d{4} \d\d:\d\d:\d\d) ([+-])(\d\d)(\d\d)"'
)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """Bytes of a mail, from an offset; None where the server gave none. `size` is what it says
    that the whole mail has, `received_at` when it came there (O1)."""

    content: bytes | None
    offset: int
    size: int | None
    received_at: datetime | None


def piece(answer: list[Any], uid: int) -> Piece:
    """What an answer holds of this one mail; the last content where there are several."""
    content, offset = None, 0
    size, received_at = None, None
    for words, literals in _responses(answer):
        named = UID.search(words)
        if named is None or int(named[1]) != uid:
            continue
        body = BODY.search(words)
        if body is not None:
            content, offset = _content(body, literals), int(body[1] or 0)
        found = SIZE.search(words)
        size = int(found[1]) if found else size
        received_at = _internal_date(words) or received_at
    return Piece(content=content, offset=offset, size=size, received_at=received_at)


def _responses(answer: list[Any]) -> Iterator[tuple[bytes, list[bytes]]]:
    """The words of each response, and its literals in their order."""
    words, literals = b"", list[bytes]()
    for part in answer:
        if isinstance(part, tuple):
            words += part[0]
            literals.append(bytes(part[1]))
        elif isinstance(part, bytes):
            yield words + part, literals
            words, literals = b"", []


def _content(body: re.Match[bytes], literals: list[bytes]) -> bytes | None:
    if body[2] is not None:
        return re.sub(rb"\\(.)", rb"\1", body[2])
    return literals[0] if literals else None


def _internal_date(words: bytes) -> datetime | None:
    match = INTERNALDATE.search(words)
    if match is None:
        return None
    day, month, rest = match[1].decode().split("-", 2)
    offset = timedelta(hours=int(match[3]), minutes=int(match[4]))
    zone = timezone(-offset if match[2] == b"-" else offset)
    try:
        stamp = f"{rest[:4]}-{MONTHS.index(month) + 1:02d}-{int(day):02d}T{rest[5:]}"
        return datetime.fromisoformat(stamp).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
