"""What an explanation is made of: clocks with their rows, conditions, versions."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

DESK, CLIENT = "desk", "client"
RESPONSE, FIX, EARLIER_FIX = "response", "fix", "earlier fix"
# Kinds of rows: time, what somebody did, the limit used up, and the present moment.
SEGMENT, ACT, DUE, NOW = "segment", "act", "due", "now"


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineRow:
    """One line of a timeline; `end` is `start` for all but segments. `total` is what has counted
    until its end. `code` is a segment's reason or an act's verb. `stop`, on the act that stops the
    clock, is the verdict. `days`, on a row that stands for many, is how many days it covers, and
    its `seconds` are those that counted."""

    kind: str
    start: datetime
    end: datetime
    words: str
    reading: str
    code: str = ""
    counted: bool = False
    seconds: int = 0
    total: int = 0
    past: bool = False
    to_come: bool = False
    stop: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class ClockExplanation:
    """One clock: its verdict in words, its figures in seconds, and every second of it."""

    code: str
    name: str
    question: str
    words: str
    verdict: str
    reason: str
    reason_words: str
    reading: str
    fault_class: str
    limit: int | None
    elapsed: int
    wall_clock: int
    late_by: int
    due_at: datetime | None
    stopped_at: datetime | None
    rows: tuple[TimelineRow, ...]


class ConditionExplanation(NamedTuple):
    """One of the seven conditions; what it rests on is for the desk alone."""

    code: str
    words: str
    outcome: str
    reading: str
    evidence: str = ""
    author: str = ""
    at: datetime | None = None


class Versions(NamedTuple):
    """What judges the ticket (V1)."""

    agreement: str
    number: int
    calendar: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """`month` is that of the opening, in which the ticket counts (G8), as `2026-05`."""

    number: int
    subject: str
    client: str
    opened_at: datetime
    as_of: datetime
    audience: str
    class_test: str
    month: str
    versions: Versions
    clocks: tuple[ClockExplanation, ...]
    conditions: tuple[ConditionExplanation, ...]
