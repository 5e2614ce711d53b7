"""The documents of a closed month, made of its rows: what is shared, what is a client's own, the
client's card and its way to the root, the whole, and the month itself. PURE."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from availability.coverage import Measured
from tickets.sla.bundle.canonical import canonical_again, digest
from tickets.sla.bundle.changes import changes_document
from tickets.sla.bundle.claims import (
    availability_claim,
    bounds_claim,
    figures_claim,
    gaps_claim,
    month_measured,
    ticket_claim,
)
from tickets.sla.bundle.fact_rows import facts_document
from tickets.sla.bundle.folder_rows import ticket_rows_document
from tickets.sla.bundle.month_rows import ClientMonth, ClientRows, MonthStamp, SharedRows
from tickets.sla.bundle.published import published_document
from tickets.sla.bundle.service_rows import maintenance_document, service_document
from tickets.sla.bundle.tree import leaf_of, proof_of, root_of
from tickets.sla.bundle.values import written
from tickets.sla.terms import CLASSES
from tickets.sla.versions import Versions

FORMAT = 1
MONTH, SHARED, CLIENT_PART, PROOF, CHAIN, WHOLE = (
    "month",
    "shared",
    "client",
    "proof",
    "chain",
    "whole",
)
SEAL_DIGITS = 16
FIRST_PREVIOUS = "0" * 64
Card = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a closing or an amendment adds to the chain."""

    sequence: int
    previous: str
    amends: str | None
    closed_at: str
    root: str
    shared: str
    whole: str
    engine: str


def seal_of(value: Any) -> str:
    """It protects nothing; it names what was changed."""
    return digest(canonical_again(value))[:SEAL_DIGITS]


def sealed(document: dict[str, Any]) -> dict[str, Any]:
    """With a seal of each section; tickets have their own."""
    sections = {name for name, value in document.items() if isinstance(value, (dict, list))}
    seals = {name: seal_of(document[name]) for name in sections - {"tickets"}}
    return {**document, "seals": seals}


def _head_of(kind: str, stamp: MonthStamp) -> dict[str, Any]:
    return {
        "kind": kind,
        "format": FORMAT,
        "month": str(stamp.month),
        "number": stamp.number,
        "recorded_before": written(stamp.recorded_before),
    }


def shared_document(rows: SharedRows) -> dict[str, Any]:
    bounds = Versions(*rows.published).months.bounds(rows.stamp.month)
    return sealed(
        {
            **_head_of(SHARED, rows.stamp),
            "bounds": bounds_claim(bounds),
            "published": published_document(rows.published),
            "maintenance": [maintenance_document(row) for row in rows.maintenance],
            "service": service_document(rows.service),
            "gaps": gaps_claim(month_measured(rows, bounds)),
        }
    )


def client_document(
    shared: SharedRows,
    rows: ClientRows,
    *,
    salt: str,
    found: Measured | None = None,
) -> dict[str, Any]:
    """`salt` is 64 random digits, new for each document; `found` what the checks say of the month,
    where the caller has it. Only tickets that were opened in the month, or of which a fix ended in
    it, stand in it."""
    month = ClientMonth(shared, rows)
    bounds, judged = month.bounds, list(month.judged())
    claims = [(each.rows, ticket_claim(each, bounds)) for each in judged]
    tickets = [
        {**ticket_rows_document(each), "claim": claim}
        for each, claim in claims
        if claim["response"] or claim["fixes"]
    ]
    return sealed(
        {
            **_head_of(CLIENT_PART, rows.stamp),
            "amends": rows.amends,
            "changes": changes_document(rows.changes),
            "client": rows.code,
            "salt": salt,
            "published": published_document(rows.published),
            "facts": facts_document(rows.facts),
            "tickets": [{**ticket, "seal": seal_of(ticket)} for ticket in tickets],
            "figures": figures_claim(month, judged),
            "availability": availability_claim(month, found or month_measured(shared, bounds)),
        }
    )


def card_of(client: dict[str, Any]) -> Card:
    """The hash of a client's document with what it has met of each class."""
    classes = client["figures"]["classes"]
    return {
        "figures": {code: [classes[code]["met"], classes[code]["guaranteed"]] for code in CLASSES},
        "part": digest(canonical_again(client)),
    }


def proof_document(card: Card, cards: Iterable[Card]) -> dict[str, Any]:
    way = proof_of(leaf_of(card), map(leaf_of, cards))
    return {"kind": PROOF, "format": FORMAT, "card": card, "proof": [list(step) for step in way]}


def whole_document(
    stamp: MonthStamp, cards: Iterable[Card], *, salt: str, record: str
) -> dict[str, Any]:
    """All cards in the order of their leaves, and what they come to; no client is named. `record`
    is the hash of what was recorded of all tickets of the month."""
    ordered = sorted(cards, key=leaf_of)
    return {
        **_head_of(WHOLE, stamp),
        "salt": salt,
        "record": record,
        "cards": ordered,
        "totals": totals_of(ordered),
    }


def totals_of(cards: Sequence[Card]) -> dict[str, list[int]]:
    return {
        code: [sum(card["figures"][code][n] for card in cards) for n in (0, 1)] for code in CLASSES
    }


def root_of_cards(cards: Iterable[Card]) -> str:
    return root_of(map(leaf_of, cards))


def month_document(stamp: MonthStamp, link: Link) -> dict[str, Any]:
    """Only hashes and instants: its own hash is the head."""
    return {
        **_head_of(MONTH, stamp),
        "sequence": link.sequence,
        "previous": link.previous,
        "amends": link.amends,
        "closed_at": link.closed_at,
        "root": link.root,
        "shared": link.shared,
        "whole": link.whole,
        "engine": link.engine,
    }


def chain_document(earlier: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Every earlier `month.json`, oldest first."""
    return {"kind": CHAIN, "format": FORMAT, "months": list(earlier)}
