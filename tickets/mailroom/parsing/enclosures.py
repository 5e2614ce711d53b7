"""Messages that came as files of a message: "forward as attachment" of Outlook, Thunderbird, Gmail.

The enclosed message stays a file, whole. What it says and the files in it are what the person wants
us to see, so they are read as well. A report of a mail server encloses our own mail: not that.
"""

from typing import NamedTuple

from tickets.mailroom.parsing.contents import MAX_TEXT_CHARS, Attached, Contents
from tickets.mailroom.parsing.structure import MAX_PARTS, Structure, content_type

SHOWN_FIELDS = ("From", "To", "Date", "Subject")
MAX_FIELD_CHARS = 300


class Enclosed(NamedTuple):
    text: str  # each message under the fields that a person would look at
    files: tuple[Attached, ...]
    left_out: int  # files beyond the limit of a mail


def read_enclosed(structure: Structure) -> Enclosed:
    if content_type(structure.headers, "") == "multipart/report":
        return Enclosed("", (), 0)
    texts: list[str] = []
    files: list[Attached] = []
    waiting = list(reversed(structure.enclosed))
    while waiting:
        inner = waiting.pop()
        contents = Contents(inner.leaves)
        texts.append(_headed(inner, contents.text() or "\n".join(contents.meetings)))
        files += [file for file in contents.attachments if not file.name.endswith(".eml")]
        waiting += reversed(inner.enclosed)
    room = max(0, MAX_PARTS - structure.parts)
    text = "\n\n".join(filter(None, texts))[:MAX_TEXT_CHARS]
    return Enclosed(text, tuple(files[:room]), len(files[room:]))


def _headed(inner: Structure, text: str) -> str:
    values = {name: inner.headers.text(name.lower(), MAX_FIELD_CHARS) for name in SHOWN_FIELDS}
    head = "\n".join(f"{name}: {value}" for name, value in values.items() if value)
    return f"{head}\n\n{text}".strip("\n")
