"""HTML of a mail: as plain text, and cleaned for showing.

One pass over the tags makes both: the text, and the same document rebuilt as a shallow, closed tree
of the few elements that an e-mail needs. Only that goes to nh3, which takes quadratic time on deep
nesting. (The standard library's HTML parser is no way out: it raises and is quadratic as well.)
"""

import re
from html import escape, unescape

import nh3

from tickets.mailroom.parsing.decoding import UNSAFE

MAX_HTML_CHARS = 500_000
MAX_NESTING = 50
MAX_QUOTE_DEPTH = 5
MAX_ATTRIBUTES_CHARS = 5000

# A quote opens only after "=", as in browsers; an end that never comes is not looked for twice.
TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<[!?][^>]*+>?+"
    r"|<(/?)([a-zA-Z][^\s/>]{0,40})((?:=\s*+(?:\"[^\"]*+\"|'[^']*+')?+|[^>=]++)*+)>?+",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"([a-zA-Z-]{1,20})\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")
LONG_NUMBER = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{8,});?")
SPACE = re.compile(r"[ \t\r\n\f\xa0]+")

RULE = "_" * 32

# Their content is not text of the e-mail.
HIDDEN = {
    *("script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp", "template")
}
HIDDEN_END = {name: re.compile(rf"</{name}\b[^>]*+>?+", re.IGNORECASE) for name in HIDDEN}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
PARAGRAPHS = {"p", "ul", "ol", "dl", "table", "blockquote", "pre", *HEADINGS}
LINES = {"div", "tr", "li", "dt", "dd", "section", "article", "header", "footer", "center", "form"}
EMPTY = {"br", "hr", "img"}
BETWEEN_CELLS = {"table", "thead", "tbody", "tfoot", "tr"}
TABLE_PIECES = {*BETWEEN_CELLS, "td", "th", "caption"}
REPEATS = {"p", "li", "td", "th", "tr", "dt", "dd"}  # the next one ends the one before

KEPT = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "div", "dl", "dt", "em"),
    *("hr", "i", "img", "li", "ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", *HEADINGS),
}
KEPT_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}


CLEANER = nh3.Cleaner(
    tags=KEPT,
    attributes=KEPT_ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel", "cid"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
)


