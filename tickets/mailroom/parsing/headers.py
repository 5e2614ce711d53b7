"""The head of a message or of one of its parts, read so that nothing in it can raise."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from tickets.mailroom.parsing.decoding import clean_line, decode, decode_words

MAX_HEAD_BYTES = 512 * 1024
MAX_FIELDS = 1000
MAX_SAME = 200  # of one name that are read
MAX_VALUE_BYTES = 64 * 1024
MAX_PARAMETER_CHARS = 4000  # the standard library reads parameters in quadratic time
MAX_WORDS_CHARS = 32_000  # of a field that is shown, as it was written
MAX_NAME_CHARS = 120
MAX_ADDRESS_CHARS = 254
MAX_IDS = 100

FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
KNOWN_FIELD = re.compile(
    rb"(?:from|to|cc|subject|date|sender|reply-to|in-reply-to|references|message-id|mime-version"
    rb"|received|return-path|delivered-to|content-[a-z-]{1,30}|dkim-signature|user-agent|importance"
    rb"|authentication-results|arc-[a-z-]{1,30}|list-[a-z-]{1,30}|auto-submitted|precedence"
    rb"|x-[!-9;-~]{1,60}|thread-[a-z]{1,20}):[ \t\r\n]",
    re.IGNORECASE,
)
MBOX_LINE = re.compile(rb">?From ")
ADDRESS_PIECE = re.compile(
    r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*+\?="  # an encoded word may hold any of the signs below
    r'|"(?:[^"\\]++|\\.)*+"?+|\((?:[^()\\]++|\\.)*+\)?+|<[^<>,;]*+>?+|[,;]|[^"(<,;=]++|=',
    re.DOTALL,
)
ADDRESS = re.compile(r'[^\s@<>()\[\],;:\\"]+@[^\s@<>()\[\],;:\\"]+')
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
MESSAGE_ID = re.compile(r"<[^<>\s]{1,248}>")


class Headers:
    """Header fields by lower-case name, in their order; values may hold encoded words."""

    def __init__(self, fields: dict[str, list[bytes]], *, damaged: bool = False) -> None:
        self._fields = fields
        self._read: dict[str, list[str]] = {}
        self._words: dict[str, str] = {}
        self._charset = ""
        self.damaged = damaged

    def __bool__(self) -> bool:
        return bool(self._fields)

    def follow(self, charset: str) -> None:
        """Old webmailers of China, Russia and Israel write raw 8-bit subjects and file names in
        the charset that they name for the body only."""
        self._charset, self._read, self._words = charset, {}, {}

    def all(self, name: str) -> list[str]:
        if name not in self._read:
            self._read[name] = [self._value(data) for data in self._fields.get(name, [])[:MAX_SAME]]
        return self._read[name]

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def text(self, name: str, limit: int) -> str:
        if name not in self._words:
            written = self.first(name)[:MAX_WORDS_CHARS]
            self._words[name] = decode_words(written, self._charset)
        return clean_line(self._words[name], limit)

    def _value(self, data: bytes) -> str:
        return decode(data, self._charset)[0].replace("\r", " ").replace("\n", " ")


class MailAddress(NamedTuple):
    name: str
    address: str  # lower case, empty where none can be read
    as_written: str  # the same address as the sender wrote it


def read_head(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The header fields from `start`, and where the body begins.

    A bare CR does not end a line: else a sender could smuggle in fields that the servers before us
    did not see. A stray line ends the head unless one that mail always has comes next: virus
    scanners, gateways and pipes put lines of their own before and into heads.
    """
    fields: list[list[bytes]] = []
    position, damaged = start, False
    while position < end:
        stop = raw.find(b"\n", position, end)
        following = end if stop < 0 else stop + 1
        if len(fields) == MAX_FIELDS or position - start > MAX_HEAD_BYTES:
            return Headers(_values(fields), damaged=True), _after_blank_line(raw, position, end)
        line = raw[position : min(following, position + MAX_VALUE_BYTES)].rstrip(b"\r\n")
        if not line:
            position = following
            break
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1].append(line)
        elif b":" in line and FIELD.match(line.replace(b"\0", b"")):
            fields.append([line])
        elif not (position == start and MBOX_LINE.match(line)):
            damaged = True
            if not KNOWN_FIELD.match(raw, following, end):
                break
        position = following
    return Headers(_values(fields), damaged=damaged), position


