"""What makes two mails one: the digest of subject, date and parts as they read once decoded.

Two addresses of one desk get a mail with different trace headers, and servers on the way encode
parts anew; neither changes what a mail says. A second mail under a Message-ID that was used before
does: some programs give all that they send the same one.
"""

from collections.abc import Iterator
from hashlib import sha256

from tickets.mailroom.parsing.decoding import decode_transfer
from tickets.mailroom.parsing.headers import Headers, read_date, read_head
from tickets.mailroom.parsing.structure import Leaf, Structure

MAX_SUBJECT_CHARS = 2000


def content_key(structure: Structure, raw: bytes) -> str:
    """`raw` is the whole mail, also where `structure` is only of its beginning."""
    pieces = [structure.headers.text("subject", MAX_SUBJECT_CHARS).encode("utf-8", "replace")]
    pieces.append(_date(structure.headers))
    is_whole = len(raw) <= len(structure.raw) and not (structure.left_out or structure.too_deep)
    pieces += _parts(structure.leaves) if is_whole else [_body(raw)]
    found = sha256()
    for piece in pieces:
        found.update(b"%d:" % len(piece))
        found.update(piece)
    return found.hexdigest()


def _date(headers: Headers) -> bytes:
    """The instant, however it is written; what cannot be read, as it stands."""
    value = headers.first("date")
    when = read_date(value)
    return (when.isoformat() if when else " ".join(value.split())).encode("utf-8", "replace")


def _parts(leaves: list[Leaf]) -> Iterator[bytes]:
    for leaf in leaves:
        yield leaf.content_type.encode("utf-8", "replace")
        encoding = leaf.headers.first("content-transfer-encoding")
        content, _ = decode_transfer(leaf.content, encoding)
        yield _text(content) if leaf.content_type.startswith("text/") else content


def _text(content: bytes) -> bytes:
    """Servers on the way change line ends, and add or drop the last ones."""
    return content.replace(b"\r\n", b"\n").rstrip()


def _body(raw: bytes) -> bytes:
    """All behind the head, where not every part was taken out."""
    _, start = read_head(raw, 0, len(raw))
    return _text(raw[start:])
