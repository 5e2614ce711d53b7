"""What the probe's measurements speak for, and where nothing does (A6). PURE."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from availability.ranges import SECOND, TimeRange, overlap, union, without

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


class Telling(NamedTuple):
    """What figures look at of the measurements of a stretch of time, in seconds since 1970."""

    first: int | None = None
    last: int | None = None
    # The last before each silence and the first after it.
    silences: tuple[tuple[int, int], ...] = ()
    # Each that failed, with the next one; None: it is the last.
    failed: tuple[tuple[int, int | None], ...] = ()


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


def runs_of(checks: Iterable[Check]) -> list[Run]:
    """The measurements, which are in order, as runs: each as long as neither the result nor the
    time between two of them changes."""
    found: list[Run] = []
    for second, ok in checks:
        if found and found[-1].ok == ok:
            first, step, length, _ = found[-1]
            since = second - first - step * (length - 1)
            if length == 1 or since == step:
                found[-1] = Run(first, since, length + 1, ok)
                continue
        found.append(Run(second, 0, 1, ok))
    return found


def measured(checks: Iterable[Check], start: datetime, until: datetime) -> Measured:
    """What the measurements say of [start, until), wherever else they reach."""
    since, before = epoch(start - SPEAKS_FOR), epoch(until)
    within = sorted(check for check in checks if since <= check.second < before)
    if not within:
        return measured_of(Telling(), start, until)
    seconds = [check.second for check in within]
    followed = zip(within, [*seconds[1:], None], strict=True)
    failed = tuple((check.second, after) for check, after in followed if not check.ok)
    reach = SPEAKS_FOR // SECOND
    silences = tuple(pair for pair in pairwise(seconds) if pair[1] - pair[0] > reach)
    told = Telling(seconds[0], seconds[-1], silences, failed)
    return measured_of(told, start, until)


def measured_of(told: Telling, start: datetime, until: datetime) -> Measured:
    """The same from what tells; of two neighbours that leave no silence nothing need be told."""
    gaps = [TimeRange(start, until if told.first is None else instant_of(told.first))]
    for last, first in [*told.silences, (told.last, None)]:
        if last is not None:
            silent = max(start, instant_of(last) + SPEAKS_FOR)
            gaps.append(TimeRange(silent, until if first is None else instant_of(first)))
    failed = []
    for second, after in told.failed:
        speaks_until = instant_of(second) + SPEAKS_FOR
        end = speaks_until if after is None else min(speaks_until, instant_of(after))
        failed.append(TimeRange(max(start, instant_of(second)), min(end, until)))
    return Measured(tuple(union(gaps)), tuple(union(failed)))


def epoch(at: datetime) -> int:
    return int(at.timestamp())


def instant_of(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
