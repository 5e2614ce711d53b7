"""The Japanese sets of two bytes with the rows that Windows adds to them.

"①", "㈱" and "髙" stand in rows of JIS that the standard leaves empty, which Python's codecs
refuse. Their places are computed, so what the strict codec refuses is read by way of Shift_JIS.
"""

import re
from functools import cache

ESCAPE = re.compile(rb"\x1b(\$[@B]|\$\([@BD]|\([BJIH])")
ANY_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\([JI])")
SEVEN_BITS = bytes(byte & 0x7F for byte in range(256))
EUC = re.compile(rb"\x8e([\xa1-\xdf])|((?:[\xa1-\xfe][\xa1-\xfe])+)|([\x80-\xff])")


def is_iso_2022_jp(data: bytes) -> bool:
    """Seven bits with the escapes that only ISO-2022-JP has; many mailers do not name it."""
    return bool(ANY_ESCAPE.search(data)) and data.isascii()


def read_iso_2022_jp(data: bytes) -> str:
    pieces, mode, end = [], b"(B", 0
    for escape in ESCAPE.finditer(data):
        pieces.append(_piece(data[end : escape.start()], mode))
        mode, end = escape[1], escape.end()
    pieces.append(_piece(data[end:], mode))
    return "".join(pieces)


def _piece(data: bytes, mode: bytes) -> str:
    """Each line starts in ASCII again, as broken mailers forget to say at its end."""
    if mode in (b"(B", b"(J", b"(H"):
        return data.decode("cp932", "replace")
    first, end, rest = data.partition(b"\n")
    if mode == b"(I":
        read = bytes(byte | 0x80 for byte in first).decode("cp932", "replace")
    else:
        read = _signs(first)
    return read + (end + rest).decode("cp932", "replace")


def read_euc(data: bytes) -> str:
    """EUC-JP with the same rows; half-width signs behind their shift byte."""
    pieces, end = [], 0
    for found in EUC.finditer(data):
        pieces.append(data[end : found.start()].decode("ascii", "replace"))
        if found[1]:
            pieces.append(found[1].decode("cp932", "replace"))
        elif found[2]:
            pieces.append(_signs(found[2].translate(SEVEN_BITS)))
        else:
            pieces.append("\ufffd")
        end = found.end()
    return "".join([*pieces, data[end:].decode("ascii", "replace")])


def _signs(pairs: bytes) -> str:
    return "".join(_sign(pairs[at : at + 2]) for at in range(0, len(pairs), 2))


@cache  # there are some thousands of places, and mails of megabytes
def _sign(pair: bytes) -> str:
    """A place in JIS X 0208 (each byte 0x21 to 0x7E) as its sign."""
    if len(pair) < 2 or not (0x21 <= pair[0] <= 0x7E and 0x21 <= pair[1] <= 0x7E):
        return pair.decode("ascii", "replace")
    row, cell = pair[0] - 0x21, pair[1] - 0x21
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row % 2 else cell + (0x40 if cell < 63 else 0x41)
    return bytes((lead, trail)).decode("cp932", "replace")
