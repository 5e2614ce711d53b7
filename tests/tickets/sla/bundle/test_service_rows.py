"""What the service did is read from a document as it was written, for the same availability."""

from datetime import UTC, datetime, timedelta

import pytest

from availability.coverage import Check, checks_of, epoch, measured, runs_of
from availability.month import component_uptime
from availability.planned import MaintenanceRow, PublishedWindow, Work
from availability.ranges import TimeRange
from availability.rows import ExclusionRow, InterruptionRow, OutageRow, Records
from tickets.sla.bundle.canonical import canonical, parsed
from tickets.sla.bundle.folder_rows import Coder
from tickets.sla.bundle.service_rows import (
    ServiceRows,
    coded_service,
    maintenance_document,
    read_maintenance,
    read_service,
    service_document,
)
from tickets.sla.bundle.values import Malformed, Part

START, END = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hour(number: int) -> datetime:
    return START + number * HOUR


def interruption(number: int, begins: int, ends: int | None, **given) -> InterruptionRow:
    return InterruptionRow(
        **{
            "id": number,
            "outage": number,
            "component": "api",
            "impact": "down",
            "by_probe": True,
            "started_at": hour(begins),
            "detected_at": hour(begins),
            "ended_at": None if ends is None else hour(ends),
            **given,
        }
    )


INTERRUPTIONS = [
    interruption(1, 10, 12, published_at=hour(11)),
    interruption(2, 30, 33, by_probe=False, declared_by=501, approved=True, decided_by=502),
    interruption(3, 50, 52, by_probe=False, declared_by=501),
    interruption(4, 60, 62, component="reports"),
    interruption(5, 70, 71, withdrawn=True),
    interruption(6, 80, 84, impact="degraded"),
    interruption(7, 740, None),
    interruption(8, -90, -80),
]
RECORDS = Records(
    outages={
        row.outage: OutageRow(
            id=row.outage,
            started_at=row.started_at,
            detected_at=row.detected_at,
            cause="application",
            declared_by=row.declared_by,
        )
        for row in INTERRUPTIONS
    },
    interruptions={row.id: row for row in INTERRUPTIONS},
    exclusions={
        number: ExclusionRow(
            id=number,
            outage=None,
            components=frozenset({"api", "admin"}),
            cause=cause,
            starts_at=hour(begins),
            ends_at=hour(begins + 1),
            proposed_by=501,
            approved=approved,
            decided_by=502,
        )
        for number, cause, begins, approved in (
            (1, "force_majeure", 11, True),
            (2, "systems", 100, True),
            (3, "external_network", 120, False),
        )
    },
    maintenance={
        number: MaintenanceRow(
            id=number,
            kind=kind,
            components=frozenset({"api"}),
            announcements=(PublishedWindow(hour(begins - 9), hour(begins), hour(begins + 2)),),
            work=Work(hour(begins), hour(begins + 1)),
            cancelled=None,
            title="New disks",
        )
        for number, kind, begins in (
            (1, "technical", 200),
            (2, "release", 220),
            (3, "technical", -500),
        )
    },
)
CHECKS = [
    Check(epoch(START) + 60 * minute, not 600 <= minute < 720)
    for minute in range(-2, 44_640)
    if not 3000 <= minute < 3100
]
CODED = coded_service(RECORDS, "api", TimeRange(START, END), since=START, coder=Coder(str))
SERVICE = ServiceRows(component="api", records=CODED, runs=tuple(runs_of(CHECKS)))


def read_back(rows: ServiceRows) -> ServiceRows:
    every = rows.records.maintenance.values()
    maintenance = parsed(canonical([maintenance_document(row) for row in every]))
    document = parsed(canonical(service_document(rows)))
    return read_service(
        Part(document, "service"), Part(maintenance, "maintenance").each(read_maintenance)
    )


def test_rows_are_read_as_they_were_written():
    assert read_back(SERVICE) == SERVICE


def test_what_is_of_another_component_or_time_is_left_out():
    assert list(CODED.interruptions) == [1, 2, 3, 5, 6, 7]
    assert list(CODED.exclusions) == [1, 2]
    assert list(CODED.maintenance) == [1, 2]


def test_each_second_of_the_month_is_what_it_was():
    read = read_back(SERVICE)

    def uptime(records, checks):
        found = measured(checks, START, END)
        return component_uptime("api", START, END, at=END, measured=found, records=records)

    assert uptime(read.records, checks_of(read.runs)) == uptime(
        RECORDS.within(TimeRange(START, END)), CHECKS
    )


def test_maintenance_since_the_oldest_ticket_is_there():
    since = hour(-500)
    coded = coded_service(RECORDS, "api", TimeRange(START, END), since=since, coder=Coder(str))
    assert list(coded.maintenance) == [1, 2, 3]


def test_a_month_on_whole_minutes_is_few_runs():
    assert len(SERVICE.runs) == 4


def test_more_checks_than_a_month_holds_are_refused_before_they_are_counted_out():
    document = service_document(SERVICE)
    document["checks"] = [[0, 1, 10**15, True]]
    with pytest.raises(Malformed, match="more than a month holds"):
        read_service(Part(document, "service"), ())
