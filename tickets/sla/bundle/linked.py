"""The chain of months, and the way from one client's document to the root of one. PURE."""

from collections.abc import Iterator
from typing import Any

from tickets.sla.bundle.canonical import canonical, digest
from tickets.sla.bundle.documents import FIRST_PREVIOUS, MONTH
from tickets.sla.bundle.reading import Document, MonthLink, read_document, read_month
from tickets.sla.bundle.tree import leaf_of, root_by
from tickets.sla.bundle.values import Malformed


def of_chain(month: Document, chain: Document) -> Iterator[str]:
    """Each names the one before it, and an amendment the document that it amends."""
    earlier: list[tuple[Document, MonthLink]] = []
    months = chain.value["months"]
    if not isinstance(months, list):
        yield "chain.json: not a list of months"
        return
    try:
        for each in months:
            document = read_document(MONTH, canonical(each))
            earlier.append((document, read_month(document)))
    except Malformed as error:
        yield f"chain.json: {len(earlier) + 1}: {error}"
        return
    try:
        last = (month, read_month(month))
    except Malformed as error:
        yield str(error)
        return
    for place, (document, link) in enumerate([*earlier, last]):
        name = "month.json" if document is month else f"chain.json: {place + 1}"
        for found in of_link(document, link, earlier[:place]):
            yield f"{name}: {found}"


def of_link(
    document: Document, link: MonthLink, earlier: list[tuple[Document, MonthLink]]
) -> Iterator[str]:
    """A link of the chain after the earlier ones."""
    previous = earlier[-1][1] if earlier else None
    if link.previous != (previous.hash if previous else FIRST_PREVIOUS):
        yield "does not follow the month before it"
    if link.sequence != len(earlier) + 1:
        yield "not in its place"
    if previous is not None and link.stamp.recorded_before < previous.stamp.recorded_before:
        yield "closed before the month before it"
    same = [each for _, each in earlier if each.stamp.month == link.stamp.month]
    if link.stamp.number != len(same) + 1:
        yield "not the next closing of its month"
    if document.value["amends"] != (same[-1].hash if same else None):
        yield "amends another document"


def months_of(month: Document, chain: Document) -> list[str]:
    """The hashes of all closings and amendments, oldest first; that of the last is the head."""
    months = chain.value["months"]
    earlier = months if isinstance(months, list) else []
    return [*(digest(canonical(each)) for each in earlier), month.hash]


def of_hashes(
    month: Document, shared: Document, client: Document, proof: Document
) -> Iterator[str]:
    card: Any = proof.value["card"]
    if month.value["shared"] != shared.hash:
        yield "shared.json: not the file that was closed"
    if not isinstance(card, dict) or card.get("part") != client.hash:
        yield "client.json: not the file that was closed"
    if root_by(leaf_of(card), proof.value["proof"]) != month.value["root"]:
        yield "proof.json: does not lead to the root"
