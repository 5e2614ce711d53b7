"""A month's availability from intervals: each second in one bucket, every figure exact."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from availability.planned import RELEASE
from availability.ranges import SECOND
from istockist_sla.core.lib.ratio import percent_figure

# A month measured for less than this share of its seconds is marked (A6), in percent.
COVERAGE = 99
AS_WRITTEN, SCHEDULED = "as_written", "scheduled"
# The cause of an exclusion that says the systems themselves were down (A2).
SYSTEMS = "systems"


class Bucket(StrEnum):
    """What a second of the month is: the first of these that applies (A6)."""

    EXCLUDED = "excluded"
    SYSTEMS_DOWN = "systems_down"
    DOWN = "down"
    UNKNOWN = "unknown"
    UP = "up"


RANK = {bucket: rank for rank, bucket in enumerate(Bucket)}


class Interval(NamedTuple):
    """A stretch of time in one bucket, half open.

    `source` names the record that it rests on, so that a page can link to it.
    """

    start: datetime
    end: datetime
    bucket: Bucket
    cause: str = ""
    source: str = ""

    @property
    def seconds(self) -> int:
        return _seconds(self.start, self.end)


class Share(NamedTuple):
    """So many of so many seconds."""

    part: int
    whole: int

    @property
    def percent(self) -> str | None:
        """Rounded down to two decimals; None where there is nothing to measure."""
        return percent_figure(self.part, self.whole) if self.whole else None

    def reaches(self, index: int | Decimal | Fraction) -> bool | None:
        """Compared exactly, in percent; None where there is nothing to measure."""
        return 100 * self.part >= Fraction(index) * self.whole if self.whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityTerms:
    """What the agreement version in force at the month's first instant says of it (V1)."""

    index: int | Decimal | Fraction = 98
    system_uptime: str = AS_WRITTEN
    release_is_maintenance: bool = False


STANDARD = AvailabilityTerms()


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptime:
    """The figures of one component in [start, until); `until` is `end` once the month is over.

    `unmeasured` is what no measurement speaks for of all that is not excluded: the unknown time
    and the silence inside an outage or while the systems were down (A6).
    """

    start: datetime
    end: datetime
    until: datetime
    terms: AvailabilityTerms
    pieces: tuple[Interval, ...]
    excluded: int
    systems_down: int
    down: int
    unknown: int
    up: int
    unmeasured: int

    @property
    def as_written(self) -> Share:
        """Application uptime over system uptime; time with the systems down is in neither (A2)."""
        return Share(self.up, self.up + self.down)

    @property
    def scheduled(self) -> Share:
        """The stricter figure: over the month less excluded causes and unknown time (A2)."""
        return Share(self.up, self.up + self.down + self.systems_down)

    @property
    def judged(self) -> Share:
        return self.scheduled if self.terms.system_uptime == SCHEDULED else self.as_written

    @property
    def kept(self) -> bool | None:
        return self.judged.reaches(self.terms.index)

    @property
    def coverage(self) -> Share:
        """The seconds that a measurement speaks for, of those that are not excluded (A6)."""
        counted = self.up + self.down + self.systems_down + self.unknown
        return Share(counted - self.unmeasured, counted)

    @property
    def marked(self) -> bool:
        return self.coverage.reaches(COVERAGE) is False

    @property
    def best(self) -> Share:
        """The judged figure if all unknown time was up (A6)."""
        return Share(self.judged.part + self.unknown, self.judged.whole + self.unknown)

    @property
    def worst(self) -> Share:
        """The judged figure if all unknown time was down (A6)."""
        return Share(self.judged.part, self.judged.whole + self.unknown)

    @property
    def lost(self) -> int:
        """Seconds that lower the judged figure."""
        return self.judged.whole - self.judged.part

    @property
    def allowed(self) -> int:
        """Seconds that may be lost; the rest of a running month counts as up."""
        ahead = _seconds(self.until, self.end)
        return int((100 - Fraction(self.terms.index)) * (self.judged.whole + ahead) / 100)

    @property
    def left(self) -> int:
        """Seconds of the allowance not yet used; negative where too many were lost."""
        return self.allowed - self.lost

    def of(self, bucket: Bucket) -> tuple[Interval, ...]:
        return tuple(piece for piece in self.pieces if piece.bucket is bucket)


def month_uptime(
    start: datetime,
    end: datetime,
    intervals: Iterable[Interval],
    *,
    until: datetime | None = None,
    terms: AvailabilityTerms = STANDARD,
) -> Uptime:
    """The figures of [start, end) up to `until`, as a running month ends now (A6).

    Time in no interval is up, so time without a measurement must be given as unknown, also
    where something else was recorded of it.
    Intervals are in UTC and in whole seconds; the bounds may be in any zone.
    """
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    until = min(max(start, (until or end).astimezone(UTC).replace(microsecond=0)), end)
    counted = [each for each in intervals if terms.release_is_maintenance or not _is_release(each)]
    pieces = partition(start, until, counted)
    return Uptime(
        start=start,
        end=end,
        until=until,
        terms=terms,
        pieces=pieces,
        unmeasured=_unmeasured(start, until, counted),
        **_totals(pieces),
    )


def _totals(pieces: Iterable[Interval]) -> dict[Bucket, int]:
    totals = dict.fromkeys(Bucket, 0)
    for piece in pieces:
        totals[piece.bucket] += piece.seconds
    return totals


def _unmeasured(start: datetime, until: datetime, intervals: Iterable[Interval]) -> int:
    """The silence, whatever else was recorded of it, but for what is excluded (A6)."""
    silence = [each for each in intervals if each.bucket in (Bucket.EXCLUDED, Bucket.UNKNOWN)]
    return _totals(partition(start, until, silence))[Bucket.UNKNOWN]


def _seconds(start: datetime, end: datetime) -> int:
    return (end - start) // SECOND


def _is_release(interval: Interval) -> bool:
    return interval.bucket is Bucket.EXCLUDED and interval.cause == RELEASE


def partition(
    start: datetime, end: datetime, intervals: Iterable[Interval]
) -> tuple[Interval, ...]:
    """[start, end) without gap or overlap, each second in the first bucket that applies (A6).

    Of several intervals in one bucket, the one that began first gives the cause and the source.
    """
    within = sorted(
        (each for each in intervals if each.start < end and each.end > start and each.seconds > 0),
        key=lambda each: (each.start, RANK[each.bucket], each.cause, each.source, each.end),
    )
    edges = sorted({start, end, *_edges(within, start, end)})
    pieces: list[Interval] = []
    active: list[Interval] = []
    waiting = iter([*within, None])
    following = next(waiting)
    for left, right in pairwise(edges):
        active = [each for each in active if each.end > left]
        while following is not None and following.start <= left:
            active.append(following)
            following = next(waiting)
        ruling = min(active, key=lambda each: RANK[each.bucket], default=None)
        _append(pieces, left, right, ruling)
    return tuple(pieces)


def _edges(intervals: Iterable[Interval], start: datetime, end: datetime) -> Iterable[datetime]:
    for each in intervals:
        yield max(each.start, start)
        yield min(each.end, end)


def _append(
    pieces: list[Interval], left: datetime, right: datetime, ruling: Interval | None
) -> None:
    bucket, cause, source = ruling[2:] if ruling else (Bucket.UP, "", "")
    if pieces and pieces[-1][1:] == (left, bucket, cause, source):
        left = pieces.pop().start
    pieces.append(Interval(start=left, end=right, bucket=bucket, cause=cause, source=source))
