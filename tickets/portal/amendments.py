"""The amendments of a client's closed month: why, what changed, and how to check the words."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from tickets.models import Amendment, ClosedClient, ClosedMonth, Nonce
from tickets.reports.closing.difference_words import Line, lines_of
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
    """Of the client's links of one month, in their order."""
    closings = [link.closing_id for link in links if link.closing.is_amendment]
    if not closings:
        return []
    rows = Amendment.objects.filter(closing__in=closings).select_related("decider")
    amendments = {row.closing_id: row for row in rows}
    own = ClosedClient.objects.filter(closing__in=closings, client=client_id)
    files = dict(own.values_list("closing_id", "pk"))
    nonces: dict[int, list[Nonce]] = {pk: [] for pk in files.values()}
    for nonce in Nonce.objects.filter(closed__in=nonces).order_by("pk"):
        nonces[nonce.closed_id].append(nonce)
    return [
        _of_client(link, amendments[link.closing_id], client_id, _nonces(files, nonces, link))
        for link in links
        if link.closing_id in amendments
    ]


def _nonces(
    files: dict[int, int], nonces: dict[int, list[Nonce]], link: ClosedMonth
) -> list[Nonce] | None:
    """None where the amendment left the client's file as it was."""
    file = files.get(link.closing_id)
    return None if file is None else nonces[file]


def _of_client(
    link: ClosedMonth, amendment: Amendment, client_id: int, nonces: list[Nonce] | None
) -> AmendmentOfMonth:
    by = amendment.decider.get_full_name() if amendment.decider else ""
    if nonces is None:
        return AmendmentOfMonth(link, by, amendment.decided_at, None, [])
    found = Changes.read(amendment.difference).found
    changes = [
        Change(each.ticket, REASONS[each.reason], each.reading, list(lines_of(each)))
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
