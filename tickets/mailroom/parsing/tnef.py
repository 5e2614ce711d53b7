"""Outlook's container "winmail.dat" (MS-OXTNEF): the files and the text inside it.

Exchange sends it where a contact is marked for "Outlook Rich Text Format". It is a list of objects.
tnefparse reads them, but believes each count and each length that stands inside, copies the rest
of the container for each object and opens what is nested without an end. So the list is walked
here first, and the library gets one attachment at a time: only objects whose counts fit in their
own bytes, never a nested container, and not the files' bytes, which are cut out here.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tnefparse import TNEF

MAX_BYTES = 25 * 1024 * 1024
MAX_OBJECTS = 4000
MAX_FILES = 100
MAX_PROPERTIES = 2000
MAX_PROPERTIES_BYTES = 4 * 1024 * 1024

SIGNATURE = bytes.fromhex("789f3e22")
NESTED = bytes.fromhex("0703020000000000c000000000000046")  # a message inside a property
HEADER_BYTES, OBJECT_HEADER_BYTES, CHECKSUM_BYTES = 6, 9, 2
MESSAGE_LEVEL, ATTACHMENT_LEVEL = 1, 2
PROPERTY_LISTS = (TNEF.ATTMAPIPROPS, TNEF.ATTATTACHMENT)
WANTED = {
    *(TNEF.ATTATTACHRENDDATA, TNEF.ATTATTACHTITLE, TNEF.ATTATTACHMENT, TNEF.ATTMAPIPROPS),
    *(TNEF.ATTOEMCODEPAGE, TNEF.ATTBODY),
}
LONG_NAME, MIME_TYPE = 0x3707, 0x370E
MULTIPLE, NAMED = 0x1000, 0x8000
WIDTHS = {
    0x2: 2,
    0xB: 2,
    0x3: 4,
    0x4: 4,
    0xA: 4,
    0x5: 8,
    0x6: 8,
    0x7: 8,
    0x14: 8,
    0x40: 8,
    0x48: 16,
}
WITH_LENGTH = (0x1E, 0x1F, 0xD, 0x102)


class Packed(NamedTuple):
    name: str
    content_type: str
    content: bytes


class Opened(NamedTuple):
    files: list[Packed]
    text: bytes  # empty where it holds none
    codepage: str  # of the text
    html: bytes


class Object(NamedTuple):
    level: int
    name: int
    start: int  # with its header
    end: int  # with its checksum

    def content(self, data: bytes) -> bytes:
        return data[self.start + OBJECT_HEADER_BYTES : self.end - CHECKSUM_BYTES]


def unpack(data: bytes) -> Opened | None:
    """What a container holds; None where it is none, damaged, or more than is read."""
    if not data.startswith(SIGNATURE) or len(data) > MAX_BYTES:
        return None
    objects = list(_objects(data))
    groups: list[list[Object]] = []
    for one in objects:
        if one.level == ATTACHMENT_LEVEL and one.name == TNEF.ATTATTACHRENDDATA:
            groups.append([])
        if one.level == ATTACHMENT_LEVEL and groups:
            groups[-1].append(one)
    whole = bool(objects) and objects[-1].end == len(data) and len(objects) < MAX_OBJECTS
    files = [_file(data, objects, group) for group in groups[:MAX_FILES]]
    if not whole or len(groups) > MAX_FILES or None in files:
        return None
    message = [one for one in objects if one.level == MESSAGE_LEVEL]
    return Opened([file for file in files if file], *_bodies(data, message))


def _objects(data: bytes) -> Iterator[Object]:
    at = HEADER_BYTES
    for _ in range(MAX_OBJECTS):
        if at + OBJECT_HEADER_BYTES + CHECKSUM_BYTES > len(data):
            return
        length = int.from_bytes(data[at + 5 : at + 9], "little")
        end = at + OBJECT_HEADER_BYTES + length + CHECKSUM_BYTES
        if end > len(data) or data[at] not in (MESSAGE_LEVEL, ATTACHMENT_LEVEL):
            return
        yield Object(data[at], int.from_bytes(data[at + 1 : at + 3], "little"), at, end)
        at = end


def _read(data: bytes, objects: list[Object]) -> TNEF | None:
    """The library's reading of the objects that are safe to give to it."""
    safe = (
        data[one.start : one.end]
        for one in objects
        if one.name in WANTED and (one.name not in PROPERTY_LISTS or _counts_fit(one.content(data)))
    )
    try:
        return TNEF(data[:HEADER_BYTES] + b"".join(safe) + bytes(1), do_checksum=False)
    except Exception:  # it indexes, unpacks and decodes whatever stands there
        return None


def _file(data: bytes, objects: list[Object], group: list[Object]) -> Packed | None:
    """None for what is no plain file: a nested message, or a drawing of Office."""
    contents = [one.content(data) for one in group if one.name == TNEF.ATTATTACHDATA]
    codepage = [one for one in objects if one.name == TNEF.ATTOEMCODEPAGE][:1]
    read = _read(data, [*codepage, *group])
    if read is None or len(read.attachments) != 1 or len(contents) != 1:
        return None
    (attachment,) = read.attachments
    found = {attr.name: attr.data for attr in attachment.mapi_attrs}
    name = found.get(LONG_NAME) or attachment._name
    return Packed(_text(name), _text(found.get(MIME_TYPE, "")), contents[0])


def _bodies(data: bytes, objects: list[Object]) -> tuple[bytes, str, bytes]:
    """One by one: what is wrong in the formatted text must not cost the plain one."""
    plain = _read(data, [one for one in objects if one.name != TNEF.ATTMAPIPROPS])
    formatted = _read(data, [one for one in objects if one.name == TNEF.ATTMAPIPROPS])
    return (
        _bytes(plain.body) if plain else b"",
        (plain.codepage or "") if plain else "",
        _bytes(formatted.htmlbody) if formatted else b"",
    )


def _bytes(value: object) -> bytes:
    if isinstance(value, list):
        value = value[0] if value else b""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace")
    return value.rstrip(b"\0") if isinstance(value, bytes) else b""


def _text(value: object) -> str:
    data = _bytes(value)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _counts_fit(data: bytes) -> bool:
    """Whether a list of MAPI properties holds what its counts and lengths say."""
    if len(data) > MAX_PROPERTIES_BYTES:
        return False
    count, at = _number(data, 0), 4
    if count > MAX_PROPERTIES or NESTED in data:
        return False
    for _ in range(count):
        after = _after_property(data, at)
        if not at < after <= len(data):
            return False
        at = after
    return True


def _after_property(data: bytes, at: int) -> int:
    """Where the next property begins; 0 where it cannot be told."""
    kind, name, at = _number(data, at, 2), _number(data, at + 2, 2), at + 4
    if name >= NAMED:
        at += 20 + 4
        if _number(data, at - 8):
            at += _padded(_number(data, at - 4))
    count = 1
    if kind & MULTIPLE or kind in WITH_LENGTH:
        count, at = _number(data, at), at + 4
    kind &= ~MULTIPLE
    if not 0 < count <= MAX_PROPERTIES:
        return 0
    if kind in WIDTHS:
        return at + _padded(WIDTHS[kind] * count)
    for _ in range(count if kind in WITH_LENGTH else 0):
        at += 4 + _padded(_number(data, at))
    return at if kind in WITH_LENGTH else 0


def _number(data: bytes, at: int, width: int = 4) -> int:
    return int.from_bytes(data[at : at + width], "little")


def _padded(length: int) -> int:
    return length + -length % 4
