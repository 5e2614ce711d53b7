"""A probed server that stops for three minutes, from the socket to the page and the month."""

from datetime import datetime, timedelta

import pytest
import time_machine

from availability import figures, tasks
from availability.models import Outage
from istockist_sla.core.lib.months import Month, MonthCalendar
from tests.availability.instants import gmt
from tests.availability.probes.servers import free_port, serving

pytestmark = pytest.mark.django_db
JUNE = Month(2026, 6)


@pytest.fixture
def port(settings):
    port = free_port()
    settings.PROBES = {"api": f"http://127.0.0.1:{port}/"}
    return port


@pytest.fixture
def minute():
    """Runs what the cluster runs in the minutes from one instant to another, both included."""

    def run(first, last):
        at: datetime = first
        while at <= last:
            with time_machine.travel(at, tick=False):
                tasks.probe()
                tasks.publish_overdue()
            at += timedelta(minutes=1)

    return run


@pytest.fixture
def stopped(port, minute):
    """Up from 13:00, stopped before 13:05, back before 13:08; now it is 13:10."""
    with serving(port):
        minute(gmt("13:00"), gmt("13:04"))
    minute(gmt("13:05"), gmt("13:07"))
    with serving(port):
        minute(gmt("13:08"), gmt("13:10"))


def test_the_outage_has_the_bounds_of_the_stop(stopped):
    outage = Outage.objects.get()
    assert (outage.started_at, outage.detected_at, outage.ended_at) == (
        gmt("13:05"),
        gmt("13:06"),
        gmt("13:08"),
    )


def test_the_page_shows_the_state_as_soon_as_it_is_confirmed(port, minute, client):
    with serving(port):
        minute(gmt("13:00"), gmt("13:04"))
    minute(gmt("13:05"), gmt("13:06"))
    with time_machine.travel(gmt("13:06:30"), tick=False):
        assert b"The API is interrupted" in client.get("/status/").content


def test_the_interruption_publishes_itself_although_it_is_over(stopped, port, minute, client):
    with serving(port):
        minute(gmt("13:11"), gmt("13:20"))
        assert Outage.objects.get().published_at is None
        minute(gmt("13:21"), gmt("13:21"))
    assert Outage.objects.get().published_at == gmt("13:21")
    with time_machine.travel(gmt("13:21:30"), tick=False):
        text = client.get("/status/").content.decode()
    assert "Interruption of the API" in text
    assert "The API is interrupted" not in text


def test_the_month_counts_three_minutes_down(stopped, api):
    figure = figures.month_figure(api, *MonthCalendar().bounds(JUNE), at=gmt("13:10"))
    assert (figure.down, figure.up) == (180, 7 * 60)
