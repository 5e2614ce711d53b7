"""The amendments of a client's closed month: why, what changed, and how to check the words."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from tickets.models import Amendment, ClosedMonth, Nonce
from tickets.reports.closing.difference_words import Line, lines_for_client
from tickets.reports.closing.differences import Changes
from tickets.sla.bundle.tree import text_digest
from tickets.wording.amendments import REASONS


class Change(NamedTuple):
    """Of one of the client's tickets, or without a number of its month as a whole."""

    ticket: int | None
    why: str
    reading: str
    lines: list[Line]


class Words(NamedTuple):
    """A text with what its hash in the bundle was salted with: SHA-256 of a byte 2, the nonce and
    the text."""

    text: str
    digest: str
    nonce: str


class AmendmentOfMonth(NamedTuple):
    """`reason` and `changes` of one that touches the client; else another's, which it may not
    read."""

    link: ClosedMonth
    decided_by: str
    decided_at: datetime | None
    reason: Words | None
    changes: list[Change]


def amendments_of(links: Sequence[ClosedMonth], client_id: int) -> list[AmendmentOfMonth]:
    """Of the client's links of one month, in their order. One that leaves the client's file as it
    was does not touch it."""
    files = {
        link.file
        for link, before in zip(links[1:], links, strict=False)
        if link.file != before.file
    }
    nonces: dict[int, list[Nonce]] = {pk: [] for pk in files}
    for nonce in Nonce.objects.filter(closed__in=files).order_by("pk"):
        nonces[nonce.closed_id].append(nonce)
    return [
        _of_client(link, amendment, client_id, nonces.get(link.file))
        for link in links
        for amendment in [getattr(link.closing, "amendment", None)]
        if amendment is not None
    ]


def _of_client(
    link: ClosedMonth, amendment: Amendment, client_id: int, nonces: list[Nonce] | None
) -> AmendmentOfMonth:
    by = amendment.decider.get_full_name() if amendment.decider else ""
    if nonces is None:
        return AmendmentOfMonth(link, by, amendment.decided_at, None, [])
    found = Changes.read(amendment.difference).found
    changes = [
        Change(each.ticket, REASONS[each.reason], each.reading, lines_for_client(each))
        for each in found
        if each.client == client_id
    ]
    reason = _words(amendment.reason, nonces)
    return AmendmentOfMonth(link, by, amendment.decided_at, reason, changes)


def _words(text: str, nonces: Sequence[Nonce]) -> Words:
    """Without a hash where it was not needed, or has been erased."""
    for nonce in nonces:
        if text_digest(text, bytes.fromhex(nonce.value)) == nonce.digest:
            return Words(text, nonce.digest, nonce.value)
    return Words(text, "", "")
