"""Rows of the database as plain rows, and the figures that the pure engine makes of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from availability import history, month
from availability.coverage import Measured
from availability.models import (
    CauseStatement,
    Component,
    Correction,
    Exclusion,
    Interruption,
    LateWork,
    Maintenance,
    Measurement,
    Outage,
)
from availability.models.exclusions import ExclusionQuerySet
from availability.models.interruptions import InterruptionQuerySet
from availability.models.maintenance import MaintenanceQuerySet
from availability.planned import MaintenanceRow
from availability.ranges import TimeRange
from availability.rows import Records
from availability.uptime import STANDARD, AvailabilityTerms, Interval, Uptime
from istockist_sla.core.models import Event

KINDS = (Event.Kind.OUTAGE, Event.Kind.COMPONENT, Event.Kind.MAINTENANCE)


class Asked(NamedTuple):
    """A month whose figure is asked for; `terms` are those in force at its start (V1)."""

    start: datetime
    end: datetime
    terms: AvailabilityTerms = STANDARD


def month_figure(
    component: Component,
    start: datetime,
    end: datetime,
    *,
    at: datetime,
    terms: AvailabilityTerms = STANDARD,
    as_of: datetime | None = None,
) -> Uptime:
    """The figure of [start, end), as far as `at`; `terms` are those in force at `start` (V1).

    With `as_of` it is made of the events that were recorded before that instant alone.
    """
    until = min(end, max(start, at))
    return month.component_uptime(
        component.code,
        start,
        end,
        at=at,
        measured=Measurement.objects.measured([component], start, until)[component.pk],
        records=told(as_of) if as_of else touching(start, until),
        terms=terms,
    )


def month_figures(
    component: Component,
    months: Sequence[Asked],
    *,
    at: datetime,
    records: Records | None = None,
) -> list[Uptime]:
    """The same of several months, in the order given, all read at once; `records` are those of
    the service, where the caller has them."""
    if not months:
        return []
    ends = [min(each.end, max(each.start, at)) for each in months]
    whole = min(each.start for each in months), max(ends)
    measured = Measurement.objects.measured([component], *whole)[component.pk]
    records = records or touching(*whole)
    return figures_of(component, months, measured=measured, records=records, at=at)


def figures_of(
    component: Component,
    months: Sequence[Asked],
    *,
    measured: Measured,
    records: Records,
    at: datetime,
) -> list[Uptime]:
    """The same from what was measured in all of them, and from these records."""
    spans = [TimeRange(start, min(end, max(start, at))) for start, end, _ in months]
    return [
        month.component_uptime(
            component.code,
            start,
            end,
            at=at,
            measured=measured.within(span),
            records=records.within(span),
            terms=terms,
        )
        for (start, end, terms), span in zip(months, spans, strict=True)
    ]


def intervals(
    components: Sequence[Component], start: datetime, until: datetime
) -> dict[int, list[Interval]]:
    """Everything but up in [start, until), by component, in a fixed number of queries."""
    records = touching(start, until)
    measured = Measurement.objects.measured(components, start, until)
    return {
        each.pk: month.intervals(each.code, measured[each.pk], records, until)
        for each in components
    }


def touching(start: datetime, until: datetime) -> Records:
    """What the tables hold now of [start, until), as far as a figure asks for it."""
    return _records(
        Interruption.objects.overlapping(start, until),
        Exclusion.objects.approved().overlapping(start, until),
        Maintenance.objects.worked_in(start, until),
    )


def on_record() -> Records:
    """What the tables hold now of all time, as far as a figure asks for it."""
    maintenance = Maintenance.objects.order_by("pk")
    return _records(Interruption.objects.all(), Exclusion.objects.approved(), maintenance)


def _records(
    found: InterruptionQuerySet, exclusions: ExclusionQuerySet, maintenance: MaintenanceQuerySet
) -> Records:
    interruptions = list(found.select_related("outage", "component"))
    return Records(
        outages={each.outage_id: each.outage.row for each in interruptions},
        interruptions=_by_id(interruptions),
        exclusions=_by_id(exclusions.prefetch_related("components")),
        maintenance=_by_id(maintenance.with_windows()),
    )


def stored() -> Records:
    """All that the tables hold now."""
    return Records(
        outages=_by_id(Outage.objects.all()),
        interruptions=_by_id(Interruption.objects.select_related("component")),
        corrections=_by_id(Correction.objects.select_related("component", "was_component")),
        causes=_by_id(CauseStatement.objects.all()),
        exclusions=_by_id(Exclusion.objects.prefetch_related("components")),
        maintenance=_by_id(Maintenance.objects.with_windows()),
        late_work=_by_id(LateWork.objects.all()),
    )


def told(
    recorded_before: datetime | None = None, *, kinds: Sequence[Event.Kind] = KINDS
) -> Records:
    """The same from the events, or from those that were recorded before an instant."""
    events = Event.objects.filter(subject_kind__in=kinds).order_by("id")
    if recorded_before is not None:
        events = events.filter(recorded_at__lt=recorded_before)
    columns = ("subject_kind", "subject_id", "verb", "at", "recorded_at", "actor_id", "data")
    return history.fold(history.EventRow(*row) for row in events.values_list(*columns))


def maintenance_rows(
    since: datetime | None = None, *, recorded_before: datetime | None = None
) -> list[MaintenanceRow]:
    """All maintenance with a window that reaches past `since`, in the order of its ids: as the
    tables hold it now, or as it was told before an instant."""
    if recorded_before is not None:
        return [row for row in _rows_told(recorded_before) if since is None or row.reaches(since)]
    rows = Maintenance.objects.all()
    if since is not None:
        rows = rows.filter(windows__ends_at__gt=since).distinct()
    return [each.row for each in rows.with_windows().order_by("pk")]


def _rows_told(recorded_before: datetime) -> list[MaintenanceRow]:
    """With the titles, which never change and stand in no event."""
    rows = told(recorded_before, kinds=[Event.Kind.MAINTENANCE]).maintenance
    titles = dict(Maintenance.objects.filter(pk__in=rows).values_list("pk", "title"))
    return [replace(rows[key], title=titles[key]) for key in sorted(rows)]


def _by_id(rows: Iterable[Any]) -> dict[int, Any]:
    return {each.pk: each.row for each in rows}
