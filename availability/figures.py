"""Rows -> the intervals that `uptime` counts, and a component's figure of a month."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from availability.models import (
    Cause,
    Component,
    Exclusion,
    Impact,
    Interruption,
    Maintenance,
    Measurement,
)
from availability.planned import MaintenanceRow
from availability.uptime import STANDARD, AvailabilityTerms, Bucket, Interval, Uptime, month_uptime


def month_figure(
    component: Component,
    start: datetime,
    end: datetime,
    *,
    at: datetime,
    terms: AvailabilityTerms = STANDARD,
) -> Uptime:
    """The figure of [start, end), as far as `at`; `terms` are those in force at `start` (V1)."""
    until = min(end, max(start, at))
    found = intervals([component], start, until)[component.pk]
    return month_uptime(start, end, found, until=at, terms=terms)


def intervals(
    components: Sequence[Component], start: datetime, until: datetime
) -> dict[int, list[Interval]]:
    """Everything but up in [start, until), by component, in a fixed number of queries."""
    found: dict[int, list[Interval]] = {component.pk: [] for component in components}
    for pk, spans in Measurement.objects.gaps(components, start, until).items():
        found[pk] += [
            Interval(start=span.start, end=span.end, bucket=Bucket.UNKNOWN) for span in spans
        ]
    for pk, interval in [
        *_interruptions(components, start, until),
        *_exclusions(components, start, until),
        *_maintenance(components, start, until),
    ]:
        if pk in found:
            found[pk].append(interval)
    return found


def _interruptions(
    components: Sequence[Component], start: datetime, until: datetime
) -> Iterable[tuple[int, Interval]]:
    """What was down; degraded is up (A5). One that goes on reaches as far as `until`."""
    rows = Interruption.objects.overlapping(start, until).filter(
        component__in=components, impact=Impact.DOWN
    )
    for row in rows.select_related("outage"):
        yield (
            row.component_id,
            Interval(
                start=row.started_at,
                end=row.ended_at or until,
                bucket=Bucket.DOWN,
                cause=row.outage.cause,
                source=f"outage:{row.outage_id}",
            ),
        )


def _exclusions(
    components: Sequence[Component], start: datetime, until: datetime
) -> Iterable[tuple[int, Interval]]:
    rows = Exclusion.objects.approved().overlapping(start, until).filter(components__in=components)
    for row in rows.distinct().prefetch_related("components"):
        systems = row.cause == Cause.SYSTEMS
        bucket = Bucket.SYSTEMS_DOWN if systems else Bucket.EXCLUDED
        interval = Interval(
            start=row.starts_at,
            end=row.ends_at,
            bucket=bucket,
            cause=row.cause,
            source=f"exclusion:{row.pk}",
        )
        for component in row.components.all():
            yield component.pk, interval


def _maintenance(
    components: Sequence[Component], start: datetime, until: datetime
) -> Iterable[tuple[int, Interval]]:
    rows = Maintenance.objects.worked_in(start, until).filter(components__in=components)
    for row in rows.distinct().with_windows():
        for span in row.excluded(until):
            interval = Interval(
                start=span.start,
                end=span.end,
                bucket=Bucket.EXCLUDED,
                cause=row.exclusion_cause,
                source=f"maintenance:{row.pk}",
            )
            for component in row.components.all():
                yield component.pk, interval


def maintenance_rows(since: datetime | None = None) -> list[MaintenanceRow]:
    """All maintenance with a window that reaches past `since`, in the order of its ids."""
    rows = Maintenance.objects.all()
    if since is not None:
        rows = rows.filter(windows__ends_at__gt=since).distinct()
    return [each.row for each in rows.with_windows().order_by("pk")]
