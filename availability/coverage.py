"""What the probe's measurements speak for, and where nothing does (A6). PURE."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from availability.ranges import TimeRange, union, without

# A measurement speaks for the time until the next one, but for no more than this.
SPEAKS_FOR = timedelta(seconds=120)
HOUR = 3600


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


class QuietHour(NamedTuple):
    """An hour that was counted: everything in it answered, and no gap lies between its first and
    its last measurement."""

    second: int
    first: int
    last: int


class Measured(NamedTuple):
    """Of some stretch of time: what no measurement speaks for, and what a failed one does."""

    gaps: tuple[TimeRange, ...] = ()
    failed: tuple[TimeRange, ...] = ()

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


def between(hours: Iterable[QuietHour], since: int, before: int) -> list[tuple[int, int]]:
    """The seconds of [since, before) that lie in none of the hours, which are in order."""
    found, at = [], since
    for hour in hours:
        if hour.second > at:
            found.append((at, hour.second))
        at = hour.second + HOUR
    return [*found, (at, before)] if at < before else found


def measured_with_hours(
    checks: Iterable[Check], hours: Iterable[QuietHour], start: datetime, until: datetime
) -> Measured:
    """The same from whole hours and from the measurements of the time between them."""
    pieces = sorted(
        [(each.second, each.second, each.ok) for each in checks]
        + [(each.first, each.last, True) for each in hours]
    )
    reach = int(SPEAKS_FOR.total_seconds())
    afters: list[int | None] = [first for first, _, _ in pieces[1:]]
    followed = [
        FollowedCheck(last, ok, after)
        for (_, last, ok), after in zip(pieces, [*afters, None], strict=False)
        if not ok or after is None or after > last + reach
    ]
    return measured_of(pieces[0][0] if pieces else None, followed, start, until)


def epoch(at: datetime) -> int:
    return int(at.timestamp())


def instant_of(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
