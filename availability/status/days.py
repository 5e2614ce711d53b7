"""Ninety days of a component: what each day was, for bars that are read without colour."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from availability.uptime import COVERAGE, RELEASE, SECOND, Bucket, Interval, Share, Span, tile
from istockist_sla.core.lib.text import duration, short_day

COUNT = 90
# What a day is called: the gravest thing that happened on it.
DOWN, DEGRADED, MAINTENANCE, UNKNOWN, UP, BEFORE = (
    "down",
    "degraded",
    "maintenance",
    "unknown",
    "up",
    "before",
)
WORDS = {
    UP: "up",
    DEGRADED: "degraded",
    DOWN: "down",
    MAINTENANCE: "maintenance",
    UNKNOWN: "no measurement",
}


@dataclass(frozen=True)
class Day:
    """`amount` is the seconds of what the day is called after; of an unknown day those unknown."""

    day: date
    state: str
    amount: int = 0

    @property
    def sentence(self) -> str:
        return f"{short_day(self.day)}: {WORDS[self.state]} for {duration(self.amount)}"


def first_day(at: datetime) -> datetime:
    """00:00 GMT of the first of the ninety days that end with today."""
    today = datetime.combine(at.astimezone(UTC).date(), time(), UTC)
    return today - timedelta(days=COUNT - 1)


def days(
    intervals: Iterable[Interval],
    degraded: Iterable[Span],
    *,
    at: datetime,
    monitored_since: datetime | None,
) -> list[Day]:
    """What the public saw, whatever an approval takes out of the figures.

    Nothing is said of a day before the monitoring started. A day counts as measured by the
    same share as a month (A6).
    """
    first = first_day(at)
    shown = [each for each in intervals if _is_seen(each)]
    seconds = _by_day(tile(first, at, shown))
    slow = _by_day(tile(first, at, [Interval(*span, Bucket.DOWN) for span in degraded]))
    found = []
    for number in range(COUNT):
        day = (first + timedelta(days=number)).date()
        if monitored_since is None or day < monitored_since.astimezone(UTC).date():
            found.append(Day(day, BEFORE))
        else:
            found.append(_day(day, seconds[day], slow[day][Bucket.DOWN]))
    return found


def _is_seen(interval: Interval) -> bool:
    """Down, unmeasured, and planned maintenance; releases and claims hide nothing."""
    if interval.bucket is Bucket.EXCLUDED:
        return interval.source.startswith("maintenance") and interval.cause != RELEASE
    return interval.bucket in (Bucket.DOWN, Bucket.UNKNOWN)


def _by_day(pieces: Sequence[Interval]) -> dict[date, Counter[Bucket]]:
    days: dict[date, Counter[Bucket]] = {}
    for piece in pieces:
        start = piece.start
        while start < piece.end:
            midnight = datetime.combine(start.date() + timedelta(days=1), time(), UTC)
            end = min(midnight, piece.end)
            days.setdefault(start.date(), Counter())[piece.bucket] += (end - start) // SECOND
            start = end
    return days


def _day(day: date, seconds: Counter[Bucket], slow: int) -> Day:
    measured = seconds[Bucket.UP] + seconds[Bucket.DOWN]
    if seconds[Bucket.DOWN]:
        return Day(day, DOWN, seconds[Bucket.DOWN])
    if slow:
        return Day(day, DEGRADED, slow)
    if seconds[Bucket.EXCLUDED]:
        return Day(day, MAINTENANCE, seconds[Bucket.EXCLUDED])
    if not Share(measured, measured + seconds[Bucket.UNKNOWN]).reaches(COVERAGE):
        return Day(day, UNKNOWN, seconds[Bucket.UNKNOWN])
    return Day(day, UP, seconds[Bucket.UP])


def summary(name: str, days: Sequence[Day]) -> str:
    """`API, 90 days to Tue 9 June: 84 up, 2 down, …`, as the text of the bars."""
    counts = Counter(day.state for day in days)
    parts = [f"{counts[state]} {words}" for state, words in WORDS.items() if counts[state]]
    return f"{name}, {len(days)} days to {short_day(days[-1].day)}: {', '.join(parts)}"
