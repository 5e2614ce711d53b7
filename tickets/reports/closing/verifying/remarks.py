"""What the verification of a closed month says: a code, the place, and words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class Code(StrEnum):
    CHAIN = "chain"
    HEAD = "head"
    LOG = "log"
    SHARED = "shared"
    WHOLE = "whole"
    CARD = "card"
    CLIENT = "client"
    VERIFIER = "verifier"
    SAID = "said"  # by the verifier that the month names
    RECOMPUTED = "recomputed"
    RECORD = "record"
    EVENT = "event"
    MESSAGE = "message"
    ATTACHMENT = "attachment"
    FILE = "file"
    SERVICE = "service"
    ERASED = "erased"
    TODAY = "today"  # what another engine, today's, makes of it


# An erasure is recorded, and another engine may judge otherwise: neither is a difference.
NO_DIFFERENCE = frozenset({Code.ERASED, Code.TODAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    code: Code
    month: str
    says: str
    client: str = ""
    ticket: int | None = None
    section: str = ""

    @property
    def is_difference(self) -> bool:
        return self.code not in NO_DIFFERENCE

    @property
    def line(self) -> str:
        ticket = "" if self.ticket is None else f"ticket {self.ticket}"
        place = [self.month, self.client, ticket, self.section]
        return f"{self.code}: {' '.join(filter(None, place))}: {self.says}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is remarked."""

    month: str
    client: str = ""
    ticket: int | None = None

    def of_client(self, code: str) -> "Place":
        return replace(self, client=code)

    def of_ticket(self, number: int) -> "Place":
        return replace(self, ticket=number)

    def remark(self, code: Code, says: str, section: str = "") -> Remark:
        return Remark(
            code=code,
            month=self.month,
            says=says,
            client=self.client,
            ticket=self.ticket,
            section=section,
        )

    def remarks(self, code: Code, found: Iterable[str]) -> Iterator[Remark]:
        """Of differences as the engine words them: section, colon, words."""
        for text in found:
            section, _, says = text.lstrip(".").partition(": ")
            yield self.remark(code, says or section, section if says else "")
