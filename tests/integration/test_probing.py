"""A real cluster: every component is measured each minute whatever the others do, and nothing is
published more than a minute after its time (A7)."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from availability import catalogue, incidents
from availability.models import Component, Measurement, Outage
from availability.models.outages import AUTO_PUBLISH_AFTER
from istockist_sla import schedules
from tests.availability.probes import servers
from tests.availability.probes.servers import rude, serving
from tests.integration.processes import cluster, until

pytestmark = [pytest.mark.cluster, pytest.mark.django_db(transaction=True)]
# After how many seconds each of the outages is due.
DUE = (20, 45, 70, 95)


def test_probes_and_publication_keep_their_time(sys, aoife, tmp_path, monkeypatch):
    monkeypatch.setenv("PROBE_PRIVATE_ADDRESSES", "on")
    now = timezone.now()
    schedules.sync(at=now)
    reports = Component.objects.get(code="reports")
    for seconds in DUE:
        detected = now + timedelta(seconds=seconds) - AUTO_PUBLISH_AFTER
        incidents.declare(
            title=f"Due after {seconds} s",
            impacts={reports: "degraded"},
            started_at=detected - timedelta(hours=2 * seconds),
            ended_at=detected - timedelta(hours=2 * seconds - 1),
            by=aoife,
            at=detected,
        )
    with serving() as port, rude(servers.drips) as dripping, rude(servers.hangs) as stuck:
        addresses = {
            "api": f"http://127.0.0.1:{port}/",
            "ordering": dripping.url,
            "admin": stuck.url,
        }
        for code, address in addresses.items():
            component = Component.objects.get(code=code)
            catalogue.set_probe(
                component, kind="http", address=address, max_seconds=20, by=sys, at=now
            )
        with cluster(tmp_path):
            declared = Outage.objects.exclude(declared_by=None)
            until(lambda: not declared.filter(published_at=None).exists(), seconds=180)
            until(lambda: _measured("api") >= 3, seconds=120)
    delays = [each.published_at - each.detected_at for each in declared]
    assert max(delays) <= AUTO_PUBLISH_AFTER + timedelta(seconds=60), delays
    for code, errors in {"api": {""}, "ordering": {"timeout"}, "admin": {"timeout"}}.items():
        found = Measurement.objects.filter(component__code=code).order_by("second")
        seconds = list(found.values_list("second", flat=True))
        assert len(seconds) >= 2
        assert max(after - before for before, after in pairwise(seconds)) < 120
        assert set(found.values_list("error", flat=True)) == errors
    open_now = Outage.objects.filter(declared_by=None).values_list(
        "interruptions__component__code", flat=True
    )
    assert set(open_now) >= {"ordering", "admin"}


def _measured(code):
    return Measurement.objects.filter(component__code=code).count()
