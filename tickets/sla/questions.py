"""Recorded questions to the client: when each pauses the fix clock, and what ended it (K10)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class Pause(NamedTuple):
    """Time that waits for the client, half open; without an end while it still does."""

    start: datetime
    end: datetime | None


@dataclass(slots=True, kw_only=True)
class Question:
    """One question, named by `number`. Its notice failed at `failed_at` for every recipient;
    what was delivered again counts from then, for the pause and for the dates of E2."""

    number: int
    asked_at: datetime
    dated_at: datetime
    failed_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    stretches: list[Pause] = field(default_factory=list)

    @property
    def ended_at(self) -> datetime | None:
        """Its earliest answer, or the closing that came before any."""
        if self.answered_at is None or self.closed_at is None:
            return self.answered_at or self.closed_at
        return min(self.answered_at, self.closed_at)

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None and self.answered_at == self.ended_at

    @property
    def waits(self) -> bool:
        """Whether the client is waited for: it is open and not known to be undeliverable."""
        return self.failed_at is None and self.ended_at is None

    def answer(self, at: datetime) -> None:
        """The earliest receipt counts, whichever was recorded first."""
        if self.asked_at <= at and (self.answered_at is None or at < self.answered_at):
            self.answered_at = at

    def fail(self, at: datetime) -> None:
        start, end = self.stretches[-1]
        if end is None:
            self.stretches[-1] = Pause(start, max(start, at))
            self.failed_at = at

    def deliver(self, at: datetime) -> None:
        if self.failed_at is not None:
            self.stretches.append(Pause(at, None))
            self.failed_at, self.dated_at = None, at

    def pauses(self) -> Iterable[Pause]:
        """Cut off where the question ended; an empty one is left out."""
        ended_at = self.ended_at
        for start, end in self.stretches:
            if ended_at is not None:
                end = min(end or ended_at, ended_at)
            if end is None or start < end:
                yield Pause(start, end)


def asked(number: int, at: datetime) -> Question:
    return Question(number=number, asked_at=at, dated_at=at, stretches=[Pause(at, None)])


def union(questions: Iterable[Question]) -> list[Pause]:
    """The time in which at least one question pauses, in order and in as few stretches as it
    takes."""
    found: list[Pause] = []
    for start, end in sorted(
        (pause for question in questions for pause in question.pauses()),
        key=lambda pause: pause.start,
    ):
        last = found[-1] if found else None
        if last is None or (last.end is not None and last.end < start):
            found.append(Pause(start, end))
        elif last.end is not None and (end is None or end > last.end):
            found[-1] = Pause(last.start, end)
    return found
