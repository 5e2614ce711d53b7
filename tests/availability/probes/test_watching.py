"""The monitor of the monitor: who hears that nothing is measured any more, and where it is said."""

from datetime import timedelta

import pytest
import time_machine

from availability import health, incidents, tasks
from availability.models import Component
from availability.probes import tallies, watching
from availability.probes.targets import targets
from istockist_sla.core.letters.rendering import render
from istockist_sla.core.models import Letter
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked(settings):
    settings.PROBES = {"api": "https://api.example.com/"}


def test_probes_that_run_are_not_silent(probe):
    probe("+")
    assert watching.silent_since(gmt("13:05")) is None


def test_probes_that_stopped_are_silent_since_the_last_measurement(probe):
    probe("+")
    assert watching.silent_since(gmt("13:05:01")) == gmt("13:00")


def test_a_measurement_stamped_ahead_does_not_hide_the_silence(probe):
    probe("+", start=gmt("14:00"))
    probe("+", start=gmt("13:00"))
    assert watching.silent_since(gmt("13:06")) == gmt("13:00")


def test_where_nothing_is_asked_nothing_is_silent(probe, settings):
    probe("+")
    settings.PROBES = {}
    assert targets() == []
    assert watching.silent_since(gmt("15:00")) is None


def test_the_health_tells_the_age_of_the_last_measurement(probe):
    probe("+")
    assert health.probes(gmt("13:02"))[2:4] == (120, False)
    assert health.probes(gmt("13:06"))[2:4] == (360, True)


def test_a_system_that_has_measured_nothing_yet_is_well():
    assert health.probes(gmt("13:00"))[2:4] == (None, False)


def test_each_system_administrator_is_written_to_once(probe, sys, aoife):
    probe("+")
    for minute in (6, 7, 8):
        with time_machine.travel(gmt(f"13:0{minute}"), tick=False):
            tasks.watch()
    letter = Letter.objects.get()
    assert letter.to_address == sys.email
    rendered = render(letter)
    assert rendered.subject == "Nothing is measured since 13:00 GMT"
    assert "Tuesday 9 June 2026, 13:00:00 GMT" in rendered.text


def test_the_next_silence_is_told_anew(probe, sys):
    probe("+")
    watching.alert(at=gmt("13:06"))
    probe("+", start=gmt("13:07"))
    watching.alert(at=gmt("13:14"))
    assert Letter.objects.count() == 2


def test_the_status_page_says_since_when_nothing_is_measured(probe, client):
    probe("+++")
    with time_machine.travel(gmt("13:10"), tick=False):
        html = client.get("/status/").content.decode()
    assert "Not measured since 13:02" in html


def test_it_names_what_alone_is_not_measured(probe, ordering, client):
    probe("+")
    probe("+++++++++++", component=ordering)
    with time_machine.travel(gmt("13:11"), tick=False):
        html = client.get("/status/").content.decode()
    assert "No measurement of Client admin, the API and Reports since 13:00" in html.replace(
        "\xa0", " "
    )


def test_a_certificate_is_warned_of_twenty_one_days_before(api):
    Component.objects.filter(pk=api.pk).update(certificate_ends_at=gmt("13:00", day=30))
    assert watching.ending_certificates(gmt("12:59", day=9)) == []
    assert watching.ending_certificates(gmt("13:00", day=9)) == [api]


def test_hours_and_days_are_rolled_up_once_they_are_over(probe, api):
    probe("+" * 59 + "-", start=gmt("13:00"))
    probe("+", start=gmt("14:00"))
    tallies.roll_up(at=gmt("14:59"))
    hour = api.tallies.get(span=tallies.Span.HOUR)
    assert (hour.begins_at, hour.checks, hour.failed) == (gmt("13:00"), 60, 1)
    assert (hour.usual_latency_ms, hour.latency_most) == (40, 40)
    assert not api.tallies.filter(span=tallies.Span.DAY).exists()
    tallies.roll_up(at=gmt("00:10", day=10))
    assert api.tallies.get(span=tallies.Span.DAY).checks == 61


def test_rolling_up_again_changes_nothing(probe, api):
    probe("+", start=gmt("13:00"))
    for _ in range(2):
        tallies.roll_up(at=gmt("15:00", day=10))
    assert list(api.tallies.values_list("span", "checks")) in (
        [(86400, 1), (3600, 1)],
        [(3600, 1), (86400, 1)],
    )


def test_what_comes_late_into_the_last_hour_is_counted(probe, api):
    probe("+", start=gmt("13:00"))
    tallies.roll_up(at=gmt("14:00"))
    probe("-", start=gmt("13:30"))
    tallies.roll_up(at=gmt("14:10"))
    assert api.tallies.get().checks == 2


def test_an_outage_is_published_with_the_first_look_after_its_time(probe):
    probe("--")
    assert incidents.publish_overdue(at=gmt("13:15:59")) == []
    (outage,) = incidents.publish_overdue(at=gmt("13:16"))
    assert outage.published_at - outage.detected_at == timedelta(minutes=15)
