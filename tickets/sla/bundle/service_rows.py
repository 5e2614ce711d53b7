"""What the service did, in the document that all clients share: maintenance, and of the component
that decides the availability (A5) its interruptions, exclusions and checks. PURE."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from availability.coverage import Run
from availability.planned import RELEASE, TECHNICAL, MaintenanceRow, PublishedWindow, Work
from availability.ranges import TimeRange
from availability.rows import ExclusionRow, InterruptionRow, OutageRow, Records
from tickets.sla.bundle.folder_rows import Coder
from tickets.sla.bundle.values import Malformed, Part, written, written_or_null

INTERRUPTION_KEYS = (
    "number",
    "outage",
    "impact",
    "by_probe",
    "started_at",
    "detected_at",
    "ended_at",
    "withdrawn",
    "declared_by",
    "approved",
    "decided_by",
)
EXCLUSION_KEYS = (
    "number",
    "outage",
    "cause",
    "starts_at",
    "ends_at",
    "proposed_by",
    "decided_by",
)
# More than one a second of a month there cannot be.
MOST_CHECKS = 3_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRows:
    """Without a component there is no availability yet; `records` hold what concerns it."""

    component: str
    records: Records
    runs: tuple[Run, ...]


def coded_service(
    records: Records, component: str, span: TimeRange, *, since: datetime, coder: Coder
) -> Records:
    """What a figure of the component in `span` rests on, and the maintenance that reaches past
    `since`, the opening of the oldest ticket."""
    within = records.within(span)
    interruptions = [row for row in within.interruptions.values() if row.component == component]
    exclusions = [
        row for row in within.exclusions.values() if row.approved and component in row.components
    ]
    outages = {row.outage: records.outages[row.outage] for row in interruptions}
    since = min(since, span.start)
    return Records(
        outages={key: _coded_outage(outages[key]) for key in sorted(outages)},
        interruptions={row.id: _coded_interruption(row, coder) for row in interruptions},
        exclusions={row.id: _coded_exclusion(row, component, coder) for row in exclusions},
        maintenance={
            key: replace(row, title="")
            for key, row in sorted(records.maintenance.items())
            if row.reaches(since)
        },
    )


def _coded_outage(row: OutageRow) -> OutageRow:
    return replace(row, published_at=None, declared_by=None, part_of=None)


def _coded_interruption(row: InterruptionRow, coder: Coder) -> InterruptionRow:
    return replace(
        row,
        published_at=None,
        ended_by=None,
        declared_by=row.declared_by and coder.person(row.declared_by),
        decided_by=row.decided_by and coder.person(row.decided_by),
    )


def _coded_exclusion(row: ExclusionRow, component: str, coder: Coder) -> ExclusionRow:
    return replace(
        row,
        components=frozenset({component}),
        proposed_by=coder.person(row.proposed_by),
        decided_by=row.decided_by and coder.person(row.decided_by),
    )


def service_document(rows: ServiceRows) -> dict[str, Any]:
    records = rows.records
    return {
        "component": rows.component,
        "outages": [
            {
                "number": row.id,
                "started_at": written(row.started_at),
                "detected_at": written(row.detected_at),
                "ended_at": written_or_null(row.ended_at),
                "cause": row.cause,
            }
            for row in records.outages.values()
        ],
        "interruptions": [_interruption_document(row) for row in records.interruptions.values()],
        "exclusions": [_exclusion_document(row) for row in records.exclusions.values()],
        "checks": [[*run[:3], run.ok] for run in rows.runs],
    }


def _interruption_document(row: InterruptionRow) -> dict[str, Any]:
    return {
        "number": row.id,
        "outage": row.outage,
        "impact": row.impact,
        "by_probe": row.by_probe,
        "started_at": written(row.started_at),
        "detected_at": written(row.detected_at),
        "ended_at": written_or_null(row.ended_at),
        "withdrawn": row.withdrawn,
        "declared_by": row.declared_by,
        "approved": row.approved,
        "decided_by": row.decided_by,
    }


def _exclusion_document(row: ExclusionRow) -> dict[str, Any]:
    return {
        "number": row.id,
        "outage": row.outage,
        "cause": row.cause,
        "starts_at": written(row.starts_at),
        "ends_at": written(row.ends_at),
        "proposed_by": row.proposed_by,
        "decided_by": row.decided_by,
    }


def read_service(part: Part, maintenance: Iterable[MaintenanceRow]) -> ServiceRows:
    found = part.fields("component", "outages", "interruptions", "exclusions", "checks")
    component = found["component"].code_or_empty()
    outages = found["outages"].each(_read_outage)
    interruptions = [_read_interruption(each, component) for each in found["interruptions"].parts()]
    exclusions = [_read_exclusion(each, component) for each in found["exclusions"].parts()]
    runs = found["checks"].each(_read_run)
    if sum(run.length for run in runs) > MOST_CHECKS:
        raise Malformed(f"{part.where}.checks: more than a month holds")
    return ServiceRows(
        component=component,
        records=Records(
            outages={row.id: row for row in outages},
            interruptions={row.id: row for row in interruptions},
            exclusions={row.id: row for row in exclusions},
            maintenance={row.id: row for row in maintenance},
        ),
        runs=runs,
    )


def _read_outage(part: Part) -> OutageRow:
    found = part.fields("number", "started_at", "detected_at", "ended_at", "cause")
    return OutageRow(
        id=found["number"].count(),
        started_at=found["started_at"].at(),
        detected_at=found["detected_at"].at(),
        ended_at=found["ended_at"].maybe(Part.at),
        cause=found["cause"].code_or_empty(),
    )


def _read_interruption(part: Part, component: str) -> InterruptionRow:
    found = part.fields(*INTERRUPTION_KEYS)
    return InterruptionRow(
        id=found["number"].count(),
        outage=found["outage"].count(),
        component=component,
        impact=found["impact"].code(),
        by_probe=found["by_probe"].flag(),
        started_at=found["started_at"].at(),
        detected_at=found["detected_at"].at(),
        ended_at=found["ended_at"].maybe(Part.at),
        withdrawn=found["withdrawn"].flag(),
        declared_by=found["declared_by"].maybe(Part.count),
        approved=found["approved"].maybe(Part.flag),
        decided_by=found["decided_by"].maybe(Part.count),
    )


def _read_exclusion(part: Part, component: str) -> ExclusionRow:
    found = part.fields(*EXCLUSION_KEYS)
    return ExclusionRow(
        id=found["number"].count(),
        outage=found["outage"].maybe(Part.count),
        components=frozenset({component}),
        cause=found["cause"].code(),
        starts_at=found["starts_at"].at(),
        ends_at=found["ends_at"].at(),
        proposed_by=found["proposed_by"].count(),
        approved=True,
        decided_by=found["decided_by"].maybe(Part.count),
    )


def _read_run(part: Part) -> Run:
    first, step, length, ok = part.tuple_of(4)
    return Run(first.count(), step.count(), length.count(), ok.flag())


def maintenance_document(row: MaintenanceRow) -> dict[str, Any]:
    return {
        "number": row.id,
        "kind": row.kind,
        "components": sorted(row.components),
        "announcements": [[written(at) for at in each] for each in row.announcements],
        "work": [written_or_null(at) for at in row.work],
        "cancelled_at": written_or_null(row.cancelled),
    }


def read_maintenance(part: Part) -> MaintenanceRow:
    found = part.fields("number", "kind", "components", "announcements", "work", "cancelled_at")
    announcements = (each.tuple_of(3) for each in found["announcements"].parts())
    begins, ends = found["work"].tuple_of(2)
    return MaintenanceRow(
        id=found["number"].count(),
        kind=found["kind"].one_of(TECHNICAL, RELEASE),
        components=frozenset(found["components"].each(Part.code)),
        announcements=tuple(PublishedWindow(*(at.at() for at in each)) for each in announcements),
        work=Work(begins.maybe(Part.at), ends.maybe(Part.at)),
        cancelled=found["cancelled_at"].maybe(Part.at),
    )
