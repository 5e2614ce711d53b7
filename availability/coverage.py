"""What the probe's measurements speak for, and where nothing does (A6). PURE."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from availability.ranges import TimeRange, overlap, union, without

# A measurement speaks for the time until the next one, but for no more than this.
SPEAKS_FOR = timedelta(seconds=120)


class Check(NamedTuple):
    """One measurement; seconds are counted since 1970."""

    second: int
    ok: bool


class Run(NamedTuple):
    """`length` measurements with one result, `step` seconds apart."""

    first: int
    step: int
    length: int
    ok: bool


class FollowedCheck(NamedTuple):
    """A measurement with the second of the next one; None: it is the last."""

    second: int
    ok: bool
    after: int | None


class Measured(NamedTuple):
    """Of some stretch of time: what no measurement speaks for, and what a failed one does."""

    gaps: tuple[TimeRange, ...] = ()
    failed: tuple[TimeRange, ...] = ()

    def within(self, span: TimeRange) -> "Measured":
        """What they say of a part of the stretch."""
        return Measured(*(tuple(overlap(each, [span])) for each in self))

    def answered(self, span: TimeRange) -> list[TimeRange]:
        """What of `span` was measured as up: an answered measurement speaks for it (A5)."""
        return without(span, [*self.gaps, *self.failed])


def checks_of(runs: Iterable[Run]) -> list[Check]:
    """Every measurement of the runs, which may lie inside one another, in order."""
    return sorted(
        Check(run.first + number * run.step, run.ok) for run in runs for number in range(run.length)
    )


def measured(checks: Iterable[Check], start: datetime, until: datetime) -> Measured:
    """What the measurements say of [start, until), wherever else they reach."""
    since, before = epoch(start - SPEAKS_FOR), epoch(until)
    within = sorted(check for check in checks if since <= check.second < before)
    followed = [FollowedCheck(*check, after.second) for check, after in pairwise(within)]
    followed += [FollowedCheck(*within[-1], None)] if within else []
    return measured_of(within[0].second if within else None, followed, start, until)


def measured_of(
    first: int | None, checks: Iterable[FollowedCheck], start: datetime, until: datetime
) -> Measured:
    """The same from the first measurement and from those that failed or are followed by a gap."""
    gaps = [TimeRange(start, until if first is None else instant_of(first))]
    failed = []
    for second, ok, after in checks:
        silent = instant_of(second) + SPEAKS_FOR
        follows = until if after is None else instant_of(after)
        gaps.append(TimeRange(max(start, silent), follows))
        if not ok:
            failed.append(TimeRange(max(start, instant_of(second)), min(silent, follows)))
    return Measured(tuple(union(gaps)), tuple(union(failed)))


def epoch(at: datetime) -> int:
    return int(at.timestamp())


def instant_of(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
