"""The parts of a message: found by offsets in the raw bytes, in one pass a level.

The standard library's parser raises on some messages and takes quadratic time on deep nesting; it
also copies every line. Here depth and number of parts are capped before anything is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from tickets.mailroom.parsing.charsets import codec
from tickets.mailroom.parsing.containers import (
    MESSAGE_TYPES,
    SIGNATURES,
    head_of_file,
    heads_of,
    may_be_signed,
    may_be_tnef,
)
from tickets.mailroom.parsing.decoding import decode_transfer
from tickets.mailroom.parsing.headers import Headers, parameters, read_head
from tickets.mailroom.parsing.signed import signed_content
from tickets.mailroom.parsing.tnef import unpack

MAX_PARTS = 100
MAX_COUNTED = 10_000  # parts beyond the limit are only counted
MAX_DEPTH = 10
MAX_BOUNDARY_CHARS = 200

TYPE_START = re.compile(r"[\s\"']*([a-z0-9*.+-]{1,40})\s*/\s*([^\s;,\"']{1,80})")
SWAPPED = {"plain/text": "text/plain", "html/text": "text/html", "text/text": "text/plain"}
FIRST_DELIMITER = re.compile(rb"(?:\A|\n)--([^\s-][^\r\n]{0,199})\r?\n")
CONTENT_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,30}/[a-z0-9][a-z0-9!#$&^_.+-]{0,67}")


@dataclass(frozen=True)
class Leaf:
    """A part without parts. Leaves of one `alternative` say the same in different forms."""

    headers: Headers
    content_type: str
    content: bytes  # still in its transfer encoding
    alternative: int

    @cached_property
    def decoded(self) -> tuple[bytes, bool]:
        """The content without its transfer encoding, and whether it was whole."""
        return decode_transfer(self.content, self.headers.first("content-transfer-encoding"))


class Structure:
    """The leaves of a message in their order, and what was wrong with their arrangement."""

    def __init__(self, raw: bytes, depth: int = 0) -> None:
        self.raw = raw
        self.leaves: list[Leaf] = []
        self.headers, self.body = read_head(raw, 0, len(raw))
        self.parts = 0
        self.left_out = 0  # parts beyond the limit
        self.enclosed: list[Structure] = []  # messages that came as files
        self.opened = self.signed = self.too_deep = self.broken = self.unended = False
        self._read(self.headers, self.body, len(raw), "text/plain", None, depth)
        self._follow_the_body()

    def _follow_the_body(self) -> None:
        """Raw 8-bit fields are in the charset of the text."""
        named = (
            parameters(leaf.headers, "content-type").get("charset", "")
            for leaf in self.leaves
            if leaf.content_type.startswith("text/")
        )
        charset = next((one for one in named if codec(one) and "ascii" not in one.lower()), "")
        for headers in (self.headers, *(leaf.headers for leaf in self.leaves)):
            headers.follow(charset)

    def _read(
        self, headers: Headers, start: int, end: int, default: str, group: int | None, depth: int
    ) -> None:
        self.parts += 1
        kind = content_type(headers, default)
        if not kind.startswith("multipart/"):
            self._read_leaf(headers, kind, start, end, group, depth)
        elif depth == MAX_DEPTH:
            self.too_deep = True
            self._add(headers, "application/octet-stream", start, end, group)
        elif not self._read_inside(headers, kind, start, end, group, depth):
            self.broken = True
            self._add(headers, "text/plain", start, end, group)

    def _read_inside(
        self, headers: Headers, kind: str, start: int, end: int, group: int | None, depth: int
    ) -> bool:
        """Read the parts of a multipart; False if it has none."""
        found = False
        default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        if kind == "multipart/alternative" and group is None:
            group = self.parts
        for section_start, section_end in self._all_sections(headers, start, end):
            found = True
            if self.parts >= MAX_PARTS:
                self.left_out += 1
                if self.left_out == MAX_COUNTED:
                    break
                continue
            head, body = read_head(self.raw, section_start, section_end)
            if kind == "multipart/signed" and content_type(head, default) in SIGNATURES:
                self.signed = True  # no file of its writer's
                continue
            self._read(head, body, section_end, default, group, depth + 1)
        return found

    def _read_leaf(
        self, headers: Headers, kind: str, start: int, end: int, group: int | None, depth: int
    ) -> None:
        alternative = self.parts if group is None else group
        leaf = Leaf(headers, kind, self.raw[start:end], alternative)
        opens = depth < MAX_DEPTH and self.parts < MAX_PARTS
        if opens and may_be_signed(kind, headers) and self._open_signed(leaf, depth):
            return
        if opens and may_be_tnef(kind, headers) and self._open_tnef(leaf):
            return
        if opens and kind in MESSAGE_TYPES:
            self.enclosed.append(Structure(leaf.decoded[0], depth + 1))
        self.leaves.append(leaf)

    def _open_signed(self, leaf: Leaf, depth: int) -> bool:
        """Read the message in a signed container as parts of this one; False if there is none."""
        content = signed_content(leaf.decoded[0])
        if not content:
            return False
        inner = Structure(content, depth + 1)
        self.leaves += [
            replace(leaf, alternative=leaf.alternative + self.parts) for leaf in inner.leaves
        ]
        self.parts += inner.parts
        self.left_out += inner.left_out
        self.enclosed += inner.enclosed
        self.too_deep, self.broken = self.too_deep or inner.too_deep, self.broken or inner.broken
        self.opened = True
        return True

    def _open_tnef(self, leaf: Leaf) -> bool:
        """Read Outlook's container; its text only where the mail has none beside it."""
        opened = unpack(leaf.decoded[0])
        if opened is None:
            return False
        has_text = any(one.content_type.startswith("text/") for one in self.leaves)
        parts = [] if has_text else heads_of(opened)
        for headers, kind, content in [*parts, *map(head_of_file, opened.files)]:
            if self.parts >= MAX_PARTS:
                self.left_out += 1
                continue
            group = leaf.alternative if kind.startswith("text/") else self.parts
            self.leaves.append(Leaf(headers, kind, content, group))
            self.parts += 1
        return True

    def _all_sections(self, headers: Headers, start: int, end: int) -> Iterator[tuple[int, int]]:
        named = parameters(headers, "content-type").get("boundary", "").rstrip()
        if next(self._sections(start, end, named), None) is None:
            other = self._forgotten_boundary(start, end)
            closing = f"--{other}--".encode("utf-8", "replace")
            # What is named and not met may be damage, too: only whole parts show that it is wrong.
            if not named or self.raw.find(closing, start, end) >= 0:
                named = other
        return self._sections(start, end, named)

    def _forgotten_boundary(self, start: int, end: int) -> str:
        """Gateways that rewrite Content-Type lose its boundary, and scripts name another one than
        they write; the first delimiter shows it."""
        found = FIRST_DELIMITER.search(self.raw, max(0, start - 1), min(end, start + 4000))
        return found[1].decode("utf-8", "replace").rstrip().removesuffix("--") if found else ""

    def _add(self, headers: Headers, kind: str, start: int, end: int, group: int | None) -> None:
        alternative = self.parts if group is None else group
        self.leaves.append(Leaf(headers, kind, self.raw[start:end], alternative))

    def _sections(self, start: int, end: int, boundary: str) -> Iterator[tuple[int, int]]:
        """Start and end of each part between the boundary's lines."""
        if not 0 < len(boundary) <= MAX_BOUNDARY_CHARS:
            return
        opened = -1
        for line_start, line_end, last in self._delimiters(start, end, boundary):
            if opened >= 0:
                yield opened, max(opened, line_start)
            if last:
                return
            opened = line_end
        if opened >= 0:
            self.unended = True
            yield opened, end

    def _delimiters(self, start: int, end: int, boundary: str) -> Iterator[tuple[int, int, bool]]:
        """Where a boundary's line starts (with the line end before it) and ends; is it the last."""
        raw = self.raw
        mark = b"--" + boundary.encode("utf-8", "replace")
        at = raw.find(mark, start, end)
        while at >= 0:
            after = at + len(mark)
            near = min(end, after + 80)  # looking further would make it quadratic
            stop = raw.find(b"\n", after, near)
            line_end = near if stop < 0 else stop + 1
            rest = raw[after:line_end].strip()
            alone = (stop >= 0 or near == end) and rest in (b"", b"--")
            if alone and (at == start or raw[at - 1 : at] == b"\n"):
                before = 2 if raw[at - 2 : at] == b"\r\n" else 1
                yield max(start, at - before), line_end, rest == b"--"
                after = line_end
            at = raw.find(mark, after, end)


def content_type(headers: Headers, default: str) -> str:
    """Type and subtype in lower case. What is no type at all is plain text, as RFC 2045 says,
    unless it comes as a file."""
    value = headers.first("content-type")
    if not value:
        return default
    found = TYPE_START.match(value[:200].lower())
    kind = f"{found[1]}/{found[2]}" if found else ""
    if CONTENT_TYPE.fullmatch(kind):
        return SWAPPED.get(kind, kind)
    if value.lstrip().lower().startswith("multipart") or (
        not kind and "boundary=" in value.lower()
    ):
        return "multipart/mixed"  # "multipart/*" of a library's default, or only a boundary
    if kind.startswith("text/") or not _is_file(headers):  # some mailers write only "text"
        return "text/plain"
    return "application/octet-stream"


def _is_file(headers: Headers) -> bool:
    disposition = headers.first("content-disposition").strip().lower()
    encoding = headers.first("content-transfer-encoding").strip().lower()
    named = parameters(headers, "content-type").get("name", "")
    return bool(named) or disposition.startswith("attachment") or encoding == "base64"
