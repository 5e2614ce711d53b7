"""Two clusters that measure the same moment: one row, one outage."""

import threading

import pytest
from django.db import connection

from availability import probes
from availability.models import Component, Measurement, Outage
from tests.availability.instants import gmt


@pytest.mark.django_db(transaction=True)
def test_two_clusters_at_once_record_one_measurement_and_one_outage():
    api = Component.objects.get(code="api")
    failed = probes.Result(None, "timeout")
    errors = []

    def measure(at):
        try:
            probes.record(api, failed, at=at)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    for minute in ("13:00", "13:01", "13:02"):
        threads = [
            threading.Thread(target=measure, args=[gmt(f"{minute}:{second}")])
            for second in ("00", "03", "05")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert errors == []
    assert Measurement.objects.count() == 3
    assert Outage.objects.count() == 1