class Page:
    """What one HTML document says: `text()` in plain lines, `html()` cleaned."""

    def __init__(self, source: str) -> None:
        self.cut = False  # the cleaned HTML lacks its end
        self._html: list[str] = []
        self._size = 0
        self._open: list[str] = []
        self._lines: list[str] = []
        self._line: list[str] = []
        self._space = False  # one is due before the next word
        self._shown = False
        self._quotes = self._preformatted = 0
        self._link = ""
        self._link_text: list[str] = []
        self._read(source)

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines).strip("\n")

    def html(self) -> str:
        """Empty where the document shows nothing."""
        if not self._shown:
            return ""
        return CLEANER.clean("".join(self._html) + self._closed_down_to(0)).strip()

    def _read(self, source: str) -> None:
        position = 0
        while tag := TAG.search(source, position):
            self._words(source[position : tag.start()])
            position = tag.end()
            name = (tag[2] or "").lower()
            if name in HIDDEN_END and not tag[1]:
                end = HIDDEN_END[name].search(source, position)
                position = end.end() if end else len(source)
            elif name and tag[1]:
                self._end(name)
            elif name:
                self._start(name, _attributes(name, tag[3]))
        self._words(source[position:])

    def _emit(self, piece: str) -> None:
        """Cleaning merges pieces of text at a cost that grows faster than their length."""
        room = MAX_HTML_CHARS - self._size
        self.cut = self.cut or len(piece) > room
        if self.cut and piece.startswith("<"):
            return
        self._html.append(piece[:room])
        self._size += len(piece[:room])

    def _words(self, source: str) -> None:
        words = UNSAFE.sub("", _unescape(source))
        if words.strip():
            self._leave_table_without_cell("")
        self._emit(escape(words, quote=False))
        self._shown = self._shown or bool(words.strip())
        if self._preformatted:
            first, *others = words.split("\n")
            self._line.append(first)
            for line in others:
                if not self._end_line():
                    self._blank_line()
                self._line.append(line)
            return
        words = SPACE.sub(" ", words)
        if words.strip():
            if self._line and (self._space or words[0] == " "):
                self._line.append(" ")
            self._line.append(words.strip())
            self._link_text.append(words)
        self._space = words.endswith(" ") or (self._space and not words.strip())

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._open_in_text(name, attributes)
        if name not in KEPT or (name == "img" and not attributes.get("src", "").startswith("cid:")):
            return
        self._shown = self._shown or name == "img"
        self._leave_table_without_cell(name)
        if name in REPEATS and self._open and self._open[-1] == name:
            self._emit(self._closed_down_to(len(self._open) - 1))
        if name not in EMPTY:
            if len(self._open) == MAX_NESTING:
                return
            self._open.append(name)
        written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
        self._emit(f"<{name}{written}>")

    def _leave_table_without_cell(self, name: str) -> None:
        """Text in a table outside its cells ends the table, as a reader of HTML would move it out
        of the table one by one."""
        if name not in TABLE_PIECES and self._open and self._open[-1] in BETWEEN_CELLS:
            depth = len(self._open)
            while depth and self._open[depth - 1] in BETWEEN_CELLS:
                depth -= 1
            self._emit(self._closed_down_to(depth))

    def _open_in_text(self, name: str, attributes: dict[str, str]) -> None:
        if name in PARAGRAPHS:
            self._end_line()
            self._blank_line()
        elif name in LINES or (name == "br" and self._line) or name == "hr":
            self._end_line()
        elif name == "br":
            self._blank_line()
        if name == "blockquote":
            self._quotes += 1
        elif name == "pre":
            self._preformatted += 1
        elif name == "li":
            self._line.append("- ")
        elif name == "hr":
            self._lines.append(RULE)
        elif name in ("td", "th"):
            self._space = True
        elif name == "a":
            self._link, self._link_text = attributes.get("href", ""), []

    def _end(self, name: str) -> None:
        if name in PARAGRAPHS:
            self._end_line()
            self._blank_line()
        elif name in LINES:
            self._end_line()
        if name == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif name == "pre":
            self._preformatted = max(0, self._preformatted - 1)
        elif name == "a":
            self._end_link()
        if name in self._open:
            innermost = len(self._open) - 1 - self._open[::-1].index(name)
            self._emit(self._closed_down_to(innermost))

    def _closed_down_to(self, depth: int) -> str:
        closing = "".join(f"</{name}>" for name in reversed(self._open[depth:]))
        del self._open[depth:]
        return closing

    def _end_link(self) -> None:
        """Where a link leads, unless its text says so already."""
        said = "".join(self._link_text).strip()
        target = self._link.removesuffix("/")
        if said and target.startswith(("http://", "https://")) and target not in said:
            self._line.append(f" <{self._link}>")
        self._link = ""

    def _end_line(self) -> bool:
        line = "".join(self._line).rstrip()
        if line.strip():
            self._lines.append("> " * min(self._quotes, MAX_QUOTE_DEPTH) + line)
        self._line, self._space = [], False
        return bool(line.strip())

    def _blank_line(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")


def _attributes(name: str, source: str) -> dict[str, str]:
    wanted = KEPT_ATTRIBUTES.get(name)
    if not wanted:
        return {}
    found = ATTRIBUTE.findall(source[:MAX_ATTRIBUTES_CHARS])
    return {
        key.lower(): _unescape(double or single or bare).strip()
        for key, double, single, bare in found
        if key.lower() in wanted
    }


def _unescape(source: str) -> str:
    return unescape(LONG_NUMBER.sub("\ufffd", source)) if "&" in source else source
