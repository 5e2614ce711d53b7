"""Unsaved measurements of a time that has passed, for rows added in bulk."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from availability.models import Component, Measurement
from availability.models.components import MEASUREMENT_INTERVAL, epoch
from availability.ranges import TimeRange


def history(
    component: Component,
    span: TimeRange,
    *,
    failing: Iterable[TimeRange] = (),
    silent: Iterable[TimeRange] = (),
    every: timedelta = MEASUREMENT_INTERVAL,
) -> Iterator[Measurement]:
    """Outages are not made of them: call `incidents.confirm` and `incidents.recover` too."""
    down, gone = list(failing), list(silent)
    at = span.start
    while at < span.end:
        if not _within(at, gone):
            failed = _within(at, down)
            second = epoch(at)
            yield Measurement(
                component=component,
                second=second,
                ok=not failed,
                latency_ms=None if failed else 90 + second // 60 % 7 * 11,
                error="timeout" if failed else "",
            )
        at += every


def _within(at: datetime, spans: Iterable[TimeRange]) -> bool:
    return any(span.start <= at < span.end for span in spans)
