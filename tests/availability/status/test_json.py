"""The same picture for machines."""

import pytest

from availability import incidents
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(client):
    return lambda: client.get("/status/status.json").json()


def test_it_names_the_state_of_each_component(said, measured):
    assert {each["code"]: each["state"] for each in said()["components"]} == {
        "admin": "up",
        "api": "up",
        "ordering": "up",
        "reports": "up",
    }


def test_it_says_when_it_was_true(said, measured):
    assert said()["as_of"] == "2026-06-09T14:46:00Z"


def test_it_tells_published_outages_only(said, measured, declare, aoife):
    outage = declare()
    assert (said()["state"], said()["incidents"]) == ("down", [])
    incidents.publish(outage, text="We are looking.", by=aoife, at=gmt("13:10"))
    [told] = said()["incidents"]
    assert (told["title"], told["stage"]) == ("Orders do not arrive", "investigating")


def test_it_gives_the_last_months_with_what_their_silence_leaves_open(said, days_measured):
    [month] = said()["months"]
    assert month["month"] == "2026-05"
    assert (month["percent"], month["scheduled_percent"]) == ("100.00", "100.00")
    assert (month["marked"], month["coverage_percent"]) == (True, "6.45")
    assert (month["worst_percent"], month["best_percent"]) == ("6.45", "100.00")


def test_it_gives_the_running_month_with_the_downtime_left(said, days_measured):
    running = said()["running_month"]
    assert running["month"] == "2026-06"
    assert running["left_seconds"] == running["allowed_seconds"] == 51840


def test_before_anything_is_measured_no_month_runs(said):
    assert said()["running_month"] is None


def test_it_announces_maintenance(said, measured, announce):
    announce()
    assert said()["maintenance"][0]["starts_at"] == "2026-06-09T22:00:00Z"
