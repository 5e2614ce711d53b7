"""Signed reply tokens: they name a ticket in an address without letting anybody guess one."""

import hashlib
import hmac
import re
from base64 import b32encode

TOKEN = re.compile(r"\bt(?P<number>[0-9]{4,9})-(?P<signature>[a-z2-7]{16})\b", re.IGNORECASE)


def make(number: int, secret: str) -> str:
    """The token of a ticket's number, for the local part of an address."""
    return f"t{number}-{_signature(number, secret)}"


def read(token: str, secret: str) -> int | None:
    """The ticket number that a token of ours names; None for any other text."""
    match = TOKEN.fullmatch(token.strip())
    if match is None:
        return None
    number = int(match["number"])
    genuine = hmac.compare_digest(match["signature"].lower(), _signature(number, secret))
    return number if genuine else None


def _signature(number: int, secret: str) -> str:
    digest = hmac.new(secret.encode(), f"reply to ticket {number}".encode(), hashlib.sha256)
    return b32encode(digest.digest()[:10]).decode().lower()
