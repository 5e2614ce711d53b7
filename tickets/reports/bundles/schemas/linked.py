"""The schemas of what links a client's document to the public chain of months."""

from tickets.reports.bundles.schemas.parts import (
    CARD,
    HASH,
    described,
    document,
    headed,
    one_of,
    row,
    stamped,
)
from tickets.reports.schema_parts import COUNT, INSTANT, Schema, list_of, nullable, record
from tickets.sla.bundle.documents import CHAIN, MONTH, PROOF
from tickets.sla.bundle.tree import LEFT, RIGHT

LINK: dict[str, Schema] = {
    **stamped(MONTH),
    "sequence": described(COUNT, "Its place in the chain, from 1 on."),
    "amends": described(nullable(HASH), "The head that it amends."),
    "previous": described(HASH, "The head before it, zeros for the first."),
    "closed_at": INSTANT,
    "root": described(HASH, "Of the tree of all clients' cards."),
    "shared": described(HASH, "Of shared.json."),
    "whole": described(HASH, "Of whole.json, which managers hold."),
    "engine": described(HASH, "Of verify.py."),
}
MONTH_SCHEMA = document(
    "month.json", "One closing or amendment. The SHA-256 of its bytes is the head.", **LINK
)
CHAIN_SCHEMA = document(
    "chain.json",
    "Every earlier month.json, oldest first.",
    **headed(CHAIN),
    months=list_of(record(**LINK)),
)
PROOF_SCHEMA = document(
    "proof.json",
    "The client's card, and the way from it to the root.",
    **headed(PROOF),
    card=CARD,
    proof=described(
        list_of(row(one_of(LEFT, RIGHT), HASH)),
        "From the leaf up: the side of the other hash, and that hash.",
    ),
)
