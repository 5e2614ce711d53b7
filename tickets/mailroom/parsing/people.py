"""Who wrote a message, to whom and when."""

import re
from datetime import UTC, datetime
from itertools import islice

from tickets.mailroom.parsing.headers import Headers, MailAddress, mailboxes, read_date

MAX_ADDRESSES = 100
BY = re.compile(r"(?:^|\s)by\s+([\w.-]{1,255})", re.IGNORECASE)


def senders_of(headers: Headers) -> list[MailAddress]:
    """Those of all From fields, each once. Two mean that nobody can say who wrote."""
    found: dict[str, MailAddress] = {}
    for value in headers.all("from")[:3]:
        for one in islice(mailboxes(value), 3):
            found.setdefault(one.address, one)
    return [one for one in found.values() if one.address] or list(found.values())


def addresses(headers: Headers, name: str) -> tuple[str, ...]:
    """Each readable address once, and one more than the limit where there are more."""
    boxes = (box.address for value in headers.all(name) for box in mailboxes(value))
    return tuple(dict.fromkeys(filter(None, islice(boxes, MAX_ADDRESSES + 1))))


def sent_at(headers: Headers) -> datetime | None:
    when = read_date(headers.first("date"))
    return when.replace(tzinfo=UTC) if when and not when.tzinfo else when


def receipt(headers: Headers, received_by: str) -> str:
    """The topmost Received field that our own server wrote: whoever sends a mail can write any
    other (O1). Empty where there is none, or where nobody said how that server is called."""
    ours = received_by.lower().rstrip(".")
    for value in headers.all("received") if ours else []:
        found = BY.search(value)
        if found and found[1].lower().rstrip(".") == ours:
            return value
    return ""


def received_at(headers: Headers, received_by: str) -> datetime | None:
    """None without a zone: a guess could be hours away from the opening of the ticket."""
    when = read_date(receipt(headers, received_by).rpartition(";")[2])
    return when if when and when.tzinfo else None
