"""The afternoon on which the page is looked at, and a service measured up to then."""

from datetime import timedelta

import pytest
import time_machine

from availability import incidents
from availability.models import Component, Measurement
from availability.ranges import TimeRange
from tests.availability.instants import gmt
from tests.availability.measurements import history

MONITORED_SINCE = gmt("00:00", day=1) - timedelta(days=92)


@pytest.fixture(autouse=True)
def afternoon():
    """Tuesday 9 June 2026, 14:46 GMT."""
    with time_machine.travel(gmt("14:46"), tick=False) as clock:
        yield clock


@pytest.fixture
def measured(db):
    """All components since 1 March: every half hour but for the last, then each minute.

    Rows are few on purpose, so nearly all of the time before today is unknown.
    """
    for component in Component.objects.all():
        incidents.start_monitoring(component, at=MONITORED_SINCE)
        recent = TimeRange(gmt("14:30"), gmt("14:46"))
        Measurement.objects.bulk_create(history(component, recent))


@pytest.fixture
def days_measured(api):
    """The API each two minutes since 30 May."""
    incidents.start_monitoring(api, at=gmt("00:00", day=1) - timedelta(days=2))
    span = TimeRange(gmt("00:00", day=1) - timedelta(days=2), gmt("14:46"))
    Measurement.objects.bulk_create(history(api, span, every=timedelta(minutes=2)))


@pytest.fixture
def read(client):
    def fetched(path="/status/"):
        response = client.get(path)
        assert response.status_code == 200
        return response.content.decode().replace("\u00a0", " ")

    return fetched
