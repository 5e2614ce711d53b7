"""A month's availability from intervals: every second in one bucket, then exact fractions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from istockist_sla.core.lib.text import percent_figure

SECOND = timedelta(seconds=1)
# A month measured for less than this share of its seconds is marked (A6), in percent.
COVERAGE = 99
AS_WRITTEN, SCHEDULED = "as_written", "scheduled"
# An application release is no planned maintenance unless the agreement says so (A4).
RELEASE = "release"


class Bucket(StrEnum):
    """In the order of A6: a second belongs to the first that applies."""

    EXCLUDED = "excluded"
    SYSTEMS_DOWN = "systems_down"
    DOWN = "down"
    UNKNOWN = "unknown"
    UP = "up"


RANK = {bucket: rank for rank, bucket in enumerate(Bucket)}


class Span(NamedTuple):
    start: datetime
    end: datetime


class Interval(NamedTuple):
    """Half open; `source` names the record it rests on, so that a page can link to it."""

    start: datetime
    end: datetime
    bucket: Bucket
    cause: str = ""
    source: str = ""

    @property
    def seconds(self) -> int:
        return (self.end - self.start) // SECOND


class Announcement(NamedTuple):
    """A window as it was published; a moved window is a later announcement (A4)."""

    published: datetime
    start: datetime
    end: datetime


class Share(NamedTuple):
    part: int
    whole: int

    @property
    def percent(self) -> str | None:
        """Rounded down to two decimals; None where there is nothing to measure."""
        return percent_figure(self.part, self.whole) if self.whole else None

    def reaches(self, index: int | Decimal | Fraction) -> bool | None:
        return 100 * self.part >= Fraction(index) * self.whole if self.whole else None


@dataclass(frozen=True)
class Terms:
    """What the agreement version in force at the month's first instant says (V1)."""

    index: int | Decimal | Fraction = 98
    system_uptime: str = AS_WRITTEN
    release_is_maintenance: bool = False
    zone: str = "UTC"


STANDARD = Terms()


@dataclass(frozen=True)
class Uptime:
    """The figures of one component in [start, until); `until` is `end` once the month is over."""

    start: datetime
    end: datetime
    until: datetime
    terms: Terms
    pieces: tuple[Interval, ...]
    excluded: int
    systems_down: int
    down: int
    unknown: int
    up: int

    @property
    def as_written(self) -> Share:
        """Application uptime over system uptime; systems down are in neither (A1, A2)."""
        return Share(self.up, self.up + self.down)

    @property
    def scheduled(self) -> Share:
        """Application uptime over all but excluded causes and unknown, the stricter one (A2)."""
        return Share(self.up, self.up + self.down + self.systems_down)

    @property
    def judged(self) -> Share:
        return self.scheduled if self.terms.system_uptime == SCHEDULED else self.as_written

    @property
    def kept(self) -> bool | None:
        return self.judged.reaches(self.terms.index)

    @property
    def coverage(self) -> Share:
        measured = self.up + self.down + self.systems_down
        return Share(measured, measured + self.unknown)

    @property
    def marked(self) -> bool:
        return self.coverage.reaches(COVERAGE) is False

    @property
    def best(self) -> Share:
        return Share(self.judged.part + self.unknown, self.judged.whole + self.unknown)

    @property
    def worst(self) -> Share:
        return Share(self.judged.part, self.judged.whole + self.unknown)

    @property
    def lost(self) -> int:
        """Seconds that lower the judged figure."""
        return self.judged.whole - self.judged.part

    @property
    def allowed(self) -> int:
        """Seconds that may be lost; of a running month with the time to come counted in."""
        ahead = (self.end - self.until) // SECOND
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
    terms: Terms = STANDARD,
) -> Uptime:
    """Figures of [start, end), as far as `until` (A6: a running month ends now).

    What no interval speaks of is up, so time without a measurement must come as unknown.
    Intervals are in UTC and in whole seconds; the bounds may be in any zone.
    """
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    until = min(max(start, (until or end).astimezone(UTC).replace(microsecond=0)), end)
    counted = [each for each in intervals if terms.release_is_maintenance or not _release(each)]
    pieces = tile(start, until, counted)
    totals = dict.fromkeys(Bucket, 0)
    for piece in pieces:
        totals[piece.bucket] += piece.seconds
    seconds = {str(bucket): total for bucket, total in totals.items()}
    return Uptime(start=start, end=end, until=until, terms=terms, pieces=pieces, **seconds)


def _release(interval: Interval) -> bool:
    return interval.bucket is Bucket.EXCLUDED and interval.cause == RELEASE


def tile(start: datetime, end: datetime, intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """[start, end) without gap or overlap, each second in the first bucket that applies (A6).

    Of several intervals in the same bucket the one that began first names the cause.
    """
    held = sorted(
        (each for each in intervals if each.start < end and each.end > start and each.seconds > 0),
        key=lambda each: (each.start, RANK[each.bucket], each.cause, each.source, each.end),
    )
    edges = sorted({start, end, *_edges(held, start, end)})
    pieces: list[Interval] = []
    active: list[Interval] = []
    waiting = iter([*held, None])
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
    pieces.append(Interval(left, right, bucket, cause, source))


def planned(announcements: Sequence[Announcement], cancelled: datetime | None = None) -> list[Span]:
    """The announced time that can count as planned (A4), in order of publication.

    A window must be published strictly before it starts. Each announcement holds until the
    next one or the cancelling; a move published late holds from its publication only, and it
    heals no window that was announced too late in the first place.
    """
    spans = []
    in_time = False
    for number, (published, start, end) in enumerate(announcements):
        in_time = in_time or published < start
        nexts = [each.published for each in announcements[number + 1 : number + 2]]
        span = Span(max(start, published), min([end, *nexts, *([cancelled] if cancelled else [])]))
        if in_time and span.start < span.end:
            spans.append(span)
    return spans


def common(left: Iterable[Span], right: Sequence[Span]) -> list[Span]:
    """What lies in a span of both."""
    shared = (Span(max(a.start, b.start), min(a.end, b.end)) for a in left for b in right)
    return sorted(span for span in shared if span.start < span.end)
