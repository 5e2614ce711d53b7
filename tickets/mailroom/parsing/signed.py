"""S/MIME in one piece: a message that is signed, not encrypted, inside a container (CMS, RFC 5652).

Outlook sends it where "send clear text signed message" is off, and OpenSSL writes it in pieces of
unknown length. Only the content is taken out; whether the signature is good is not judged.
"""

from collections.abc import Iterator
from typing import NamedTuple

SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
DATA = bytes.fromhex("06092a864886f70d010701")
SEQUENCE, OCTETS, OCTETS_IN_PIECES, EXPLICIT = 0x30, 0x04, 0x24, 0xA0
MAX_DEPTH = 8
MAX_PIECES = 100_000


class Piece(NamedTuple):
    tag: int
    start: int  # of its content
    end: int
    after: int


def signed_content(data: bytes) -> bytes:
    """The message inside; empty where the container is encrypted or no such container."""
    try:
        return _content(data)
    except (IndexError, ValueError, StopIteration):
        return b""


def _content(data: bytes) -> bytes:
    outer = _piece(data, 0, len(data), 0)
    kind, wrapped = list(_children(data, outer))[:2]
    if outer.tag != SEQUENCE or not data.startswith(SIGNED_DATA, _tag_at(kind)):
        return b""
    signed = next(_children(data, wrapped))
    for child in _children(data, signed):
        if child.tag == SEQUENCE and data.startswith(DATA, child.start):
            _kind, explicit = list(_children(data, child))[:2]
            return _octets(data, next(_children(data, explicit)))
    return b""


def _tag_at(piece: Piece) -> int:
    return piece.start - 2  # object identifiers are short


def _octets(data: bytes, piece: Piece) -> bytes:
    if piece.tag == OCTETS:
        return data[piece.start : piece.end]
    if piece.tag != OCTETS_IN_PIECES:
        return b""
    found = (one for one in _children(data, piece) if one.tag == OCTETS)
    return b"".join(data[one.start : one.end] for one in found)


def _children(data: bytes, piece: Piece) -> Iterator[Piece]:
    at = piece.start
    for _ in range(MAX_PIECES):
        if at >= piece.end:
            return
        child = _piece(data, at, piece.end, 0)
        yield child
        at = child.after


def _piece(data: bytes, at: int, limit: int, depth: int) -> Piece:
    """One element; where its length is left open, its end is found by reading what is inside."""
    tag, first, start = data[at], data[at + 1], at + 2
    if first == 0x80:
        return _open_piece(data, tag, start, limit, depth)
    length = first
    if first > 0x80:
        count = first & 0x7F
        length, start = int.from_bytes(data[start : start + count], "big"), start + count
    end = start + length
    if end > limit:
        raise ValueError("It ends outside its container.")
    return Piece(tag, start, end, end)


def _open_piece(data: bytes, tag: int, start: int, limit: int, depth: int) -> Piece:
    if depth == MAX_DEPTH:
        raise ValueError("It is nested too deep.")
    at = start
    for _ in range(MAX_PIECES):
        if data[at : at + 2] == b"\0\0":
            return Piece(tag, start, at, at + 2)
        at = _piece(data, at, limit, depth + 1).after
    raise ValueError("It has too many pieces.")
