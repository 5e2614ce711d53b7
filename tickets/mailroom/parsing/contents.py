"""What the parts of a message hold: text, cleaned HTML and attachments."""

import re
from dataclasses import dataclass
from html import escape

from tickets.mailroom.parsing.bodies import (
    is_body,
    is_formatted,
    repeated_forms,
    without_armour,
)
from tickets.mailroom.parsing.calendars import meaning, summary
from tickets.mailroom.parsing.charsets import codec, is_unnamed
from tickets.mailroom.parsing.containers import may_be_tnef
from tickets.mailroom.parsing.decoding import clean_line, clean_text, decode
from tickets.mailroom.parsing.filenames import file_name, safe_file_name
from tickets.mailroom.parsing.flowing import unflow
from tickets.mailroom.parsing.headers import parameters, read_head
from tickets.mailroom.parsing.markup import MAX_HTML_CHARS, Page
from tickets.mailroom.parsing.structure import Leaf

MAX_BODY_BYTES = 4 * 1024 * 1024
MAX_TEXT_CHARS = 200_000

SEALED_TYPES = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
SIGNED = "It is signed; whether its signature is good was not judged."
SEALED = "It is encrypted or sealed, so its content could not be read."
FEW_WORDS = 5
WORD = re.compile(r"\w+")
LINK = re.compile(r"<?\bhttps?://[^\s>]*>?")
EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/html": ".html",
}
META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
DATA_PICTURE = re.compile(r"data:[\w/+.-]{1,80};base64,[\w+/=%-]++")
CONTENT_ID = re.compile(r"cid:([^\s\"'<>]{1,250})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Attached:
    """A file that came with a message."""

    name: str
    content_type: str
    content: bytes
    inline: bool  # shown inside the text, such as a logo in a signature
    content_id: str


class Contents:
    """Gathers the leaves of one message."""

    def __init__(self, leaves: list[Leaf]) -> None:
        self.attachments: list[Attached] = []
        self.problems: list[str] = []
        self.truncated: dict[str, str] = {}  # what was cut, and how to say so
        self.meetings: list[str] = []  # what calendar parts are, for a mail without text
        self._plain: dict[int, list[str]] = {}
        self._pages: dict[int, list[Page]] = {}
        self._room = MAX_HTML_CHARS
        repeated = repeated_forms(leaves)
        told = [leaf for place, leaf in enumerate(leaves) if place not in repeated]
        files = [leaf for leaf in told if not self._take_body(leaf)]
        self.html = self._joined_html()
        shown = set(CONTENT_ID.findall(self.html))
        for leaf in files:
            self._attach(leaf, shown)
        self._ends_in_a_file = bool(files) and files[-1] is leaves[-1]

    def text(self) -> str:
        """Of each part that comes in several forms the plain one, unless it is empty."""
        pieces = []
        for group in sorted(self._plain.keys() | self._pages.keys()):
            plain = "\n".join(self._plain.get(group, [])).strip("\n")
            pages = "\n".join(page.text() for page in self._pages.get(group, []))
            pieces.append(pages if says_more(pages, plain) else plain)
        text = clean_text("\n\n".join(piece for piece in pieces if piece.strip()))
        if len(text) > MAX_TEXT_CHARS:
            self.truncated["text"] = "The text is very long; its end is only in the original."
        return text[:MAX_TEXT_CHARS]

    def leave_out_cut_file(self) -> None:
        """The file in which a mail was cut looks whole and is not: it is not offered."""
        if self._ends_in_a_file:
            name = self.attachments.pop().name
            self.truncated["file"] = (
                f"The file {name} lacks its end, so it is not offered; see the original."
            )

    def _joined_html(self) -> str:
        if not self._pages:
            return ""
        pieces = []
        for group in sorted(self._plain.keys() | self._pages.keys()):
            if group in self._pages:
                pieces += [page.html() for page in self._pages[group]]
            else:
                lines = "\n".join(self._plain[group])[:MAX_TEXT_CHARS].strip()
                pieces.append(f"<p>{escape(lines).replace(chr(10), '<br>')}</p>" if lines else "")
        return "\n".join(piece for piece in pieces if piece)

    def _take_body(self, leaf: Leaf) -> bool:
        """Read a leaf as a part of the text; False if it is a file."""
        if not is_body(leaf):
            return False
        text = self._characters(leaf)
        if not is_formatted(leaf.content_type, text):
            text = clean_text(_unflowed(leaf, text))
            words = without_armour(text)
            if words != text:
                self.problems.append(SIGNED)
            self._plain.setdefault(leaf.alternative, []).append(words)
            return True
        text, pictures = DATA_PICTURE.subn("", clean_text(text))
        if pictures:
            self.problems.append("Pictures inside its text are only in the original.")
        page = Page(text[: self._room])
        if page.cut or len(text) > self._room:
            self.truncated["html"] = "The formatted text is very long; its end was left out."
        self._pages.setdefault(leaf.alternative, []).append(page)
        self._room -= min(self._room, len(text))
        return True

    def _characters(self, leaf: Leaf) -> str:
        data, whole = leaf.decoded
        charset = parameters(leaf.headers, "content-type").get("charset", "").strip(" '\"")
        if not charset and leaf.content_type == "text/html":
            named = META_CHARSET.search(data[:2048])
            charset = named[1].decode("ascii", "ignore") if named else ""
        text, legible = decode(data[:MAX_BODY_BYTES], charset)
        if not codec(charset) and not is_unnamed(charset):
            name = clean_line(charset, 40)
            self.problems.append(f"Its character set is unknown ({name}).")
        if not (whole and legible):
            self.problems.append("Some characters could not be read.")
        return text

    def _attach(self, leaf: Leaf, shown: set[str]) -> None:
        content, whole = leaf.decoded
        content_id = leaf.headers.text("content-id", 250).strip("<>")
        disposition = leaf.headers.first("content-disposition").strip().lower()
        inline = content_id in shown or (
            disposition.startswith("inline") and leaf.content_type.startswith("image/")
        )
        name = file_name(leaf.headers) or self._given_name(leaf.content_type, content)
        if not whole:
            self.problems.append(f"The attachment {name} is damaged.")
        self._say_what_it_is(leaf, name, content)
        self.attachments.append(
            Attached(
                name=name,
                content_type=leaf.content_type,
                content=content,
                inline=inline,
                content_id=content_id,
            )
        )

    def _say_what_it_is(self, leaf: Leaf, name: str, content: bytes) -> None:
        if leaf.content_type in SEALED_TYPES:
            self.problems.append(SEALED)
        elif may_be_tnef(leaf.content_type, leaf.headers):
            self.problems.append(
                f"Outlook packed its files into one container ({name}), which was not opened."
            )
        elif leaf.content_type == "text/calendar":
            given = parameters(leaf.headers, "content-type")
            what = meaning(content, given.get("method", ""))
            self.problems.append(f"It holds {what} ({name}).")
            called = clean_line(decode(summary(content), given.get("charset", ""))[0], 200)
            self.meetings.append(f"[{what[:1].upper()}{what[1:]}{': ' * bool(called)}{called}]")

    def _given_name(self, content_type: str, content: bytes) -> str:
        """A name for a file that has none; a forwarded message is named after its subject."""
        stem = f"attachment-{len(self.attachments) + 1}"
        if content_type == "message/rfc822":
            stem = read_head(content, 0, len(content))[0].text("subject", 100) or stem
        default = ".txt" if content_type.startswith(("text/", "message/")) else ".bin"
        return safe_file_name(stem + EXTENSIONS.get(content_type, default))


def says_more(pages: str, plain: str) -> bool:
    """Whether the formatted form of a text is the one to read: shops and ticket systems write a
    plain one that only says that the mail should be read elsewhere."""
    if not plain.strip():
        return True
    formatted, bare = (
        len(WORD.findall(LINK.sub("", text[:MAX_TEXT_CHARS]))) for text in (pages, plain)
    )
    return formatted >= 2 * bare + FEW_WORDS


def _unflowed(leaf: Leaf, text: str) -> str:
    given = parameters(leaf.headers, "content-type")
    if given.get("format", "").strip().lower() != "flowed":
        return text
    return unflow(text, deletes_space=given.get("delsp", "").strip().lower() == "yes")
