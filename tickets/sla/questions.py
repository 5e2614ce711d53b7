"""Recorded questions to the client: when each pauses the fix clock, and what ended it (K10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Pause(NamedTuple):
    """Time that waits for the client, half open; without an end while it still does."""

    start: datetime
    end: datetime | None


@dataclass(slots=True)
class Question:
    """One question, named by `number`. It pauses from `dated_at`, at which it was asked or
    delivered again (E2), unless its notice failed at `failed_at`; `earlier` are the pauses of
    deliveries that failed."""

    number: int
    asked_at: datetime
    dated_at: datetime
    failed_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    earlier: tuple[Pause, ...] = ()

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
        if self.failed_at is None:
            self.earlier = (*self.earlier, Pause(self.dated_at, max(self.dated_at, at)))
            self.failed_at = at

    def deliver(self, at: datetime) -> None:
        if self.failed_at is not None:
            self.failed_at, self.dated_at = None, at

    def pauses(self) -> list[Pause]:
        """Cut off where the question ended; an empty one is left out."""
        ended_at = self.ended_at
        found = [_cut(pause, ended_at) for pause in self.earlier] if self.earlier else []
        if self.failed_at is None:
            found.append(Pause(self.dated_at, ended_at))
        return [pause for pause in found if pause.end is None or pause.start < pause.end]


def _cut(pause: Pause, ended_at: datetime | None) -> Pause:
    if ended_at is None or pause.end is None or pause.end <= ended_at:
        return pause
    return Pause(pause.start, ended_at)


def joined_pauses(questions: Sequence[Question]) -> list[Pause]:
    """The time in which at least one question pauses, in order and in as few stretches as it
    takes."""
    if len(questions) == 1:
        return questions[0].pauses()
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
