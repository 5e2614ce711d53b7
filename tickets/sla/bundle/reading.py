"""The documents read back into the rows that they were made of; nothing is taken on trust. PURE."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from istockist_sla.core.lib.months import Month
from tickets.sla.bundle.canonical import NotCanonical, digest, parsed
from tickets.sla.bundle.changes import read_change
from tickets.sla.bundle.documents import (
    CHAIN,
    CLIENT_PART,
    FORMAT,
    MONTH,
    PROOF,
    SHARED,
    WHOLE,
)
from tickets.sla.bundle.fact_rows import read_fact
from tickets.sla.bundle.folder_rows import TICKET_PARTS, TicketRows, read_ticket_rows
from tickets.sla.bundle.month_rows import ClientRows, MonthStamp, SharedRows
from tickets.sla.bundle.published import read_published
from tickets.sla.bundle.service_rows import read_maintenance, read_service
from tickets.sla.bundle.values import Malformed, Part

HEAD_KEYS = ("kind", "format", "month", "number", "recorded_before")
KEYS = {
    MONTH: (
        *HEAD_KEYS,
        "sequence",
        "amends",
        "previous",
        "closed_at",
        "root",
        "shared",
        "whole",
        "engine",
    ),
    SHARED: (*HEAD_KEYS, "bounds", "published", "maintenance", "service", "gaps", "seals"),
    CLIENT_PART: (
        *HEAD_KEYS,
        "amends",
        "changes",
        "client",
        "salt",
        "published",
        "facts",
        "tickets",
        "figures",
        "availability",
        "seals",
    ),
    PROOF: ("kind", "format", "card", "proof"),
    CHAIN: ("kind", "format", "months"),
    WHOLE: (*HEAD_KEYS, "salt", "record", "cards", "totals"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was read: its parts, its value and its hash."""

    kind: str
    value: dict[str, Any]
    found: dict[str, Part]
    hash: str

    @property
    def file(self) -> str:
        return f"{self.kind}.json"


class MonthLink(NamedTuple):
    """A `month.json` as far as a chain needs it; every other key is a hash too."""

    stamp: MonthStamp
    sequence: int
    previous: str
    hash: str


def read_document(kind: str, data: bytes) -> Document:
    """Raises Malformed for bytes that are no canonical document of this kind."""
    file = f"{kind}.json"
    try:
        value = parsed(data)
    except NotCanonical as error:
        raise Malformed(f"{file}: {error}") from error
    found = Part(value, file).fields(*KEYS[kind])
    if found["kind"].value != kind or value["format"] != FORMAT or value["format"] is True:
        raise Malformed(f"{file}: another kind or format")
    return Document(kind, value, found, digest(data))


def read_stamp(found: dict[str, Part]) -> MonthStamp:
    month = found["month"]
    try:
        parsed_month = Month.parse(month.value)
    except (AttributeError, TypeError, ValueError):
        month.refuse("a month")
    if str(parsed_month) != month.value:
        month.refuse("a month")
    return MonthStamp(parsed_month, found["number"].count(), found["recorded_before"].at())


def read_month(document: Document) -> MonthLink:
    found = document.found
    for name in ("previous", "root", "shared", "whole", "engine"):
        found[name].digest()
    found["closed_at"].at()
    found["amends"].maybe(Part.digest)
    return MonthLink(
        read_stamp(found), found["sequence"].count(), found["previous"].digest(), document.hash
    )


def read_shared(document: Document) -> SharedRows:
    found = document.found
    return SharedRows(
        stamp=read_stamp(found),
        published=read_published(found["published"], own=False),
        service=read_service(found["service"], found["maintenance"].each(read_maintenance)),
    )


def read_client(document: Document) -> ClientRows:
    found = document.found
    found["salt"].digest()
    return ClientRows(
        stamp=read_stamp(found),
        code=found["client"].code(),
        published=read_published(found["published"], own=True),
        facts=found["facts"].each(read_fact),
        tickets=found["tickets"].each(_read_ticket),
        amends=found["amends"].maybe(Part.digest),
        changes=found["changes"].each(read_change),
    )


def _read_ticket(part: Part) -> TicketRows:
    found = part.fields(*TICKET_PARTS, "claim", "seal")
    rows = read_ticket_rows(found)
    if not rows.events:
        found["events"].refuse("a list with an opening")
    return rows
