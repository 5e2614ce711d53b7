"""Interruptions that checks of another monitor tell of, by the rule of our own probe (A5). PURE."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median_low

from availability.coverage import SPEAKS_FOR, Check, instant_of
from availability.ranges import TimeRange

LEAST_STEP = 60


def interruptions(checks: Sequence[Check]) -> Iterator[TimeRange]:
    """Two failures in a row confirm one, two answers in a row end it, each from the first of the
    two; in a row is what two of the monitor's usual steps hold. `checks` are in order.

    One that does not end among them lasts as long as its last check speaks for.
    """
    reach = 2 * usual_step(checks)
    started: int | None = None
    for before, check in pairwise(checks):
        if started is None and not before.ok and not check.ok:
            if check.second - before.second <= reach:
                started = before.second
        elif started is not None and before.ok and check.ok:
            yield TimeRange(instant_of(started), instant_of(before.second))
            started = None
    if started is not None:
        last = instant_of(checks[-1].second)
        ends_at = last if checks[-1].ok else last + SPEAKS_FOR
        yield TimeRange(instant_of(started), ends_at)


def usual_step(checks: Sequence[Check]) -> int:
    """Seconds between two checks of the monitor, a minute at least."""
    steps = [after.second - before.second for before, after in pairwise(checks)]
    return max(LEAST_STEP, median_low(steps)) if steps else LEAST_STEP
