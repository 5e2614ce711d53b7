"""Planned maintenance: what of it was announced in time, and what of that was done. PURE."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from availability.ranges import TimeRange, overlap

TECHNICAL, RELEASE = "technical", "release"


class PublishedWindow(NamedTuple):
    """A maintenance window as it was published; moving it is a later announcement (A4)."""

    published: datetime
    start: datetime
    end: datetime


class Work(NamedTuple):
    """The beginning and the end of the work that count; None: not yet, or not approved (A4)."""

    start: datetime | None = None
    end: datetime | None = None


NO_WORK = Work()


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceRow:
    """A piece of maintenance as plain values: all that any figure needs to know of it.

    `title` is for people to read and is no part of what makes two rows the same.
    """

    id: int
    kind: str
    components: frozenset[str]
    announcements: tuple[PublishedWindow, ...]
    work: Work = NO_WORK
    cancelled: datetime | None = None
    title: str = field(default="", compare=False)

    @property
    def is_release(self) -> bool:
        return self.kind == RELEASE

    @property
    def exclusion_cause(self) -> str:
        """A release excludes nothing unless the agreement version says so (A4)."""
        return RELEASE if self.is_release else "maintenance"

    def reaches(self, since: datetime) -> bool:
        """Whether any of its announced windows ends after the instant."""
        return any(each.end > since for each in self.announcements)

    def excluded(self, at: datetime) -> list[TimeRange]:
        return excluded(self.announcements, self.work, self.cancelled, at)

    def off_the_clock(self, at: datetime) -> list[TimeRange]:
        return off_the_clock(self.announcements, self.work, self.cancelled, at)


def planned_ranges(
    announcements: Sequence[PublishedWindow], cancelled: datetime | None = None
) -> list[TimeRange]:
    """The announced time that can count as planned, in order of publication (A4).

    A window must be published strictly before it starts. Each announcement holds until the next
    one or the cancellation. A move that is published late holds only from its publication, and
    makes no window planned that was announced too late in the first place.
    """
    spans = []
    in_time = False
    following = [*(each.published for each in announcements[1:]), None]
    for (published, start, end), superseded in zip(announcements, following, strict=False):
        in_time = in_time or published < start
        bounds = [bound for bound in (end, superseded, cancelled) if bound is not None]
        span = TimeRange(start=max(start, published), end=min(bounds))
        if in_time and span.start < span.end:
            spans.append(span)
    return spans


def excluded(
    announcements: Sequence[PublishedWindow],
    work: Work,
    cancelled: datetime | None,
    at: datetime,
) -> list[TimeRange]:
    """What lies both in the announced bounds and in the work done, as far as `at` (A4).

    Without a beginning that counts it is nothing. Without an end that counts the work lasts
    until the announced end.
    """
    known = [each for each in announcements if each.published <= at]
    if work.start is None or not known:
        return []
    done = TimeRange(work.start, min(_work_end(known, work, at), at))
    return overlap(planned_ranges(known, _by(cancelled, at)), [done])


def off_the_clock(
    announcements: Sequence[PublishedWindow],
    work: Work,
    cancelled: datetime | None,
    at: datetime,
) -> list[TimeRange]:
    """What no support clock counts, as it is known at `at` (K11).

    Until the work has ended, by its end that counts or else by the announced one, its window
    stands for it; from then on, or from its cancellation, only what was both announced and done.
    """
    known, cancelled = [each for each in announcements if each.published <= at], _by(cancelled, at)
    if not known:
        return []
    if cancelled is None and at < _work_end(known, work, at):
        return planned_ranges(known)
    return excluded(known, work, cancelled, at)


def _work_end(announcements: Sequence[PublishedWindow], work: Work, at: datetime) -> datetime:
    """Its end that counts; else the end of the last announcement."""
    return _by(work.end, at) or announcements[-1].end


def _by(instant: datetime | None, at: datetime) -> datetime | None:
    """An instant that has come by `at`."""
    return instant if instant is not None and instant <= at else None
