"""Addresses in a plain text. PURE."""

import re
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 2000
ADDRESS = re.compile(rf"https?://[^\s<>\"“”]{{1,{LONGEST}}}", re.IGNORECASE)
# What ends a sentence does not belong to the address; a bracket does where it was opened in it.
CLOSING = {")": "(", "]": "[", "}": "{"}
ENDING = ".,;:!?'’»*_"


class Piece(NamedTuple):
    """A part of a text, which as a whole is an address or holds none."""

    text: str
    is_address: bool


def pieces(text: str) -> Iterator[Piece]:
    done = 0
    for found in ADDRESS.finditer(text):
        address = _trimmed(found[0])
        if address.rpartition("/")[2] or address.count("/") > 2:
            if found.start() > done:
                yield Piece(text[done : found.start()], False)
            done = found.start() + len(address)
            yield Piece(address, True)
    if done < len(text):
        yield Piece(text[done:], False)


def _trimmed(address: str) -> str:
    while address:
        last = address[-1]
        opening = CLOSING.get(last, "")
        if last not in ENDING and not (opening and address.count(last) > address.count(opening)):
            break
        address = address[:-1]
    return address