def _after_blank_line(raw: bytes, start: int, end: int) -> int:
    """The blank line may be the very next: one field of a megabyte must not take the body along."""
    start = max(0, start - 1)
    ends = ((raw.find(blank, start, end), len(blank)) for blank in (b"\n\n", b"\n\r\n"))
    return min((at + length for at, length in ends if at >= 0), default=end)


def _values(fields: list[list[bytes]]) -> dict[str, list[bytes]]:
    values: dict[str, list[bytes]] = {}
    for lines in fields:
        unfolded = b"".join(lines).replace(b"\0", b"")[:MAX_VALUE_BYTES]
        if match := FIELD.match(unfolded):
            values.setdefault(match[1].decode("ascii").lower(), []).append(match[2].strip())
    return values


def mailboxes(value: str) -> Iterator[MailAddress]:
    """The mailboxes of an address field. Names are read after the addresses, so that an encoded
    name cannot bring in an address of its own."""
    pieces: list[str] = []
    for piece in ADDRESS_PIECE.findall(value + ","):
        if piece not in (",", ";"):
            pieces.append(piece)
        elif "".join(pieces).strip():
            yield _mailbox(pieces)
            pieces = []


def _mailbox(pieces: list[str]) -> MailAddress:
    angles = [piece for piece in pieces if piece[0] == "<"]
    comments = [piece.strip("()") for piece in pieces if piece[0] == "("]
    words = "".join(
        ESCAPED.sub(r"\1", piece.strip('"')) if piece[0] == '"' else piece
        for piece in pieces
        if piece[0] not in "<("
    )
    if angles:
        name = words if words.strip() else " ".join(comments)
        # Two addresses in one mailbox: nobody can say which of them was meant.
        address = angles[0].strip("<> \t") if len(angles) == 1 else ""
    else:
        name = " ".join(comments)
        quoted = any(piece[0] == '"' for piece in pieces)
        address = "" if quoted else words.rpartition(":")[2].strip()  # a group's name ends in ":"
    if address != clean_line(address, MAX_ADDRESS_CHARS) or not ADDRESS.fullmatch(address):
        address = ""
    return MailAddress(clean_line(decode_words(name), MAX_NAME_CHARS), address.lower(), address)


def message_ids(value: str) -> tuple[str, ...]:
    """The ids of a field in angle brackets, at most the last hundred of them."""
    found = [clean_line(one, len(one)) for one in MESSAGE_ID.findall(value)]
    if not found and "@" in value and len(value.split()) == 1:  # brackets forgotten
        found = [f"<{clean_line(value.strip('<>'), 248)}>"]
    return tuple(dict.fromkeys(found[-MAX_IDS:]))


def read_date(value: str) -> datetime | None:
    """A date of a header, with the zone only if one was named; None if it cannot be read."""
    try:
        when = parsedate_to_datetime(value.strip()[:200]).replace(microsecond=0)
        if when.tzinfo is None and "-0000" in value:
            return when.replace(tzinfo=UTC)
        return when.astimezone(UTC) if when.tzinfo else when
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def parameters(headers: Headers, name: str) -> dict[str, str]:
    """The parameters of Content-Type or Content-Disposition, RFC 2231 pieces put together."""
    value = headers.first(name)[:MAX_PARAMETER_CHARS]
    if ";" not in value:
        return {}
    part = Message()
    part[name] = value
    try:
        found = part.get_params([], name)
    except (ValueError, TypeError, LookupError, AttributeError):
        return {}
    # The first of a name counts, but before it the one that names its charset (RFC 6266): mailers
    # write "Gr__e.pdf" beside it for those who cannot read it.
    ordered = sorted(found[:0:-1], key=lambda named: isinstance(named[1], tuple))
    return {key.lower(): _plain(value) for key, value in ordered}


def _plain(value: str | tuple[str | None, str | None, str]) -> str:
    if isinstance(value, tuple):
        charset, _language, text = value
        return decode(text.encode("latin-1", "replace"), charset or "")[0]
    return decode_words(value)
