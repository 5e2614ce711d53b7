"""A round of all components, with servers that fail in every way."""

import pytest
import time_machine

from availability import catalogue, probes, tasks
from availability.models import Component, Interruption, Measurement
from availability.probes import rounds
from tests.availability.instants import gmt
from tests.availability.probes import servers
from tests.availability.probes.servers import free_port, rude

pytestmark = pytest.mark.django_db
BAD = [
    servers.hangs,
    servers.drips,
    servers.sends_endless_headers,
    servers.drips_endless_headers,
    servers.sends_an_endless_body,
]


def test_every_target_is_measured_as_of_the_same_instant(settings, server):
    settings.PROBES = {"api": server, "ordering": f"{server}/broken", "unknown": server}
    assert probes.probe_all(at=gmt("13:00:07")) == 2
    assert set(Measurement.objects.values_list("component__code", "ok", "error")) == {
        ("api", True, ""),
        ("ordering", False, "status 503"),
    }
    assert {check.at for check in Measurement.objects.all()} == {gmt("13:00:07")}


def test_without_an_address_nothing_is_measured(settings):
    settings.PROBES = {"api": ""}
    assert probes.probe_all(at=gmt("13:00")) == 0


def test_a_result_that_cannot_be_recorded_stops_no_other(settings, server, monkeypatch, caplog):
    settings.PROBES = {"admin": server, "api": server}
    record = rounds.record

    def failing(component, result, *, at):
        if component.code == "admin":
            raise RuntimeError("no")
        return record(component, result, at=at)

    monkeypatch.setattr(rounds, "record", failing)
    assert probes.probe_all(at=gmt("13:00")) == 1
    assert "admin" in caplog.text


def test_each_bad_server_is_an_outage_and_the_others_are_measured_each_minute(
    settings, server, sys
):
    """Killed, hanging, dripping, endless, 500, redirects in a circle: seven systems beside the
    API that is well."""
    addresses = {"killed": f"http://127.0.0.1:{free_port()}/"}
    addresses |= {"broken": f"{server}/broken", "circle": f"{server}/circle"}
    stack = [rude(behaviour) for behaviour in BAD]
    opened = [each.__enter__() for each in stack]
    addresses |= {each.behaviour.__name__[:20].replace("_", "-"): each.url for each in opened}
    given = {"description": "", "layer": "system", "depends_on": [], "order": 9}
    for code, address in addresses.items():
        new = catalogue.create(code=code, name=code, **given, by=sys, at=gmt("12:00"))
        catalogue.set_probe(
            new, kind="http", address=address, max_seconds=1, by=sys, at=gmt("12:00")
        )
    settings.PROBES = {"api": server}
    for minute in ("13:00", "13:01", "13:02"):
        with time_machine.travel(gmt(minute), tick=True):
            tasks.probe()
    for each in stack:
        each.__exit__(None, None, None)
    down = set(Interruption.objects.values_list("component__code", flat=True))
    assert down == set(addresses)
    for component in Component.objects.filter(code__in=[*addresses, "api"]):
        assert component.measurements.count() == 3
    assert not Measurement.objects.filter(component__code="api", ok=False).exists()
