"""Whether two deliveries are the same mail: a key over what its writer made.

A mail to two of our addresses arrives twice, each time with trace fields of its own; a relay that
knows no 8 bits encodes the parts anew, and a pipe ends lines otherwise than IMAP. None of this is
in the key. Programs that write one Message-ID on all of their mail differ in it.
"""

import hashlib
from collections.abc import Iterator

from tickets.mailroom.parsing.filenames import file_name
from tickets.mailroom.parsing.headers import read_date
from tickets.mailroom.parsing.structure import Leaf, Structure

MAX_SUBJECT_CHARS = 10_000


def content_key(structure: Structure, raw: bytes) -> str:
    """The SHA-256 of the decoded subject, the Date and the decoded parts, in hexadecimal digits.

    Where parts were left out for their number or size, the body as it came stands for them.
    `raw` is the whole mail, also what was cut off before the structure was read.
    """
    digest = hashlib.sha256()
    for piece in _pieces(structure, raw):
        digest.update(b"%d:" % len(piece))  # so that no piece can pass for two
        digest.update(piece)
    return digest.hexdigest()


def _pieces(structure: Structure, raw: bytes) -> Iterator[bytes]:
    headers = structure.headers
    yield headers.text("subject", MAX_SUBJECT_CHARS).encode()
    written = headers.first("date")
    when = read_date(written)
    yield (when.isoformat() if when else " ".join(written.split())).encode("utf-8", "replace")
    if structure.left_out or structure.too_deep or len(raw) > len(structure.raw):
        yield _text(raw[structure.body :])
        return
    for leaf in structure.leaves:
        yield leaf.content_type.encode("utf-8", "replace")
        yield file_name(leaf.headers).encode("utf-8", "replace")
        yield _content(leaf)


def _content(leaf: Leaf) -> bytes:
    content, _whole = leaf.decoded
    return _text(content) if leaf.content_type.startswith(("text/", "message/")) else content


def _text(content: bytes) -> bytes:
    return b"\n".join(map(bytes.rstrip, content.split(b"\n"))).strip()
