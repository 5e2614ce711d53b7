"""How long the cluster has not shown itself."""

from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection

from istockist_sla.core.models import Heartbeat
from istockist_sla.server import heartbeat, supervisor
from istockist_sla.server.heartbeat import HeartbeatMonitor


def test_the_limits_leave_the_next_sweep_at_most_three_minutes_late():
    limit = supervisor.SILENT_AFTER
    noticed = limit + limit / heartbeat.QUERIES_PER_LIMIT
    started_again = noticed + supervisor.STUCK_TIMEOUT + 15
    assert started_again - 60 <= 180


@pytest.mark.django_db
def test_the_cluster_is_silent_since_its_last_beat():
    monitor = HeartbeatMonitor(silent_after=0)
    Heartbeat.objects.create(name="cluster", at=datetime(2026, 11, 24, tzinfo=UTC))
    monitor.restart(100.0)
    assert [monitor.silent_for(now) for now in (100.0, 110.0)] == [0.0, 10.0]
    Heartbeat.objects.update(at=datetime(2026, 11, 25, tzinfo=UTC))
    assert monitor.silent_for(120.0) == 0.0


@pytest.mark.django_db
def test_a_database_that_is_away_is_not_held_against_the_cluster(monkeypatch):
    def refuse(**_):
        raise OperationalError

    monitor = HeartbeatMonitor(silent_after=0)
    monitor.restart(100.0)
    monkeypatch.setattr(Heartbeat.objects, "filter", refuse)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert monitor.silent_for(900.0) == 0.0
