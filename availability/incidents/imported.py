"""What checks of another monitor add to our own, and the outages that they tell of (A5)."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from availability.confirming import interruptions
from availability.coverage import Check, epoch, instant_of
from availability.models import Component, Impact, Interruption, Measurement
from availability.models.outages import ONE_INCIDENT
from availability.ranges import SECOND, TimeRange, union, without


class ToldDown(NamedTuple):
    """A component that the checks tell was down."""

    component: Component
    span: TimeRange


def unmeasured(component: Component, checks: Sequence[Check]) -> list[Check]:
    """Those, in order, of time for which no measurement speaks yet: our own probe decides."""
    if not checks:
        return []
    span = TimeRange(instant_of(checks[0].second), instant_of(checks[-1].second) + SECOND)
    gaps = iter(Measurement.objects.measured([component], *span)[component.pk].gaps)
    gap, found = next(gaps, None), []
    for check in checks:
        while gap is not None and epoch(gap.end) <= check.second:
            gap = next(gaps, None)
        if gap is not None and epoch(gap.start) <= check.second:
            found.append(check)
    return found


def told_down(component: Component, checks: Sequence[Check]) -> list[ToldDown]:
    """But for what an interruption on record covers already."""
    spans = list(interruptions(checks))
    if not spans:
        return []
    known = Interruption.objects.overlapping(spans[0].start, spans[-1].end).filter(
        component=component, impact=Impact.DOWN
    )
    covered = union(
        TimeRange(start, end or spans[-1].end)
        for start, end in known.values_list("started_at", "ended_at")
    )
    return [ToldDown(component, span) for span in spans if without(span, covered)]


def as_outages(found: Iterable[ToldDown]) -> list[list[ToldDown]]:
    """What began within an hour of the first while it went on is one outage, as with our probe."""
    outages: list[list[ToldDown]] = []
    for each in sorted(found, key=lambda told: (told.span, told.component.pk)):
        last = outages[-1] if outages else None
        if (
            last is not None
            and each.span.start <= last[0].span.start + ONE_INCIDENT
            and each.span.start <= max(told.span.end for told in last)
        ):
            last.append(each)
        else:
            outages.append([each])
    return outages
