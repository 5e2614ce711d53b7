"""Every way to change a document by one step, and to make all hashes of a bundle anew."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from tickets.sla.bundle.canonical import canonical, digest, is_digest
from tickets.sla.bundle.documents import card_of, seal_of, sealed
from tickets.sla.bundle.tree import leaf_of
from tickets.sla.bundle.values import INSTANT

Place = tuple[str | int, ...]


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Of every value in it that holds no other, and of every list."""
    if isinstance(value, dict):
        for key in sorted(value):
            yield from places(value[key], (*at, key))
        return
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from places(each, (*at, number))
    yield at


def changed(document: Any, place: Place) -> Any:
    """The document with the value at the place changed by one step."""
    found = copy.deepcopy(document)
    holder = found
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = _stepped(holder[place[-1]])
    return found


def _stepped(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None:
        return 0
    if isinstance(value, list):
        return value[:-1] if value else [0]
    if INSTANT.fullmatch(value):
        return f"{value[:-2]}{(int(value[-2]) + 1) % 10}Z"
    if is_digest(value) or value.isdigit():
        return f"{(int(value[0], 16) + 1) % 16:x}{value[1:]}"
    return f"{value}x"


def unsealed(document: dict[str, Any]) -> dict[str, Any]:
    """With all seals made anew."""
    rest = {key: each for key, each in document.items() if key != "seals"}
    if isinstance(rest.get("tickets"), list):
        rest["tickets"] = [_sealed_ticket(each) for each in rest["tickets"]]
    return sealed(rest)


def _sealed_ticket(ticket: Any) -> Any:
    if not isinstance(ticket, dict):
        return ticket
    rest = {key: each for key, each in ticket.items() if key != "seal"}
    return {**rest, "seal": seal_of(rest)}


def hashed_anew(files: dict[str, bytes], name: str, document: dict[str, Any]) -> dict[str, bytes]:
    """The bundle with this document and every hash that follows from it, of one client alone."""
    files = {**files, name: canonical(unsealed(document))}
    client, month, proof = (
        json.loads(files[f"{each}.json"]) for each in ("client", "month", "proof")
    )
    try:
        card = card_of(client)
    except (KeyError, TypeError, IndexError):
        card = proof["card"]
    card["part"] = digest(files["client.json"])
    proof |= {"card": card, "proof": []}
    month |= {"root": leaf_of(card), "shared": digest(files["shared.json"])}
    return {**files, "proof.json": canonical(proof), "month.json": canonical(month)}
