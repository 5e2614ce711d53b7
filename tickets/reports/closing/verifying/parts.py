"""The parts that a link of the chain names by their hashes: what is shared, the whole, the cards of
all clients, the verifier."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from tickets.models import ClosedClient, ClosedMonth
from tickets.reports.closing.records import digest_of_records
from tickets.reports.closing.rows import stamp_of
from tickets.reports.closing.verifying.remarks import Code, Place, Remark
from tickets.sla.bundle.canonical import NotCanonical, digest, parsed
from tickets.sla.bundle.differences import differences
from tickets.sla.bundle.documents import Card, card_of, root_of_cards, whole_document

NOT_THE_ONE = "not the file that was closed"
UNREADABLE = (NotCanonical, LookupError, TypeError)


def of_parts(closed: ClosedMonth, place: Place) -> Iterator[Remark]:
    try:
        named = parsed(closed.document.encode())
        hashes = {name: named[name] for name in ("shared", "whole", "root", "engine")}
    except UNREADABLE:
        return  # as the chain says
    kept = closed.closing.verifier
    if digest(closed.closing.shared.encode()) != hashes["shared"]:
        yield place.remark(Code.SHARED, NOT_THE_ONE)
    if digest(closed.whole.encode()) != hashes["whole"]:
        yield place.remark(Code.WHOLE, NOT_THE_ONE)
    if kept.digest != hashes["engine"]:
        yield place.remark(Code.VERIFIER, "not the one that the month names")
    if not is_whole(kept.source, kept.digest):
        yield place.remark(Code.VERIFIER, "its text is not the one with its hash")
    try:
        cards = list(_cards(closed))
    except ValueError:
        return  # of no month: as the chain says
    if not cards or root_of_cards(cards) != hashes["root"]:
        yield place.remark(Code.CARD, "the cards of all clients do not give the root")
    yield from _of_whole(closed, cards, place)


def is_whole(source: str, named: str) -> bool:
    return digest(source.encode()) == named


def _cards(closed: ClosedMonth) -> Iterator[Card]:
    for card in closed.closing.all_clients.values_list("card", flat=True):
        with suppress(NotCanonical):
            yield parsed(card.encode())


def _of_whole(closed: ClosedMonth, cards: list[Card], place: Place) -> Iterator[Remark]:
    try:
        claimed: Any = parsed(closed.whole.encode())
        record = digest_of_records(closed.closing)
        expected = whole_document(
            stamp_of(closed.closing), cards, salt=claimed["salt"], record=record
        )
        yield from place.remarks(Code.WHOLE, differences("", claimed, expected))
    except UNREADABLE:
        yield place.remark(Code.WHOLE, "cannot be read")


def of_card(kept: ClosedClient, place: Place) -> Iterator[Remark]:
    """It is of its client's document, and says what that says."""
    try:
        card, document = parsed(kept.card.encode()), parsed(kept.document.encode())
        part, figures, expected = card["part"], card["figures"], card_of(document)
        client = document["client"]
    except UNREADABLE:
        yield place.remark(Code.CLIENT, "document or card cannot be read")
        return
    if part != digest(kept.document.encode()):
        yield place.remark(Code.CLIENT, NOT_THE_ONE)
    if client != kept.client.code:
        yield place.remark(Code.CLIENT, f"the document of {client}")
    yield from place.remarks(Code.CARD, differences("", figures, expected["figures"]))
