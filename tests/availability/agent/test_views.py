"""What a second place sends: signed, of now, once; and what it is told to ask."""

import json
from datetime import timedelta

import pytest
import time_machine

from availability.models import Interruption, Measurement, PlaceCheck, PlaceRound
from availability.probes import places, signing
from availability.probes.targets import Result, Target
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
KEY = "a key that both sides know, and nobody else"
NOW = gmt("13:00")
ADDRESS = "/probes/reports/"
API = Target(code="api", address="https://api.example.com/")


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def key(settings):
    settings.PROBE_AGENT_KEY = KEY
    settings.PROBES = {"api": API.address}


@pytest.fixture
def send(client):
    def sent(body, signature=None):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        signature = signing.signature_of(body, key=KEY) if signature is None else signature
        return client.post(
            ADDRESS, body, content_type="application/json", headers={signing.HEADER: signature}
        )

    return sent


def report(at=NOW, place="Frankfurt", target=API):
    return places.write(place, at, [target], [Result(None, "timeout")])


def test_a_report_is_kept_as_evidence(send, api):
    assert send(report()).status_code == 200
    check = PlaceCheck.objects.get()
    assert (check.component, check.ok, check.error, check.at) == (api, False, "timeout", NOW)
    assert check.round.place == "Frankfurt"


def test_it_is_told_what_to_ask_next(send):
    told = send(report()).json()["targets"]
    assert [places.target_of(each) for each in told] == [API]


def test_it_decides_nothing(send):
    for minute in range(3):
        send(report(at=NOW + timedelta(minutes=minute)))
    assert PlaceRound.objects.count() == 3
    assert not Measurement.objects.exists()
    assert not Interruption.objects.exists()


@pytest.mark.parametrize("signature", ["", "0" * 64, "é", "x" * 5000])
def test_another_signature_is_refused(send, signature):
    assert send(report(), signature).status_code == 403
    assert not PlaceRound.objects.exists()


def test_a_body_that_was_changed_is_refused(send):
    body = report()
    signature = signing.signature_of(body, key=KEY)
    assert send(body.replace(b"timeout", b""), signature).status_code == 403


def test_the_same_report_is_heard_once(send):
    send(report())
    assert send(report()).status_code == 409
    assert PlaceCheck.objects.count() == 1


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_report_of_another_time_is_refused(send, minutes):
    assert send(report(at=NOW + timedelta(minutes=minutes))).status_code == 400


@pytest.mark.parametrize("minutes", [-4, 4])
def test_a_clock_that_is_a_little_wrong_is_heard(send, minutes):
    assert send(report(at=NOW + timedelta(minutes=minutes))).status_code == 200


SECOND = int(NOW.timestamp())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[" * 100_000,
        b"null",
        {},
        {"place": "", "second": SECOND, "results": []},
        {"place": "a\x00", "second": SECOND, "results": []},
        {"place": "x" * 41, "second": SECOND, "results": []},
        {"place": 1, "second": SECOND, "results": []},
        {"place": "a", "second": str(SECOND), "results": []},
        {"place": "a", "second": True, "results": []},
        {"place": "a", "second": 10**30, "results": []},
        {"place": "a", "second": -1, "results": []},
        {"place": "a", "second": SECOND, "results": 7},
        {"place": "a", "second": SECOND, "results": [7]},
        {"place": "a", "second": SECOND, "results": [{"code": "api"}]},
        {"place": "a", "second": SECOND, "results": [{"code": "", "error": "", "latency_ms": -1}]},
        {"place": "a", "second": SECOND, "results": [{"code": [], "error": "", "latency_ms": 1}]},
    ],
)  # fmt: skip
def test_what_is_no_report_is_refused_in_words(send, body):
    response = send(body)
    assert response.status_code == 400
    assert response.json()["error"]


@pytest.mark.parametrize("error", ["x" * 500, "a\x00b", "\ud800", "✗"])
def test_an_odd_reason_is_kept_as_far_as_it_can_be(send, error):
    found = {"code": "api", "error": error, "latency_ms": None}
    assert send({"place": "a", "second": SECOND, "results": [found]}).status_code == 200
    assert PlaceCheck.objects.get().error


def test_a_component_that_is_not_known_is_left_out(send):
    assert send(report(target=Target(code="old", address="x"))).status_code == 200
    assert not PlaceCheck.objects.exists()


def test_a_component_that_is_named_twice_counts_once(send):
    body = places.write("a", NOW, [API, API], [Result(1), Result(2)])
    assert send(body).status_code == 200
    assert PlaceCheck.objects.get().latency_ms == 2


def test_a_report_that_is_too_long_is_refused(send):
    assert send(b" " * 300_000).status_code == 413


def test_without_a_key_there_is_no_such_address(send, settings):
    settings.PROBE_AGENT_KEY = ""
    assert send(report()).status_code == 404


def test_it_is_not_read(client):
    assert client.get(ADDRESS).status_code == 405
