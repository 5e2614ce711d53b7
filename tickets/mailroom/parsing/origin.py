"""To which ticket of ours a message is an answer."""

import re

from tickets.mailroom.parsing.headers import Headers, MailAddress, mailboxes

MAX_TOKENS = 20
MAX_RECIPIENTS = 200  # searched for a token

RECIPIENT_FIELDS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")


def tokens(headers: Headers, ids: tuple[str, ...], pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Reply tokens in `support+TOKEN@…` addresses and in `<TOKEN.…@…>` ids, unverified."""
    found: dict[str, None] = {}
    for recipient in _recipients(headers):
        tag = recipient.as_written.rpartition("@")[0].partition("+")[2]
        if pattern.fullmatch(tag):
            found.setdefault(tag)
    for one in ids:
        for piece in one.strip("<>").partition("@")[0].split(".")[:10]:
            if pattern.fullmatch(piece):
                found.setdefault(piece)
    return tuple(found)[:MAX_TOKENS]


def _recipients(headers: Headers) -> list[MailAddress]:
    found: list[MailAddress] = []
    for name in RECIPIENT_FIELDS:
        for value in headers.all(name)[:10]:
            for recipient in mailboxes(value):
                found.append(recipient)
                if len(found) == MAX_RECIPIENTS:
                    return found
    return found
