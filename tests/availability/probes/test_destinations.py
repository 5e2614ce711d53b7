"""Which hosts are asked, and that the address that was checked is the one that is connected to."""

import socket
import time

import pytest

from availability import probes
from tests.availability.probes.servers import Answering, serving


@pytest.fixture(autouse=True)
def this_machine(settings):
    """Not here, unlike in the other tests."""
    settings.PROBE_PRIVATE_ADDRESSES = False


@pytest.fixture
def names(monkeypatch):
    """What each name resolves to, one answer after the other."""
    told = {}

    def look_up(host, port, *args, **more):
        answers = told[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        family = socket.AF_INET6 if ":" in found[0] else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return told


def measured(url, kind="http", timeout=5.0):
    return probes.measure(probes.Target(code="api", address=url, kind=kind, timeout=timeout))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0.0.0.0", "10.1.2.3", "172.16.0.1",
        "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255",
        "localhost", "[::1]", "[::ffff:127.0.0.1]", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["http", "tcp"])
def test_no_private_address_is_asked_however_it_is_written(host, kind):
    with serving() as port:
        address = f"http://{host}:{port}/" if kind == "http" else f"{host}:{port}"
        assert measured(address, kind).error in ("private address", "name not found")


def test_a_name_that_leads_into_a_private_network_is_not_asked(names):
    names["inside.example"] = [["10.0.0.7"]]
    assert measured("http://inside.example/").error == "private address"


def test_a_name_with_one_private_address_among_others_is_not_asked(names):
    names["both.example"] = [["8.8.8.8", "127.0.0.1"]]
    assert measured("http://both.example/").error == "private address"


def test_a_redirect_into_a_private_network_is_not_followed(settings, names, monkeypatch):
    with serving() as port:
        names["front.example"] = [["127.0.0.1"]]
        names["10.0.0.1"] = [["10.0.0.1"]]
        monkeypatch.setattr(
            "availability.probes.destinations.is_public", lambda address: address == "127.0.0.1"
        )
        assert measured(f"http://front.example:{port}/away").error == "private address"


def test_a_name_that_leads_elsewhere_after_the_check_leads_nowhere(names, monkeypatch):
    """The second answer is never asked for: what was checked is connected to."""
    with serving() as port:
        names["rebinding.example"] = [["127.0.0.1"], ["10.0.0.1"]]
        monkeypatch.setattr(
            "availability.probes.destinations.is_public", lambda address: address == "127.0.0.1"
        )
        assert measured(f"http://rebinding.example:{port}/").error == ""
        assert names["rebinding.example"] == [["10.0.0.1"]]


def test_the_next_address_is_tried_where_one_takes_no_connection(settings, names):
    settings.PROBE_PRIVATE_ADDRESSES = True
    with serving() as port:
        names["two.example"] = [["::1", "127.0.0.1"]]
        assert measured(f"http://two.example:{port}/").error == ""
        assert measured(f"two.example:{port}", "tcp").error == ""


def test_a_name_that_nobody_knows_is_a_failure(monkeypatch):
    def nobody(*args, **more):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert measured("http://nowhere.example/").error == "name not found"


def test_a_resolver_that_hangs_is_left_behind(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: time.sleep(5))
    began = time.monotonic()
    assert measured("http://slow.example/", timeout=0.5).error == "timeout"
    assert time.monotonic() - began < 4


def test_the_server_is_told_the_name_that_was_asked_for(settings, names, monkeypatch):
    settings.PROBE_PRIVATE_ADDRESSES = True
    names["named.example"], heard = [["127.0.0.1"]], []
    monkeypatch.setattr(Answering, "log_request", lambda self, *_: heard.append(self.headers))
    with serving() as port:
        measured(f"http://named.example:{port}/")
    assert heard[0]["Host"] == f"named.example:{port}"
