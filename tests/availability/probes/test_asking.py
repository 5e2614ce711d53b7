"""What is said of the answers of real servers, and how long that takes at most."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from availability import probes
from availability.probes import asking
from availability.probes.targets import Result
from tests.availability.probes import servers
from tests.availability.probes.servers import free_port, rude, serving

SHORTLY = 0.6
# On a slow machine a round also takes the time of its own preparations.
PATIENCE = 3.0


def measured(url, timeout=10.0, **more):
    return probes.measure(probes.Target(code="api", address=url, timeout=timeout, **more))


def test_an_answer_as_expected_is_up_with_its_latency(server):
    result = measured(server)
    assert result.error == ""
    assert result.latency_ms >= 0


def test_another_status_is_a_failure_that_names_it(server):
    assert measured(f"{server}/broken").error == "status 503"


def test_the_expected_status_may_be_another(server):
    assert measured(f"{server}/broken", status=503).error == ""


def test_a_redirect_is_followed(server):
    assert measured(f"{server}/moved").error == ""


def test_a_redirect_that_is_expected_is_not_followed(server):
    assert measured(f"{server}/circle", status=302).error == ""


def test_redirects_in_a_circle_are_a_failure(server):
    assert measured(f"{server}/circle").error == "too many redirects"


def test_the_expected_text_is_found(server):
    assert measured(server, text="is well").error == ""


def test_another_text_is_a_failure(server):
    assert measured(server, text="is not well").error == "text not found"


def test_an_answer_of_more_than_a_megabyte_is_a_failure(server):
    assert measured(f"{server}/long").error == "answer too long"


def test_nobody_listening_is_a_failure():
    assert measured(f"http://127.0.0.1:{free_port()}/").error == "no connection"


@pytest.mark.parametrize(
    "url",
    ["nonsense", "ftp://127.0.0.1/", "http://", "http://[/", "http://a b/", "http://x" * 999, ""],
)
def test_an_address_that_makes_no_sense_is_a_failure_and_no_crash(url):
    assert measured(url).error


RUDE = {
    servers.hangs: "timeout",
    servers.drips: "timeout",
    servers.drips_endless_headers: "timeout",
    servers.drips_a_body: "timeout",
    servers.promises_for_ever: "timeout",
    servers.sends_endless_headers: "RemoteProtocolError",
    servers.sends_an_endless_body: "answer too long",
    servers.hangs_up: "RemoteProtocolError",
    servers.speaks_no_http: "RemoteProtocolError",
}


@pytest.mark.parametrize(
    ("behaviour", "error"), RUDE.items(), ids=lambda each: getattr(each, "__name__", "")
)
def test_each_kind_of_bad_server_is_a_failure_in_time(behaviour, error):
    timeout = SHORTLY if error == "timeout" else 10.0
    with rude(behaviour) as server:
        began = time.monotonic()
        assert measured(server.url, timeout=timeout).error == error
        assert time.monotonic() - began < timeout + PATIENCE


@pytest.mark.parametrize("behaviour", [servers.hangs, servers.drips, servers.drips_a_body])
def test_what_is_cut_off_holds_no_connection(behaviour):
    with rude(behaviour) as server:
        measured(server.url, timeout=SHORTLY)
        ends = time.monotonic() + PATIENCE
        while server.open and time.monotonic() < ends:
            time.sleep(0.01)
        assert server.open == 0


def test_the_others_of_a_round_do_not_wait_for_a_stuck_one(server):
    with rude(servers.hangs) as stuck:
        targets = [
            probes.Target(code="stuck", address=stuck.url, timeout=1.5),
            probes.Target(code="api", address=server),
        ]
        cut, answered = probes.ask_all(targets)
    assert (cut.error, answered.error) == ("timeout", "")
    assert answered.latency_ms < 1500


def test_a_round_ends_although_an_exchange_cannot_be_cut_off(monkeypatch, server):
    """What blocks the whole thread is left behind with it."""
    blocked = threading.Event()

    async def block(target, tls):
        blocked.wait(10)

    monkeypatch.setattr(asking, "exchange", block)
    monkeypatch.setattr(asking, "GRACE", 0.2)
    assert measured(server, timeout=0.2) == Result(None, "timeout")
    blocked.set()


def test_an_open_port_is_up(server):
    assert measured(server.removeprefix("http://"), kind="tcp").error == ""


def test_a_closed_port_is_a_failure():
    assert measured(f"127.0.0.1:{free_port()}", kind="tcp").error == "no connection"


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.1:0", "127.0.0.1:http", ":80", "a/b:1"])
def test_a_port_that_makes_no_sense_is_a_failure(address):
    assert measured(address, kind="tcp").error == "ValueError"


@pytest.fixture
def https(tmp_path, monkeypatch):
    """Serves with a certificate that ends so long from now, of an authority that is trusted."""

    def started(ends_in, name="localhost"):
        context, authority = servers.certificate(tmp_path, ends_in=ends_in, name=name)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        return serving(tls=context)

    return started


@pytest.mark.parametrize("kind", ["http", "tls"])
def test_the_end_of_a_certificate_is_seen(https, kind):
    with https(timedelta(days=30)) as port:
        prefix = "https://" if kind == "http" else ""
        result = measured(f"{prefix}localhost:{port}", kind=kind)
    assert result.error == ""
    assert abs(result.certificate_ends_at - datetime.now(UTC) - timedelta(days=30)) < timedelta(
        minutes=5
    )


@pytest.mark.parametrize("address", ["https://localhost:{}/", "localhost:{}"])
def test_a_certificate_that_has_ended_is_a_failure(https, address):
    with https(-timedelta(days=1)) as port:
        kind = "http" if "//" in address else "tls"
        assert measured(address.format(port), kind=kind).error == "certificate has expired"


def test_the_certificate_of_another_host_is_a_failure(https):
    with https(timedelta(days=30), name="other.example") as port:
        assert "ostname mismatch" in measured(f"https://localhost:{port}/").error


def test_a_certificate_that_nobody_trusts_is_a_failure(tmp_path):
    context, _ = servers.certificate(tmp_path, ends_in=timedelta(days=30))
    with serving(tls=context) as port:
        assert "certificate" in measured(f"https://localhost:{port}/").error


def test_a_server_without_tls_is_a_failure(server):
    assert measured(server.replace("http:", "https:")).error == "no TLS"
