"""What a verdict says of one clock of one ticket."""

from datetime import datetime
from typing import NamedTuple

from tickets.sla.clock import Clock, Segment

MET, MISSED, EXCLUDED, NOT_COVERED, RUNNING = "met", "missed", "excluded", "not covered", "running"
NO_VERDICT = ""
WARNING_SECONDS = 3600


class Conclusion(NamedTuple):
    """A verdict, why, and the reading that decides it (G9)."""

    verdict: str
    reason: str
    reading: str


class Deadlines(NamedTuple):
    """When a limit is used up; and, while its clock runs, when to warn and when it is passed."""

    due_at: datetime | None = None
    warn_at: datetime | None = None
    pass_at: datetime | None = None


class ClockVerdict(NamedTuple):
    """One clock of one ticket. Seconds are those that count under the version (K4), except in
    `wall_clock`; instants are UTC.
    """

    verdict: str
    reason: str
    reading: str
    fault_class: str
    limit: int | None
    elapsed: int
    wall_clock: int
    stopped_at: datetime | None
    due_at: datetime | None
    warn_at: datetime | None
    pass_at: datetime | None
    ledger: tuple[Segment, ...]
    passed: tuple[str, ...] = ()  # classes whose fix limit was exceeded (K9)
    reopened: bool = False  # a fix before its ticket was reopened (K13)

    @property
    def late_by(self) -> int:
        """Seconds past the limit; 0 within it."""
        return max(0, self.elapsed - self.limit) if self.limit is not None else 0


def deadlines_of_running(clock: Clock, origin: datetime, limit: int) -> Deadlines:
    """Warned one counted hour before the limit, unless it is no longer than that; passed with
    the first counted second after it (K4).
    """
    before = limit - WARNING_SECONDS
    return Deadlines(
        due_at=clock.after(origin, limit),
        warn_at=clock.after(origin, before) if before > 0 else None,
        pass_at=clock.after(origin, limit + 1),
    )
