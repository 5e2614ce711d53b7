"""A component's figure of a month from plain rows alone. PURE."""

from collections.abc import Iterable
from datetime import datetime

from availability.coverage import Measured
from availability.ranges import TimeRange, overlap
from availability.rows import DOWN, InterruptionRow, Records
from availability.uptime import (
    STANDARD,
    SYSTEMS,
    AvailabilityTerms,
    Bucket,
    Interval,
    Uptime,
    month_uptime,
)


def component_uptime(
    component: str,
    start: datetime,
    end: datetime,
    *,
    at: datetime,
    measured: Measured,
    records: Records,
    terms: AvailabilityTerms = STANDARD,
) -> Uptime:
    """The figure of [start, end), as far as `at`; `measured` speaks of just that time."""
    until = min(end, max(start, at))
    found = intervals(component, measured, records, until)
    return month_uptime(start, end, found, until=at, terms=terms)


def intervals(
    component: str, measured: Measured, records: Records, until: datetime
) -> list[Interval]:
    """Everything but up of one component; what goes on reaches as far as `until`."""
    return [
        *(Interval(*span, bucket=Bucket.UNKNOWN) for span in measured.gaps),
        *_interruptions(component, measured, records, until),
        *_exclusions(component, records),
        *_maintenance(component, records, until),
    ]


def _interruptions(
    component: str, measured: Measured, records: Records, until: datetime
) -> Iterable[Interval]:
    """What was down; degraded is up, and what was withdrawn never was (A5)."""
    for row in records.interruptions.values():
        counts = row.component == component and row.impact == DOWN and not row.withdrawn
        if not counts or row.started_at >= until:
            continue
        for span in down_spans(row, measured, until):
            yield Interval(
                start=span.start,
                end=span.end,
                bucket=Bucket.DOWN,
                cause=records.outages[row.outage].cause,
                source=f"outage:{row.outage}",
            )


def down_spans(row: InterruptionRow, measured: Measured, until: datetime) -> list[TimeRange]:
    """What of an interruption counts as down (A5).

    What a person declared counts at once where no measurement was answered, and where one was
    only if another person has approved it.
    """
    span = TimeRange(row.started_at, row.ended_at or until)
    if row.outweighs_measurements:
        return [span]
    return overlap([*measured.gaps, *measured.failed], [span])


def _exclusions(component: str, records: Records) -> Iterable[Interval]:
    for row in records.exclusions.values():
        if row.approved and component in row.components:
            bucket = Bucket.SYSTEMS_DOWN if row.cause == SYSTEMS else Bucket.EXCLUDED
            yield Interval(
                start=row.starts_at,
                end=row.ends_at,
                bucket=bucket,
                cause=row.cause,
                source=f"exclusion:{row.id}",
            )


def _maintenance(component: str, records: Records, until: datetime) -> Iterable[Interval]:
    for row in records.maintenance.values():
        if component not in row.components:
            continue
        for span in row.excluded(until):
            yield Interval(
                start=span.start,
                end=span.end,
                bucket=Bucket.EXCLUDED,
                cause=row.exclusion_cause,
                source=f"maintenance:{row.id}",
            )
