"""The second place at work, against a real portal and a real server."""

from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from availability.models import PlaceCheck
from availability.probes import agent, places, signing
from availability.probes.targets import Target

KEY = "a key that both sides know, and nobody else"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def portal(live_server, settings, server):
    settings.PROBE_AGENT_KEY, settings.PORTAL_URL = KEY, live_server.url
    settings.PROBES = {"api": server, "ordering": f"{server}/broken"}
    return live_server.url


def test_the_command_learns_what_to_ask_and_reports_it(portal, capsys):
    call_command("probe_agent", "Frankfurt", once=True)
    assert "2 measured and reported" in capsys.readouterr().out
    assert set(PlaceCheck.objects.values_list("component__code", "error")) == {
        ("api", ""),
        ("ordering", "status 503"),
    }


def test_a_key_that_differs_is_told(portal, settings, monkeypatch):
    wrong = SimpleNamespace(HEADER=signing.HEADER, signature_of=lambda body, *, key: "0" * 64)
    monkeypatch.setattr(agent, "signing", wrong)
    with pytest.raises(CommandError, match="403"):
        call_command("probe_agent", "Frankfurt", once=True)


def test_a_portal_that_is_away_is_told(settings):
    settings.PROBE_AGENT_KEY, settings.PORTAL_URL = KEY, "http://127.0.0.1:1"
    with pytest.raises(CommandError, match="ConnectError"):
        call_command("probe_agent", "Frankfurt", once=True)


def test_without_a_key_it_says_so(settings):
    settings.PROBE_AGENT_KEY = ""
    with pytest.raises(CommandError, match="PROBE_AGENT_KEY"):
        call_command("probe_agent", "Frankfurt", once=True)


TARGET = places.as_json(Target(code="api", address="https://api.example.com/"))


@pytest.mark.parametrize(
    "told",
    [None, [], {}, {**TARGET, "code": 1}, {**TARGET, "kind": "ping"}, {**TARGET, "timeout": "1"}],
)
def test_what_is_no_target_is_refused(told):
    with pytest.raises(ValueError, match="something else"):
        places.target_of(told)
