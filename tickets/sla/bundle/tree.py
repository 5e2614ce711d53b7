"""The tree of the clients' cards: the hashes of RFC 9162, and the way from one card to the root.

The leaves stand in the order of their hashes. A salt in each card makes that order random, so that
a place in the tree tells nothing, and no neighbour's card can be guessed. PURE.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from tickets.sla.bundle.canonical import canonical, is_digest

LEAF, NODE, TEXT_WITH_NONCE = b"\x00", b"\x01", b"\x02"
LEFT, RIGHT = "left", "right"
Step = tuple[str, str]


def leaf_of(card: Any) -> str:
    return sha256(LEAF + canonical(card)).hexdigest()


def node_of(left: str, right: str) -> str:
    return sha256(NODE + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def text_digest(text: str, nonce: bytes) -> str:
    """Of a text that stands elsewhere; with its 16 random bytes gone, nobody can guess it."""
    return sha256(TEXT_WITH_NONCE + nonce + text.encode()).hexdigest()


def root_of(leaves: Iterable[str]) -> str:
    """Raises ValueError for no leaf."""
    return _root(sorted(leaves))


def proof_of(leaf: str, leaves: Iterable[str]) -> list[Step]:
    """From the leaf up: on which side the other hash stands, and that hash. Raises ValueError
    where the leaf is none of them."""
    ordered = sorted(leaves)
    return _proof(ordered.index(leaf), ordered)


def root_by(leaf: str, proof: Any) -> str | None:
    """The root to which a proof leads, as it was read; None for what is no proof."""
    if not is_digest(leaf) or not isinstance(proof, list):
        return None
    found = leaf
    for step in proof:
        if not isinstance(step, list) or len(step) != 2 or not is_digest(step[1]):
            return None
        side, other = step
        if side == LEFT:
            found = node_of(other, found)
        elif side == RIGHT:
            found = node_of(found, other)
        else:
            return None
    return found


def _root(ordered: Sequence[str]) -> str:
    if not ordered:
        raise ValueError("A tree has a leaf at least.")
    if len(ordered) == 1:
        return ordered[0]
    half = _half(len(ordered))
    return node_of(_root(ordered[:half]), _root(ordered[half:]))


def _proof(place: int, ordered: Sequence[str]) -> list[Step]:
    if len(ordered) == 1:
        return []
    half = _half(len(ordered))
    if place < half:
        return [*_proof(place, ordered[:half]), (RIGHT, _root(ordered[half:]))]
    return [*_proof(place - half, ordered[half:]), (LEFT, _root(ordered[:half]))]


def _half(count: int) -> int:
    """The largest power of two below the count."""
    return 1 << (count - 1).bit_length() - 1
