"""Bytes of a mail to characters that are safe to keep and to show."""

import binascii
import codecs
import re

# Mailers name these and mean the larger set on the right, as browsers read them.
MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
# Python has these as codecs, but they are no character sets, and some take quadratic time.
NO_CHARSET = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}
CHARSET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,39}")

NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls, overrides and isolates of writing direction, invisible tags, lone surrogates.
UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]+"
)
# Marks that a single line (a subject, a name) never needs and that can disguise it.
UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060-\u2064]+")

ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*+)\?=")
BASE64_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
NOT_BASE64 = bytes(sorted(set(range(256)) - set(BASE64_ALPHABET)))


def codec(charset: str) -> str:
    """The name of Python's codec for a charset, empty where there is none."""
    if not CHARSET_NAME.fullmatch(charset):
        return ""
    try:
        name = codecs.lookup(charset).name
        b"a".decode(name, "replace")  # raises for what only looks like a charset, as "zlib"
    except (LookupError, ValueError):
        return ""
    return "" if name.replace("-", "_") in NO_CHARSET else MEANT.get(name, name)


def decode(data: bytes, charset: str = "") -> tuple[str, bool]:
    """The characters, and whether all of them could be read."""
    known = codec(charset)
    order = [known] if known else []
    # Bytes that happen to be UTF-8 are UTF-8, whatever Western charset the mailer claims.
    if not known or known.startswith(("utf-8", "iso8859", "cp125")):
        order.insert(0, "utf-8")
    for name in order:
        try:
            return data.decode(name), True
        except UnicodeError:
            continue
    return _guess(data, known)


def _guess(data: bytes, known: str) -> tuple[str, bool]:
    """Neither the named charset nor UTF-8: whichever damages the least."""
    if known not in ("", "utf-8", "cp1252"):
        return data.decode(known, "replace"), False
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(text) - len(data.decode("ascii", "ignore")) - bad
    if good > bad:
        return text, False
    text = data.decode("cp1252", "replace")
    return text, "\ufffd" not in text


def decode_transfer(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """The content behind a Content-Transfer-Encoding, and whether it was whole."""
    encoding = encoding.split(";")[0].strip().lower()
    if encoding == "base64":
        return decode_base64(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data), True
    return data, encoding in ("", "7bit", "8bit", "binary")


def decode_base64(data: bytes) -> tuple[bytes, bool]:
    try:
        return binascii.a2b_base64(data), True
    except binascii.Error:
        digits = data.translate(None, NOT_BASE64)
    if len(digits) % 4 == 1:  # six bits are no byte
        digits = digits[:-1]
    return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4)), False


def decode_words(value: str) -> str:
    """A header's value with its encoded words (RFC 2047) read.

    Neighbours of one charset are joined before they are read: mailers cut inside a character.
    """
    read: list[str] = []
    held, held_charset, end = bytearray(), "", 0
    for word in ENCODED_WORD.finditer(value):
        charset, way, content = word[1].split("*")[0].lower(), word[2].lower(), word[3]
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
