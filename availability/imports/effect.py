"""Which months an import moves: their figures as they are, and as they are once it is approved."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from availability import figures
from availability.agreement import StandardAgreement
from availability.coverage import SPEAKS_FOR, Check, Measured, instant_of, measured
from availability.figures import Asked
from availability.incidents.imported import told_down, unmeasured
from availability.models import Component, ImportBatch, ImportedOutage, Measurement
from availability.ranges import TimeRange, overlap, union
from availability.rows import DOWN, InterruptionRow, OutageRow, Records
from availability.uptime import Uptime
from istockist_sla.core.lib.months import Month, MonthBounds

# The last ones of a file that reaches further back.
MOST_MONTHS = 36


class Moved(NamedTuple):
    """A component's month before and after."""

    component: Component
    month: Month
    before: Uptime
    after: Uptime

    @property
    def is_moved(self) -> bool:
        return parts(self.before) != parts(self.after)


def parts(uptime: Uptime) -> tuple[int, ...]:
    """The seconds of which its figures are made."""
    return (
        uptime.excluded,
        uptime.systems_down,
        uptime.down,
        uptime.unknown,
        uptime.up,
        uptime.unmeasured,
    )


class Told(NamedTuple):
    """All that an import adds to one component."""

    component: Component
    checks: list[Check]
    outages: list[ImportedOutage]

    @property
    def span(self) -> TimeRange | None:
        spans = [TimeRange(each.starts_at, each.ends_at) for each in self.outages]
        if self.checks:
            first, last = self.checks[0].second, self.checks[-1].second
            spans.append(TimeRange(instant_of(first), instant_of(last) + SPEAKS_FOR))
        if not spans:
            return None
        return TimeRange(min(each.start for each in spans), max(each.end for each in spans))


def moved_months(batch: ImportBatch, agreement: StandardAgreement, *, at: datetime) -> list[Moved]:
    """Of an import that is not decided yet; nothing is written."""
    return [
        moved for told in _told(batch) for moved in _months(told, agreement, at) if moved.is_moved
    ]


def _told(batch: ImportBatch) -> Iterator[Told]:
    checks: dict[int, list[Check]] = {}
    rows = batch.waiting.order_by("component", "second")
    for pk, second, ok in rows.values_list("component", "second", "ok"):
        checks.setdefault(pk, []).append(Check(second, ok))
    outages: dict[int, list[ImportedOutage]] = {}
    for each in batch.outages.all():
        outages.setdefault(each.component_id, []).append(each)
    for component in Component.objects.filter(pk__in={*checks, *outages}):
        new = unmeasured(component, checks.get(component.pk, []))
        yield Told(component, new, outages.get(component.pk, []))


def _months(told: Told, agreement: StandardAgreement, at: datetime) -> list[Moved]:
    months = _reached(told, agreement, at)
    asked = [Asked(*bounds, agreement.terms_at(bounds.start)) for _, bounds in months]
    if not asked:
        return []
    whole = TimeRange(asked[0].start, min(at, asked[-1].end))
    ours = Measurement.objects.measured([told.component], *whole)[told.component.pk]
    records = figures.touching(*whole)
    pairs = ((ours, records), (_with_checks(ours, told, whole), _with_outages(records, told)))
    before, after = (
        figures.figures_of(told.component, asked, measured=known, records=rows, at=at)
        for known, rows in pairs
    )
    return [
        Moved(told.component, month, *both)
        for (month, _), *both in zip(months, before, after, strict=True)
    ]


def _reached(
    told: Told, agreement: StandardAgreement, at: datetime
) -> list[tuple[Month, MonthBounds]]:
    if told.span is None or told.span.start >= at:
        return []
    calendar = agreement.months()
    last = calendar.month_of(min(told.span.end, at))
    months = [last.shifted(-back) for back in range(MOST_MONTHS)]
    found = [(month, calendar.bounds(month)) for month in reversed(months)]
    return [(month, bounds) for month, bounds in found if bounds.end > told.span.start]


def _with_checks(ours: Measured, told: Told, whole: TimeRange) -> Measured:
    """The new checks speak for nothing but our own silence."""
    theirs = measured(told.checks, *whole)
    gaps = overlap(theirs.gaps, ours.gaps)
    failed = union([*ours.failed, *overlap(theirs.failed, ours.gaps)])
    return Measured(tuple(gaps), tuple(failed))


def _with_outages(records: Records, told: Told) -> Records:
    """Those of the file approved, and those that its checks tell of."""
    declared = {each.outage_id for each in told.outages if each.outage_id}
    interruptions = {
        key: replace(row, approved=True) if row.outage in declared else row
        for key, row in records.interruptions.items()
    }
    spans = [
        TimeRange(each.starts_at, each.ends_at)
        for each in told.outages
        if each.outage_id is None and each.impact == DOWN
    ]
    spans += [each.span for each in told_down(told.component, told.checks)]
    outages = dict(records.outages)
    for key, span in enumerate(spans, start=1):
        outages[-key] = OutageRow(id=-key, started_at=span.start, detected_at=span.end)
        interruptions[-key] = InterruptionRow(
            id=-key,
            outage=-key,
            component=told.component.code,
            impact=DOWN,
            by_probe=False,
            started_at=span.start,
            detected_at=span.end,
            ended_at=span.end,
            approved=True,
        )
    return replace(records, outages=outages, interruptions=interruptions)
