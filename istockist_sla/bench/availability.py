"""How fast a month's figures of ten components come from their stored measurements, how much room
those take, and how fast the status page is served."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter, process_time

from django.db import connection

from availability import figures
from availability.coverage import epoch
from availability.models import (
    Component,
    Impact,
    Interruption,
    Measurement,
    Outage,
)
from availability.probes import tallies
from availability.uptime import Uptime, month_uptime
from istockist_sla.bench import status_page
from istockist_sla.bench.database import database_of_its_own
from istockist_sla.bench.goals import reached

START, END = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
COMPONENTS, ROUNDS = 10, 9
# A megabyte as PostgreSQL counts it.
MB = 1024 * 1024
GOAL_MS, GOAL_MB = 300, 50
# In the order in which rounds are recorded. An hour is silent, and each component is down for
# ten minutes of every fifth day, at an hour of its own.
ROWS = """
INSERT INTO availability_measurement (component_id, second, ok, latency_ms, error, follows)
WITH RECURSIVE moment (second) AS (
    SELECT {start} UNION ALL SELECT second + 60 FROM moment WHERE second + 60 < {end}
)
SELECT c.id, second, {failed} IS FALSE, CASE WHEN {failed} THEN NULL ELSE 90 + second % 77 END,
    CASE WHEN {failed} THEN 'timeout' ELSE '' END,
    second > {first} AND second <> {silent} + 3600
FROM moment CROSS JOIN availability_component AS c
WHERE second < {silent} OR second >= {silent} + 3600
ORDER BY second, c.id
"""
FAILED = (
    "(second / 86400 % 5 = c.id % 5 AND second % 86400 >= c.id % 10 * 3600 "
    "AND second % 86400 < c.id % 10 * 3600 + 600)"
)


def measure() -> Iterator[str]:
    with database_of_its_own("availability"):
        components = fill(END)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        yield from measured(components, END)
        yield from status_page.measure()


def measured(components: list[Component], end: datetime) -> Iterator[str]:
    yield f"{Measurement.objects.count():,} measurements of {len(components)} components"
    yield f"{ROUNDS} rounds; load of the machine {os.getloadavg()[0]:.1f}"
    began = process_time()
    made = tallies.roll_up(at=end + timedelta(minutes=10))
    yield f"{made:,} hours and days rolled up in {process_time() - began:.1f} s of CPU"
    yield from _speed(components, end)
    yield from _size()


def fill(end: datetime) -> list[Component]:
    """Measurements until `end`, and the outages that they confirm."""
    for number in range(Component.objects.count(), COMPONENTS):
        Component.objects.create(code=f"part-{number}", name=f"Part {number}", order=number)
    components = list(Component.objects.order_by("pk"))
    for day in range((end - START).days):
        _fill_day(START + timedelta(days=day))
    for component in components:
        for day in range((end - START).days):
            began = START + timedelta(days=day, hours=component.pk % 10)
            if epoch(began) // 86400 % 5 == component.pk % 5:
                _outage(component, began)
    return components


def _fill_day(start: datetime) -> None:
    silent = epoch(START + timedelta(days=9, hours=15))
    bounds = {"first": epoch(START), "start": epoch(start), "end": epoch(start + timedelta(days=1))}
    with connection.cursor() as cursor:
        cursor.execute(ROWS.format(**bounds, silent=silent, failed=FAILED))


def _outage(component: Component, began: datetime) -> None:
    bounds = {"started_at": began, "ended_at": began + timedelta(minutes=10)}
    detected = {"detected_at": began + timedelta(minutes=1)}
    outage = Outage.objects.create(title=component.name, **bounds, **detected)
    Interruption.objects.create(
        outage=outage,
        component=component,
        impact=Impact.DOWN,
        by_probe=True,
        **bounds,
        **detected,
    )


def month(components: list[Component], end: datetime) -> list[Uptime]:
    found = figures.intervals(components, START, end)
    return [month_uptime(START, end, found[each.pk], until=end) for each in components]


def _speed(components: list[Component], end: datetime) -> Iterator[str]:
    walls, owns = [], []
    for _ in range(ROUNDS):
        wall, own = perf_counter(), process_time()
        month(components, end)
        walls.append(1000 * (perf_counter() - wall))
        owns.append(1000 * (process_time() - own))
    yield (
        f"a month's figures of all: {median(walls):.0f} ms (the quickest {min(walls):.0f} ms), "
        f"{median(owns):.0f} ms of CPU in Python"
    )
    yield f"  goal {GOAL_MS} ms, by the quickest: {reached(min(walls) < GOAL_MS)}"


def _size() -> Iterator[str]:
    """Of the measurements and of their tallies, with the indexes of both."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_total_relation_size('availability_measurement') "
                "+ pg_total_relation_size('availability_measurementtally')"
            )
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        size = int(cursor.fetchone()[0])
    yield f"on disk: {size / MB:.1f} MB"
    yield f"  goal {GOAL_MB} MB: {reached(size < GOAL_MB * MB)}"
