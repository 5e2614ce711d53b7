"""Bytes of a mail to characters that are safe to keep and to show."""

import binascii
import re

from tickets.mailroom.parsing.charsets import codec
from tickets.mailroom.parsing.cyrillic import CYRILLIC
from tickets.mailroom.parsing.guessing import likely_charset
from tickets.mailroom.parsing.japanese import is_iso_2022_jp, read_euc, read_iso_2022_jp

NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls, overrides and isolates of writing direction, invisible tags, lone surrogates.
UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]+"
)
# Marks that a single line (a subject, a name) never needs and that can disguise it.
UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060-\u2064]+")

# Their bytes are not those of ASCII, or they shift between sets.
WIDE = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}
MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # Windows' editors write them, mailers no charset
DOUBLE = {"gb18030", "big5hkscs", "cp949", "euc_jp", "cp932"}
FEW_SIGNS = 2

ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*+)\?=")
BASE64_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
EMPTY_LINE = re.compile(rb"\n[ \t\r]*+\n")
BASE64_LINE = BASE64_ALPHABET + b"="
NOT_BASE64 = bytes(sorted(set(range(256)) - set(BASE64_ALPHABET)))


def decode(data: bytes, charset: str = "") -> tuple[str, bool]:
    """The characters, and whether all of them could be read.

    Valid UTF-8 is UTF-8, whatever the mailer claims: no other text looks like it by chance.
    """
    known = codec(charset)
    if data[:2] in MARKS_OF_UTF_16 and b"\0" in data:
        known = "utf-16"
    if known in WIDE and b"\0" not in data and _strictly(data, "utf-8") is not None:
        known = "utf-8"  # exporters of Windows name what the text was before they wrote it
    if data.isascii():
        return _seven_bits(data, known)
    if known not in WIDE and (text := _strictly(data, "utf-8")) is not None:
        other = _strictly(data, known) if known in DOUBLE and _may_be_chance(text) else None
        return (text if other is None else other), True
    if known == "cp1252" or known in DOUBLE or known in CYRILLIC:  # what mailers name by habit
        known = likely_charset(data, known)
    if known and known != "utf-8" and (text := _strictly(data, known)) is not None:
        return text, True
    return _guess(data, known)


def _seven_bits(data: bytes, known: str) -> tuple[str, bool]:
    if is_iso_2022_jp(data):
        text = read_iso_2022_jp(data)
        return text, "\ufffd" not in text
    text = data.decode(known or "ascii", "replace")
    return text, "\ufffd" not in text


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeError:
        return None


def _may_be_chance(text: str) -> bool:
    """A few signs of two bytes each can be valid UTF-8 and a word of Chinese as well."""
    signs = [sign for sign in text if sign > "\x7f"]
    return len(signs) <= FEW_SIGNS and max(signs) < "\u0800" and min(signs) >= "\x80"


def _guess(data: bytes, known: str) -> tuple[str, bool]:
    """Neither the named charset nor UTF-8: damaged UTF-8, or whichever set is likely."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if len(text) - len(data.decode("ascii", "ignore")) - bad > bad:
        return text, False
    likely = likely_charset(data, known)
    if likely == "euc_jp":
        text = read_euc(data)
    elif known not in ("", "utf-8", "cp1252") and _strictly(data, likely) is None:
        text = data.decode(known, "replace")
    else:
        text = data.decode(likely, "replace")
    return text, "\ufffd" not in text


def decode_transfer(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """The content behind a Content-Transfer-Encoding, and whether it was whole."""
    encoding = re.split(r"[;(]", encoding, maxsplit=1)[0].strip().lower()
    if encoding == "base64":
        return decode_base64(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data), True
    if encoding in ("x-uuencode", "uuencode", "x-uue"):
        return decode_uu(data)
    return data, encoding in ("", "7bit", "8bit", "binary")


def decode_base64(data: bytes) -> tuple[bytes, bool]:
    try:
        digits = _without_footer(data)
        return binascii.a2b_base64(digits), len(digits) == len(data)
    except binascii.Error:
        digits = data.translate(None, NOT_BASE64)
    if len(digits) % 4 == 1:  # six bits are no byte
        digits = digits[:-1]
    return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4)), False


def _without_footer(data: bytes) -> bytes:
    """Mailman puts its plain footer below a text in base64."""
    empty = EMPTY_LINE.search(data)
    below = data[empty.end() :].lstrip().partition(b"\n")[0].strip() if empty else b""
    return data[: empty.start() + 1] if empty and below.translate(None, BASE64_LINE) else data


def decode_uu(data: bytes) -> tuple[bytes, bool]:
    """What mailers wrote before MIME, and gateways of UNIX still do."""
    lines = data.replace(b"\r", b"").split(b"\n")
    start = next((n for n, line in enumerate(lines) if line.startswith(b"begin ")), -1)
    decoded: list[bytes] = []
    for line in lines[start + 1 :]:
        if line.strip() == b"end":
            return b"".join(decoded), start >= 0
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            return b"".join(decoded), False
    return b"".join(decoded), False


def decode_words(value: str, unnamed: str = "") -> str:
    """A header's value with its encoded words (RFC 2047) read.

    Neighbours of one charset are joined before they are read: mailers cut inside a character.
    Words in a set that nobody knows ("unknown-8bit") are read in the `unnamed` one.
    """
    read: list[str] = []
    held, held_charset, end = bytearray(), "", 0
    for word in ENCODED_WORD.finditer(value):
        charset, way, content = word[1].split("*")[0].lower(), word[2].lower(), word[3]
        charset = charset if codec(charset) else unnamed
        data = _word_bytes(content, way)
        between = value[end : word.start()]
        if held and charset == held_charset and not between.strip():
            held += data
        else:
            read.append(decode(bytes(held), held_charset)[0])
            if between.strip() or not held:
                read.append(between)
            held, held_charset = bytearray(data), charset
        end = word.end()
    read += [decode(bytes(held), held_charset)[0], value[end:]]
    return "".join(read)


def _word_bytes(content: str, way: str) -> bytes:
    data = content.encode("utf-8", "replace")
    if way == "b":
        return decode_base64(data)[0]
    return binascii.a2b_qp(data, header=True)


def clean_text(text: str) -> str:
    """Several lines: one kind of line end, no controls, no white space at a line's end."""
    text = UNSAFE.sub("", NEWLINES.sub("\n", text))
    return "\n".join(map(str.rstrip, text.split("\n"))).strip("\n")


def clean_line(text: str, limit: int) -> str:
    """One line of at most `limit` characters, without anything that could disguise it."""
    text = UNSAFE.sub("", NEWLINES.sub(" ", text))
    return " ".join(UNSEEN.sub("", text).split())[:limit].rstrip()
