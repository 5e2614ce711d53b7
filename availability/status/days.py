"""Ninety days of a component: what each day was, for bars that are read without colour."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from availability.planned import RELEASE
from availability.ranges import SECOND, TimeRange
from availability.uptime import COVERAGE, Bucket, Interval, Share, partition
from istockist_sla.core.lib.text import duration, short_day

COUNT = 90


class DayState(StrEnum):
    """The gravest state of a day, the gravest first; `BEFORE`: nothing of it was monitored yet."""

    DOWN = "down"
    DEGRADED = "degraded"
    MAINTENANCE = "maintenance"
    UNKNOWN = "unknown"
    UP = "up"
    BEFORE = "before"


# In the order in which a summary counts them.
LABELS = {
    DayState.UP: "up",
    DayState.DEGRADED: "degraded",
    DayState.DOWN: "down",
    DayState.MAINTENANCE: "maintenance",
    DayState.UNKNOWN: "not measured",
}


@dataclass(frozen=True, slots=True)
class Day:
    """`seconds` is how much of the day was in its state, as seen at `at`."""

    day: date
    state: DayState
    seconds: int = 0
    at: datetime | None = None

    @property
    def sentence(self) -> str:
        return f"{short_day(self.day, self.at)}: {LABELS[self.state]} for {duration(self.seconds)}"


def first_day(at: datetime) -> datetime:
    """00:00 GMT of the first of the ninety days that end with today."""
    today = datetime.combine(at.astimezone(UTC).date(), time(), UTC)
    return today - timedelta(days=COUNT - 1)


def days(
    intervals: Iterable[Interval],
    degraded: Iterable[TimeRange],
    *,
    at: datetime,
    monitored_since: datetime | None,
) -> list[Day]:
    """What the public saw, whatever an approval takes out of the figures.

    Days before the monitoring started have no other state. A day counts as measured by the
    same share as a month (A6).
    """
    first = first_day(at)
    visible = [each for each in intervals if _is_visible(each)]
    seconds = _seconds_by_day(partition(first, at, visible))
    slow = _seconds_by_day(
        partition(
            first,
            at,
            [Interval(start=span.start, end=span.end, bucket=Bucket.DOWN) for span in degraded],
        )
    )
    found = []
    for number in range(COUNT):
        day = (first + timedelta(days=number)).date()
        if (
            monitored_since is None
            or day < monitored_since.astimezone(UTC).date()
            or day not in seconds
        ):
            found.append(Day(day, DayState.BEFORE))
        else:
            found.append(_day(day, seconds[day], slow[day][Bucket.DOWN], at))
    return found


def _is_visible(interval: Interval) -> bool:
    """Down, unmeasured, and planned maintenance; releases and exclusions hide nothing."""
    if interval.bucket is Bucket.EXCLUDED:
        return interval.source.startswith("maintenance") and interval.cause != RELEASE
    return interval.bucket in (Bucket.DOWN, Bucket.UNKNOWN)


def _seconds_by_day(pieces: Sequence[Interval]) -> dict[date, Counter[Bucket]]:
    days: dict[date, Counter[Bucket]] = {}
    for piece in pieces:
        start = piece.start
        while start < piece.end:
            midnight = datetime.combine(start.date() + timedelta(days=1), time(), UTC)
            end = min(midnight, piece.end)
            days.setdefault(start.date(), Counter())[piece.bucket] += (end - start) // SECOND
            start = end
    return days


def _day(day: date, seconds: Counter[Bucket], slow: int, at: datetime) -> Day:
    measured = seconds[Bucket.UP] + seconds[Bucket.DOWN]
    if seconds[Bucket.DOWN]:
        return Day(day, DayState.DOWN, seconds[Bucket.DOWN], at)
    if slow:
        return Day(day, DayState.DEGRADED, slow, at)
    if seconds[Bucket.EXCLUDED]:
        return Day(day, DayState.MAINTENANCE, seconds[Bucket.EXCLUDED], at)
    if not Share(measured, measured + seconds[Bucket.UNKNOWN]).reaches(COVERAGE):
        return Day(day, DayState.UNKNOWN, seconds[Bucket.UNKNOWN], at)
    return Day(day, DayState.UP, seconds[Bucket.UP], at)


def summary(name: str, days: Sequence[Day]) -> str:
    """`API, 90 days to Tue 9 June: 84 up, 2 down, …`, as the text of the bars."""
    counts = Counter(day.state for day in days)
    parts = [f"{counts[state]} {label}" for state, label in LABELS.items() if counts[state]]
    return f"{name}, {len(days)} days to {short_day(days[-1].day)}: {', '.join(parts)}"
