"""Text as the fonts of the printed report can show it.

Each letter that they lack would end the typesetting with an error; so it is shown as a square.
The workbook, the table and the JSON have every letter.
"""

import re
import unicodedata
from typing import Any

SQUARE = "\u25a1"
# What the fonts hold throughout: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, signs.
SHOWN = (
    "\u0020-\u007e\u00a0-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u04ff"
    "\u0531-\u0556\u0559-\u0587\u05d0-\u05ea\u05f0-\u05f4\u060c\u061b\u061f\u0621-\u063a"
    "\u0640-\u0655\u0660-\u066d\u0679\u067e\u0686\u0691\u0698\u06a9\u06af\u06be\u06cc"
    "\u06f0-\u06f9\u1e00-\u1eff\u1f20-\u1f45\u2000-\u200a\u2010-\u2027\u202f-\u2040"
    "\u2044-\u205e\u2070\u2071\u2074-\u208e\u20a0-\u20c0\u2100-\u211e\u2122\u2126"
    "\u2153-\u2184\u2190-\u23ff\u2460-\u2606"
)
HIDDEN = re.compile(f"[^{SHOWN}]+")
MARK_ON_SQUARE = re.compile(f"{SQUARE}[\u0300-\u036f\u0591-\u05c7\u064b-\u0655]+")
# So long a word is wider than its column; it may be broken after each so many letters.
LONGEST = 18
LONG_WORD = re.compile(rf"[^\s\u200b]{{{LONGEST}}}(?=[^\s\u200b])")
BREAK = "\u200b"


def printable(value: Any) -> Any:
    """The same value with each text in it made printable."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {key: each if key == "svg" else printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [printable(each) for each in value]
    return value


def _text(text: str) -> str:
    """Composed first, so that an accent is one sign with its letter."""
    if text.isascii() and text.isprintable() and not LONG_WORD.search(text):
        return text
    composed = unicodedata.normalize("NFC", text)
    shown = HIDDEN.sub(lambda found: _instead(found[0]), composed)
    return LONG_WORD.sub(lambda found: found[0] + BREAK, MARK_ON_SQUARE.sub(SQUARE, shown))


def _instead(hidden: str) -> str:
    """A space for tabs and ends of lines, nothing for invisible signs, else a square for each."""
    kinds = [unicodedata.category(sign) for sign in hidden]
    if set(kinds) <= {"Cf", "Mn"}:
        return ""
    if all(sign.isspace() for sign in hidden):
        return " "
    return SQUARE * sum(kind not in ("Cf", "Mn", "Me") for kind in kinds)
