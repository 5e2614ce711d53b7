"""Where a document says something else than was recomputed, in words that name the place. PURE."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tickets.sla.bundle.canonical import canonical
from tickets.sla.bundle.documents import seal_of
from tickets.sla.bundle.reading import Document


class Wording(NamedTuple):
    """How two values are told apart: a key of the second alone, of the first alone, and pairs."""

    added: str
    gone: str
    lengths: str
    values: str


CLAIMED = Wording(
    "missing", "unknown", "the file lists {}, recomputed {}", "the file says {}, recomputed {}"
)
CHANGED = Wording("new", "gone", "{} before, {} now", "{} before, {} now")


def differences(
    name: str, claimed: Any, recomputed: Any, wording: Wording = CLAIMED
) -> Iterator[str]:
    """`ticket 1227.response.elapsed: the file says 14300, recomputed 36630`."""
    if isinstance(claimed, dict) and isinstance(recomputed, dict):
        for key in sorted(set(claimed) | set(recomputed)):
            if key not in claimed:
                yield f"{name}.{key}: {wording.added}"
            elif key not in recomputed:
                yield f"{name}.{key}: {wording.gone}"
            else:
                yield from differences(f"{name}.{key}", claimed[key], recomputed[key], wording)
    elif isinstance(claimed, list) and isinstance(recomputed, list):
        if len(claimed) != len(recomputed):
            yield f"{name}: {wording.lengths.format(len(claimed), len(recomputed))}"
        for place, (left, right) in enumerate(zip(claimed, recomputed, strict=False)):
            yield from differences(f"{name}.{place}", left, right, wording)
    elif type(claimed) is not type(recomputed) or claimed != recomputed:
        yield f"{name}: {wording.values.format(_shown(claimed), _shown(recomputed))}"


def _shown(value: Any) -> str:
    return canonical(value).decode("ascii")


def of_seals(document: Document) -> Iterator[str]:
    """Which of its sections and tickets are not as they were sealed."""
    value, seals = document.value, document.value["seals"]
    sections = {name for name, section in value.items() if isinstance(section, (dict, list))} - {
        "tickets",
        "seals",
    }
    if not isinstance(seals, dict):
        seals = {}
    for name in sorted(sections | set(seals)):
        if name not in sections or seals.get(name) != seal_of(value[name]):
            yield f"{document.file}: {name} not as it was sealed"
    tickets = value.get("tickets", [])
    for ticket in tickets if isinstance(tickets, list) else []:
        if isinstance(ticket, dict) and "seal" in ticket:
            rest = {key: each for key, each in ticket.items() if key != "seal"}
            if ticket["seal"] != seal_of(rest):
                yield f"ticket {_shown(ticket.get('number'))}: not as it was sealed"
