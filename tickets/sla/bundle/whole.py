"""Whether the cards of all clients are those of the root, and come to the totals. PURE."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tickets.sla.bundle.differences import differences
from tickets.sla.bundle.documents import MONTH, PROOF, WHOLE, totals_of
from tickets.sla.bundle.reading import Document, read_document
from tickets.sla.bundle.tree import leaf_of, root_of
from tickets.sla.bundle.values import Malformed, Part
from tickets.sla.terms import CLASSES


class ReadCard(NamedTuple):
    """A card as it was read: met and guaranteed of each class, and the client's document."""

    figures: dict[str, list[int]]
    part: str


def of_whole(data: bytes, files: Mapping[str, bytes]) -> Iterator[str]:
    """Beside the bundle of any client of the month."""
    try:
        whole, month = read_document(WHOLE, data), read_document(MONTH, files["month.json"])
        card = read_document(PROOF, files["proof.json"]).value["card"]
        cards = whole.found["cards"].each(_read_card)
        for name in ("salt", "record"):
            whole.found[name].digest()
    except KeyError as error:
        yield f"whole.json: nothing to compare with, {error.args[0]} is missing"
        return
    except Malformed as error:
        yield str(error)
        return
    yield from _of_closing(whole, month)
    yield from _of_cards(whole, month, cards)
    if card not in whole.value["cards"]:
        yield "whole.json: without the card of this client"


def _read_card(part: Part) -> ReadCard:
    found = part.fields("figures", "part")
    classes = found["figures"].fields(*CLASSES)
    return ReadCard(
        {code: [each.count() for each in classes[code].tuple_of(2)] for code in CLASSES},
        found["part"].digest(),
    )


def _of_closing(whole: Document, month: Document) -> Iterator[str]:
    if month.value["whole"] != whole.hash:
        yield "whole.json: not the file that was closed"
    for key in ("month", "number", "recorded_before"):
        yield from differences(f"whole.{key}", whole.value[key], month.value[key])


def _of_cards(whole: Document, month: Document, cards: tuple[ReadCard, ...]) -> Iterator[str]:
    claimed: list[Any] = whole.value["cards"]
    leaves = [leaf_of(each) for each in claimed]
    if leaves != sorted(set(leaves)):
        yield "whole.json: cards not once each in the order of their hashes"
    if not leaves or root_of(leaves) != month.value["root"]:
        yield "whole.json: its cards do not lead to the root"
    if any(met > guaranteed for card in cards for met, guaranteed in card.figures.values()):
        yield "whole.json: a card with more met than guaranteed"
    yield from differences("whole.totals", whole.value["totals"], totals_of(claimed))
