"""Which parts are the text of a mail, and in which form they really are, whatever their type says.

Scripts of shops send a page as text/plain, or plain lines as text/html (PHP's mail() with a copied
header). Google's and Apple's mailers add forms for AMP and for the watch beside the two that
everybody reads; Eudora and old Exchange wrote text/enriched and text/richtext.
"""

import re
from collections.abc import Iterable

from tickets.mailroom.parsing.filenames import file_name
from tickets.mailroom.parsing.structure import Leaf

BODY_TYPES = ("text/plain", "text/html")
FURTHER_FORMS = ("text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext")
A_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!")
A_PAGE = re.compile(r"\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)
CLEAR_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----\n"
PGP_SIGNATURE = "\n-----BEGIN PGP SIGNATURE-----"


def is_body(leaf: Leaf) -> bool:
    disposition = leaf.headers.first("content-disposition").partition(";")[0].strip().lower()
    is_text = leaf.content_type in (*BODY_TYPES, *FURTHER_FORMS)
    return is_text and disposition != "attachment" and not file_name(leaf.headers)


def repeated_forms(leaves: Iterable[Leaf]) -> set[int]:
    """The places of parts that only say again what a plain or a formatted text says."""
    bodies = [(place, leaf) for place, leaf in enumerate(leaves) if is_body(leaf)]
    usual = {leaf.alternative for _place, leaf in bodies if leaf.content_type in BODY_TYPES}
    return {
        place
        for place, leaf in bodies
        if leaf.content_type in FURTHER_FORMS and leaf.alternative in usual
    }


def is_formatted(content_type: str, text: str) -> bool:
    if content_type == "text/plain":
        return bool(A_PAGE.match(text)) and "</html>" in text[-200:].lower()
    return bool(A_TAG.search(text))


def without_armour(text: str) -> str:
    """The words that GnuPG signed "in the clear", without what it put around them."""
    if not text.startswith(CLEAR_SIGNED):
        return text
    signed, found, _signature = text.partition(PGP_SIGNATURE)
    if not found:
        return text
    words = signed.partition("\n\n")[2]
    return "\n".join(line.removeprefix("- ") for line in words.split("\n"))
