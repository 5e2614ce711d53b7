"""Components in the desk: by System administrators, with clear words where something is wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone

from availability import catalogue, incidents, probes
from availability.models import CauseStatement, Component, Exclusion, Outage, Probe
from availability.probes import places
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
LIST = "/desk/availability/component/"
NEW = {"code": "database", "name": "Database", "layer": "system", "order": "9"}
HTTP = {
    "kind": "http",
    "address": "https://api.example.com/health",
    "status": "200",
    "max_seconds": "10",
}


@pytest.fixture
def desk(client, sys):
    client.force_login(sys, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def set_probe(desk, api):
    def answered(**given):
        return desk.post(f"{LIST}{api.pk}/steps/probe/", {**HTTP, **given})

    return answered


def test_a_component_is_added(desk, api):
    response = desk.post(f"{LIST}add/", NEW)
    database = Component.objects.get(code="database")
    assert response.url == f"{LIST}{database.pk}/change/"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"code": "api"}, "Another component has this code."),
        ({"code": "no spaces"}, "Enter a valid"),
        ({"code": "x" * 21}, "at most 20"),
        ({"order": "-1"}, "greater than or equal to 0"),
        ({"order": "1e9"}, "whole number"),
        ({"layer": "cellar"}, "not one of the available choices"),
        ({"depends_on": "999999999999999999999"}, "is not a valid value"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(desk, given, words):
    html = desk.post(f"{LIST}add/", {**NEW, **given}).content.decode()
    assert words.replace("'", "&#x27;") in html
    assert 'value="Database"' in html
    assert Component.objects.count() == 4


def test_it_is_revised_with_what_stood_there_before(desk, api):
    page = desk.get(f"{LIST}{api.pk}/steps/revise/").content.decode()
    assert 'value="What your systems call"' in page
    desk.post(
        f"{LIST}{api.pk}/steps/revise/", {"name": "Our API", "layer": "application", "order": "0"}
    )
    api.refresh_from_db()
    assert (api.name, api.code, api.description) == ("Our API", "api", "")


def test_a_probe_is_set(set_probe, api):
    set_probe(text="is well", slow_ms="500")
    probe = Probe.objects.get(component=api)
    assert (probe.address, probe.text, probe.slow_ms) == (HTTP["address"], "is well", 500)
    assert [each.code for each in probes.targets()] == ["api"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"address": "api.example.com"}, "Write a web address"),
        ({"address": "ftp://api.example.com/"}, "Write a web address"),
        ({"address": "https://"}, "Write a web address"),
        ({"address": "https://a:99999/"}, "Write a web address"),
        ({"address": "https://name:word@api.example.com/"}, "without a name and a password"),
        ({"address": "http://127.0.0.1/"}, "Private addresses"),
        ({"address": "http://[::1]/"}, "Private addresses"),
        ({"kind": "tcp"}, "Write a host and a port"),
        ({"kind": "tcp", "address": "10.0.0.1:5432"}, "Private addresses"),
        ({"kind": "tls", "address": "api.example.com"}, "Write a host and a port"),
        ({"kind": "tls", "address": "api.example.com:99999"}, "Write a host and a port"),
        ({"kind": "ping"}, "Select a valid choice"),
        ({"status": "99"}, "greater than or equal to 100"),
        ({"status": ""}, "required"),
        ({"max_seconds": "31"}, "less than or equal to 30"),
        ({"max_seconds": "0"}, "greater than or equal to 1"),
        ({"slow_ms": "10000"}, "not below the maximum time"),
    ],
)
def test_a_probe_that_makes_no_sense_is_refused_in_words(set_probe, given, words):
    html = set_probe(**given).content.decode()
    assert words in html
    assert not Probe.objects.exists()


def test_the_form_begins_with_what_the_settings_say(desk, api, settings):
    settings.PROBES = {"api": "https://first.example/"}
    assert "https://first.example/" in desk.get(f"{LIST}{api.pk}/steps/probe/").content.decode()


def test_a_stopped_probe_measures_nothing_although_the_settings_name_an_address(
    desk, set_probe, api, settings
):
    settings.PROBES = {"api": "https://first.example/"}
    set_probe()
    desk.post(f"{LIST}{api.pk}/steps/stop/")
    assert probes.targets() == []


def test_another_component_is_let_decide(desk, ordering):
    desk.post(f"{LIST}{ordering.pk}/steps/decide/")
    assert Component.objects.contractual() == ordering


def test_the_mark_of_a_measured_component_is_not_taken(desk, probe, ordering):
    probe("+")
    html = desk.post(f"{LIST}{ordering.pk}/steps/decide/").content.decode()
    assert "has been measured since" in html
    assert Component.objects.contractual().code == "api"


@pytest.mark.parametrize("step", ["revise", "probe", "stop", "decide"])
def test_a_colleague_without_the_permission_changes_nothing(client, aoife, api, step):
    client.force_login(aoife, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"{LIST}{api.pk}/steps/{step}/", HTTP).status_code == 403


def test_the_page_shows_what_was_seen_from_a_second_place(desk, api):
    report = places.Report(
        "Frankfurt", int(gmt("13:00").timestamp()), (places.PlaceResult("api", None, "timeout"),)
    )
    places.receive(report, at=gmt("13:00"))
    assert "Frankfurt" in desk.get(f"{LIST}{api.pk}/change/").content.decode()


@pytest.fixture
def seen_elsewhere(probe):
    """The page of an outage of three minutes in which the API answered Frankfurt once of twice."""
    probe("--")
    for minute, result in ((1, (90, "")), (2, (None, "timeout"))):
        at = gmt(f"13:0{minute}")
        checks = (places.PlaceResult("api", *result),)
        places.receive(places.Report("Frankfurt", int(at.timestamp()), checks), at=at)
    probe("++", start=gmt("13:03"))
    return f"/desk/availability/outage/{Outage.objects.get().pk}"


def test_an_outage_shows_what_was_seen_from_a_second_place(desk, seen_elsewhere):
    assert "Frankfurt" in desk.get(f"{seen_elsewhere}/change/").content.decode()


WORDS = (
    "Frankfurt: the API answered 1 of 2 times "
    "from Tue 9 June, 13:01:00 GMT to Tue 9 June, 13:02:00 GMT (timeout)."
)


@pytest.fixture
def manager(client, niamh):
    client.force_login(niamh, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_what_was_seen_there_is_evidence_of_a_cause_by_one_click(manager, seen_elsewhere):
    given = {"cause": "external_network", "uses_second_place": "on"}
    manager.post(f"{seen_elsewhere}/steps/cause/", given)
    assert CauseStatement.objects.get().evidence == WORDS


def test_it_stands_below_what_was_written(manager, seen_elsewhere):
    given = {"cause": "external_network", "evidence": "Ticket 7", "uses_second_place": "on"}
    manager.post(f"{seen_elsewhere}/steps/cause/", given)
    assert CauseStatement.objects.get().evidence == f"Ticket 7\n\n{WORDS}"


def test_it_is_evidence_of_an_exclusion_too(manager, seen_elsewhere, api):
    given = {
        "components": [api.pk],
        "cause": "external_network",
        "starts_at": "2026-06-09 13:00:00",
        "ends_at": "2026-06-09 13:03:00",
        "uses_second_place": "on",
    }
    manager.post(f"{seen_elsewhere}/steps/exclude/", given)
    assert Exclusion.objects.get().evidence == WORDS


@pytest.mark.parametrize("evidence", ["", "x" * 1_990])
def test_without_words_or_with_too_many_nothing_is_stated(manager, seen_elsewhere, evidence):
    given = {"cause": "external_network", "evidence": evidence}
    given |= {"uses_second_place": "on"} if evidence else {}
    assert "evidence" in manager.post(f"{seen_elsewhere}/steps/cause/", given).content.decode()
    assert not CauseStatement.objects.exists()


def test_where_nobody_else_asked_nothing_is_offered(manager, probe):
    probe("--++")
    page = manager.get(f"/manager/availability/outage/{Outage.objects.get().pk}/steps/cause/")
    assert "second place" not in page.content.decode()
    assert "(optional)" not in page.content.decode()


def test_a_certificate_that_ends_soon_is_told_on_the_first_page(desk, api, settings):
    settings.PROBES = {"api": "https://api.example.com/"}
    ends = timezone.now() + timedelta(days=20, hours=1)
    Component.objects.filter(pk=api.pk).update(certificate_ends_at=ends)
    html = desk.get("/desk/").content.decode()
    assert "The certificate of the API ends in 20\xa0days" in html


def test_one_that_lasts_is_not_told(desk, api, settings):
    settings.PROBES = {"api": "https://api.example.com/"}
    ends = timezone.now() + timedelta(days=22)
    Component.objects.filter(pk=api.pk).update(certificate_ends_at=ends)
    assert "certificate of the API" not in desk.get("/desk/").content.decode()


def test_it_is_told_on_the_first_page_that_nothing_is_measured(desk, api, settings):
    settings.PROBES = {"api": "https://api.example.com/"}
    probes.record(api, probes.Result(40), at=timezone.now() - timedelta(minutes=6))
    assert "Nothing is measured since" in desk.get("/desk/").content.decode()


def test_the_first_page_says_the_sentence_of_the_status_page(desk, api, sys):
    for component in Component.objects.all():
        probes.record(component, probes.Result(40), at=timezone.now())
    assert "Status page" not in desk.get("/desk/").content.decode()
    began = timezone.now() - timedelta(minutes=5)
    at = {"by": sys, "at": began}
    incidents.declare(title="x", impacts={api: "degraded"}, started_at=began, **at)
    assert "The API is degraded." in desk.get("/desk/").content.decode()


def test_what_was_set_is_told_on_the_component(desk, api, sys):
    catalogue.set_probe(
        api, kind="http", address="https://x.example/", text="well", slow_ms=900, by=sys,
        at=gmt("13:00"),
    )  # fmt: skip
    html = desk.get(f"{LIST}{api.pk}/change/").content.decode()
    assert "https://x.example/" in html
    assert "status 200, with “well”" in html
    assert "degraded from 900 ms" in html


def test_the_usual_systems_are_offered_until_an_application_rests_on_them(desk, api):
    address = f"{LIST}{api.pk}/steps/rest/"
    assert address in desk.get(f"{LIST}{api.pk}/change/").content.decode()
    desk.post(address)
    assert address not in desk.get(f"{LIST}{api.pk}/change/").content.decode()
    assert Component.objects.filter(layer="system").count() == 3
