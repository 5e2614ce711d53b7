"""Measurements of closed months that tell nothing are deleted; their seconds are kept.

What failed and what ends or begins a silence stays, with the measurement after it, so every figure
of the time comes out as before, to the second (A6).
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max

from availability.coverage import epoch
from availability.models import Component, Measurement, MeasurementTally, ThinnedSpan
from availability.models.measurements import DAY
from availability.models.thinned import steps_between
from availability.ranges import TimeRange


class Row(NamedTuple):
    second: int
    ok: bool
    follows: bool


def thin(span: TimeRange, *, is_time: Callable[[], bool]) -> int:
    """How many were deleted. Only days that are rolled up, a day at a time, for as long as it is
    time; what was done is not looked at again."""
    return sum(_thin(component, span, is_time) for component in Component.objects.all())


def _thin(component: Component, span: TimeRange, is_time: Callable[[], bool]) -> int:
    start, until = epoch(span.start), epoch(span.end)
    done = ThinnedSpan.objects.filter(component=component, first__gte=start, last__lt=until)
    since = done.aggregate(last=Max("last"))["last"] or start
    until = min(until, _rolled_up_until(component))
    return sum(
        _thin_day(component, day, min(until, day + DAY))
        for day in range(since, until, DAY)
        if is_time()
    )


def _rolled_up_until(component: Component) -> int:
    days = MeasurementTally.objects.filter(component=component, span=DAY)
    last = days.aggregate(last=Max("second"))["last"]
    return 0 if last is None else last + DAY


@transaction.atomic
def _thin_day(component: Component, since: int, before: int) -> int:
    Component.objects.select_for_update().get(pk=component.pk)
    rows = Measurement.objects.filter(component=component, second__gte=since, second__lt=before)
    found = rows.order_by("second").values_list("second", "ok", "follows")
    spans = [
        ThinnedSpan(
            component=component, first=first, last=last, steps=steps_between(first, between)
        )
        for first, *between, last in _telling_nothing(Row(*each) for each in found)
    ]
    # Before the rows go: the database forgets nothing that rests on what lies in a span.
    ThinnedSpan.objects.bulk_create(spans)
    for each in spans:
        rows.filter(second__gt=each.first, second__lt=each.last).delete()
    return sum(len(each.steps) for each in spans)


def _telling_nothing(rows: Iterable[Row]) -> Iterator[list[int]]:
    """Seconds of neighbours, of which all but the first and the last may go."""
    found = list(rows)
    kept = [
        place
        for place, row in enumerate(found)
        if place in (0, len(found) - 1) or not _tells_nothing(*found[place - 1 : place + 2])
    ]
    for left, right in pairwise(kept):
        if right - left > 1:
            yield [row.second for row in found[left : right + 1]]


def _tells_nothing(before: Row, row: Row, after: Row) -> bool:
    return row.ok and row.follows and before.ok and after.follows
