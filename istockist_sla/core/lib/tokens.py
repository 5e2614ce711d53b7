"""Signed reply tokens: they name a ticket in an address without letting anybody guess one, and
say on which day the letter was written that bears them."""

import hashlib
import hmac
import re
from base64 import b32encode
from datetime import date, timedelta
from typing import NamedTuple

TOKEN = re.compile(
    r"\bt(?P<number>[0-9]{4,9})-(?:(?P<day>[0-9]{5})-)?(?P<signature>[a-z2-7]{16})\b",
    re.IGNORECASE,
)
FIRST_DAY = date(1970, 1, 1)


class ReplyToken(NamedTuple):
    """What a genuine token says; some bear no day."""

    number: int
    issued: date | None


def make(number: int, secret: str, issued: date | None = None) -> str:
    """The token of a ticket's number, for the local part of an address."""
    day = f"{(issued - FIRST_DAY).days:05}-" if issued else ""
    return f"t{number}-{day}{_signature(number, day, secret)}"


def read(token: str, secret: str) -> ReplyToken | None:
    """What a token of ours says; None for any other text."""
    match = TOKEN.fullmatch(token.strip())
    if match is None:
        return None
    number, day = int(match["number"]), match["day"]
    expected = _signature(number, f"{day}-" if day else "", secret)
    if not hmac.compare_digest(match["signature"].lower(), expected):
        return None
    return ReplyToken(number, FIRST_DAY + timedelta(days=int(day)) if day else None)


def _signature(number: int, day: str, secret: str) -> str:
    written = f"reply to ticket {number}{f' of {day}' if day else ''}"
    digest = hmac.new(secret.encode(), written.encode(), hashlib.sha256)
    return b32encode(digest.digest()[:10]).decode().lower()
