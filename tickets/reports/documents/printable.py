"""Text as the fonts of the printed report can show it.

A letter that they lack would end the typesetting with an error; so a sign stands for it. The
workbook, the table and the JSON have every letter.
"""

import re
import unicodedata
from typing import Any

INSTEAD = "\ufffd"
LATIN = (
    "\u0020-\u007e\u00a0-\u00ac\u00ae-\u017f\u018f\u0192\u01a0\u01a1\u01af\u01b0\u01cd-\u01dc"
    "\u01fa-\u01ff\u0218-\u021b\u0259\u02bb\u02bc\u02c6\u02c7\u02da\u02dc\u1e80-\u1e85\u1e9e"
    "\u1ef2-\u1ef9\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020\u2022\u2026\u2032\u2033\u2039"
    "\u203a\u2044\u20a4\u20ac\u20bd\u2122\u2190-\u2193\u2212\u2260\u2264\u2265\ufffd"
)
# Greek and Cyrillic; Hebrew and Arabic, which run from right to left.
OTHERS = "\u0391-\u03a1\u03a3-\u03a9\u03ac-\u03ce\u0400-\u045f\u0490\u0491"
FROM_RIGHT = "\u05d0-\u05ea\u060c\u061b\u061f\u0621-\u063a\u0641-\u064a\u0660-\u0669"
HIDDEN = re.compile(f"[^{LATIN}{OTHERS}{FROM_RIGHT}]")
RUNS_FROM_RIGHT = re.compile(f"[{FROM_RIGHT}]")
PLAIN = re.compile(r"[\x20-\x7e\xa0]*")
# A longer word may be wider than its column: it may be broken after so many letters.
LONGEST = 18
LONG_WORD = re.compile(rf"\S{{{LONGEST}}}(?=\S)")
BREAK = "\u200b"
# A digest is compared and copied, and stands where there is room for it.
DIGEST = re.compile(r"[0-9a-f]{64}")
# Invisible signs, among them those that turn the direction, and marks that no letter took up.
DROPPED = {"Cf", "Mn", "Me", "Mc"}


def printable(value: Any) -> Any:
    """The same value with each text in it made printable; drawings are ours and stay."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {key: each if key == "svg" else printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [printable(each) for each in value]
    return value


def _text(text: str) -> str:
    """Composed first, so that an accent is one sign with its letter."""
    if DIGEST.fullmatch(text):
        return text
    if not PLAIN.fullmatch(text):
        text = HIDDEN.sub(lambda found: _instead(found[0]), unicodedata.normalize("NFC", text))
    # Typst stumbles over this break inside words that run from right to left.
    between = " " if RUNS_FROM_RIGHT.search(text) else BREAK
    return LONG_WORD.sub(lambda found: found[0] + between, text)


def _instead(sign: str) -> str:
    """What the sign is made of where that can be shown: `fi` of a ligature."""
    if sign.isspace():
        return " "
    if unicodedata.category(sign) in DROPPED:
        return ""
    parts = unicodedata.normalize("NFKC", sign)
    return INSTEAD if HIDDEN.search(parts) else parts
