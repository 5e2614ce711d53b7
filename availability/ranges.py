"""Stretches of time, half open: what several of them share, cover and leave. PURE."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

SECOND = timedelta(seconds=1)


class TimeRange(NamedTuple):
    """A stretch of time, half open, and nothing more."""

    start: datetime
    end: datetime


def overlap(left: Iterable[TimeRange], right: Sequence[TimeRange]) -> list[TimeRange]:
    """The time that lies both in a span of `left` and in one of `right`."""
    shared = (TimeRange(max(a.start, b.start), min(a.end, b.end)) for a in left for b in right)
    return sorted(span for span in shared if span.start < span.end)


def union(spans: Iterable[TimeRange]) -> list[TimeRange]:
    """The time that lies in any of the spans, in order and as few spans as it takes."""
    found: list[TimeRange] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if found and span.start <= found[-1].end:
            found[-1] = TimeRange(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def without(whole: TimeRange, taken: Iterable[TimeRange]) -> list[TimeRange]:
    """The time of `whole` that lies in no span of `taken`."""
    found, start = [], whole.start
    for span in union(taken):
        found.append(TimeRange(start, min(span.start, whole.end)))
        start = max(start, span.end)
    found.append(TimeRange(start, whole.end))
    return [span for span in found if span.start < span.end]
