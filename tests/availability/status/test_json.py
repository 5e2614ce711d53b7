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


def test_it_gives_the_last_months_with_their_coverage(said, days_measured):
    assert said()["months"] == [{"month": "2026-05", "percent": "100.00", "coverage": "6.45"}]


def test_it_announces_maintenance(said, measured, announce):
    announce()
    assert said()["maintenance"][0]["starts_at"] == "2026-06-09T22:00:00Z"
