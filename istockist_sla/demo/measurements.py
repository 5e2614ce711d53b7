"""Half a million measurements of the past, made by the database itself."""

from collections.abc import Iterator

from django.db import connection

from availability.models import Component, Measurement
from availability.models.components import MEASUREMENT_COVERS, epoch
from istockist_sla.demo.outage_table import OUTAGES, SILENCES
from istockist_sla.demo.outages import MINUTE, began, hour_of
from istockist_sla.demo.world import World

# A recursive query, which SQLite and PostgreSQL read alike: one row for every two minutes.
ROWS = """
INSERT INTO availability_measurement (component_id, second, ok, latency_ms, error)
WITH RECURSIVE moment (second) AS (
    SELECT %(first)s
    UNION ALL
    SELECT second + %(step)s FROM moment WHERE second + %(step)s < %(until)s
)
SELECT %(component)s, second, %(ok)s, 90 + (second / 60) %% 7 * 11, '' FROM moment
"""


def measure(world: World) -> None:
    """Every component from its first measurement to now, failing while it was down."""
    for component in Component.objects.exclude(monitored_since=None):
        assert component.monitored_since is not None
        values = {
            "first": epoch(component.monitored_since),
            "until": epoch(world.now),
            "step": int(MEASUREMENT_COVERS.total_seconds()),
            "component": component.pk,
            "ok": True,
        }
        with connection.cursor() as cursor:
            cursor.execute(ROWS, values)
        checks = Measurement.objects.filter(component=component)
        for first, last in _down(world, component.code):
            failed = checks.filter(second__gte=first, second__lt=last)
            failed.update(ok=False, latency_ms=None, error="timeout")
        for days, hour, minutes in SILENCES:
            since = hour_of(world, days, hour)
            silent = (epoch(since), epoch(since + minutes * MINUTE))
            checks.filter(second__gte=silent[0], second__lt=silent[1]).delete()


def _down(world: World, code: str) -> Iterator[tuple[int, int]]:
    for story in OUTAGES:
        if code in story.codes and not story.degraded:
            start = began(world, story)
            yield epoch(start), epoch(start + story.minutes * MINUTE)
