"""What an amendment changes in the document of one client, ticket by ticket, and why. PURE."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from tickets.sla.bundle.values import Part

# Each reason with the reading by which it changes a closed month.
LATE_TICKET, LATE_ACT = "late-ticket", "late-act"
FACT, MAINTENANCE_MOVED, AVAILABILITY_MOVED = "fact", "maintenance", "availability"
READING_OF_CHANGE = {
    LATE_TICKET: "O1",
    "rectification": "C3",
    "duplicate": "E4",
    "spam": "E4",
    "undone-closing": "E2",
    "reopening": "K13",
    "finding": "G3",
    "late-answer": "K10",
    LATE_ACT: "K4",
    FACT: "P4",
    MAINTENANCE_MOVED: "K11",
    AVAILABILITY_MOVED: "A5",
}
# Reasons that may stand for the month as a whole, without a ticket.
OF_THE_MONTH = (AVAILABILITY_MOVED, FACT)


class Change(NamedTuple):
    """Of a ticket by its number, or of the month; `evidence` is the hash of what the manager gave
    as the reason."""

    ticket: int | None
    reason: str
    evidence: str

    @property
    def reading(self) -> str:
        return READING_OF_CHANGE[self.reason]


def changes_document(changes: Iterable[Change]) -> list[dict[str, Any]]:
    return [
        {
            "ticket": change.ticket,
            "reading": change.reading,
            "reason": change.reason,
            "evidence": change.evidence,
        }
        for change in changes
    ]


def read_change(part: Part) -> Change:
    found = part.fields("ticket", "reading", "reason", "evidence")
    ticket = found["ticket"].maybe(Part.count)
    reasons = OF_THE_MONTH if ticket is None else tuple(READING_OF_CHANGE)
    reason = found["reason"].one_of(*reasons)
    found["reading"].one_of(READING_OF_CHANGE[reason])
    return Change(ticket, reason, found["evidence"].digest())
