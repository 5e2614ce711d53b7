"""The difference between a closed month and what would come out of it now, as it is stored with the
proposal of an amendment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tickets.reports.closing.comparing import material
from tickets.sla.bundle.changes import READING_OF_CHANGE
from tickets.sla.verdict import RUNNING


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Of one ticket, or without a number of the client's month as a whole: what its file claims
    and what it would claim now; None where it is not in the month."""

    client: int
    name: str
    ticket: int | None
    reason: str
    before: Any
    after: Any

    @property
    def reading(self) -> str:
        return READING_OF_CHANGE[self.reason]

    @property
    def is_running(self) -> bool:
        if self.ticket is None or self.after is None or self.after["response"] is None:
            return False
        return bool(self.after["response"]["verdict"] == RUNNING)

    @property
    def material(self) -> tuple[Any, ...]:
        """What tells it from another; not how long a clock that runs on has run."""
        after = self.after
        if self.ticket is not None:
            after = material(after, of=self.before)
        return self.client, self.ticket, self.reason, self.before, after


@dataclass(frozen=True, kw_only=True)
class Changes:
    """`of_service`: what all clients share is made anew, and so is the file of each of them."""

    of_service: bool
    found: Sequence[Difference] = ()

    @property
    def held_by(self) -> list[int]:
        """The numbers of tickets that have no verdict yet: the amendment waits for them."""
        return [each.ticket for each in self.found if each.is_running and each.ticket is not None]

    @property
    def document(self) -> dict[str, Any]:
        return {"of_service": self.of_service, "found": [vars(each) for each in self.found]}

    @classmethod
    def read(cls, document: dict[str, Any]) -> "Changes":
        found = tuple(Difference(**each) for each in document["found"])
        return cls(of_service=document["of_service"], found=found)

    def is_same_as(self, other: "Changes") -> bool:
        own, others = ([each.material for each in both.found] for both in (self, other))
        return self.of_service == other.of_service and own == others
