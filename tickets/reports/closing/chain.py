"""The chain as it is stored, and the files of one client's closed month."""

import json
from collections.abc import Iterable

from tickets.models import Client, ClosedClient, ClosedMonth, Closing
from tickets.sla.bundle.canonical import canonical, parsed
from tickets.sla.bundle.documents import Card, chain_document, proof_document


def chain_before(sequence: int | None = None) -> Iterable[ClosedMonth]:
    """The links before a place in the chain, or all of them, in order."""
    links = ClosedMonth.objects.in_order()
    return links if sequence is None else links.before(sequence)


def cards_of(closing: Closing) -> list[Card]:
    """Of all clients as they stand at this closing or amendment."""
    return [json.loads(card) for card in closing.all_clients.values_list("card", flat=True)]


def kept_file(closed: ClosedMonth, client: Client) -> ClosedClient | None:
    """None where the client was not there in the month."""
    return closed.closing.all_clients.filter(client=client).first()


def documents_of(closed: ClosedMonth, kept: ClosedClient) -> dict[str, bytes]:
    """The five documents of a client's bundle, by their names."""
    earlier = [parsed(each.document.encode()) for each in chain_before(closed.sequence)]
    proof = proof_document(json.loads(kept.card), cards_in(closed))
    return {
        "month.json": closed.document.encode(),
        "chain.json": canonical(chain_document(earlier)),
        "shared.json": closed.closing.shared.encode(),
        "client.json": kept.document.encode(),
        "proof.json": canonical(proof),
    }


def cards_in(closed: ClosedMonth) -> list[Card]:
    """As they stand in its whole."""
    cards: list[Card] = json.loads(closed.whole)["cards"]
    return cards
