"""Measuring against a real server, and what a result is worth."""

import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from availability import probes
from availability.models import Measurement
from tests.availability.instants import gmt


class Answering(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/slow":
            time.sleep(1)
        status = 503 if self.path == "/broken" else 302 if self.path == "/moved" else 200
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        """Keep the test's output quiet."""


@contextmanager
def serving(port=0):
    server = ThreadingHTTPServer(("127.0.0.1", port), Answering)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def server():
    with serving() as port:
        yield f"http://127.0.0.1:{port}"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(autouse=True)
def this_machine(settings):
    settings.PROBE_PRIVATE_ADDRESSES = True


def measured(url, timeout=5.0):
    return probes.measure(probes.Target(code="api", address=url, timeout=timeout))


def test_an_answer_as_expected_is_up_with_its_latency(server):
    result = measured(server)
    assert result.error == ""
    assert result.latency_ms >= 0


def test_another_status_is_a_failure_that_names_it(server):
    assert measured(f"{server}/broken").error == "status 503"


def test_a_redirect_is_followed(server):
    assert measured(f"{server}/moved").error == ""


def test_no_answer_in_time_is_a_failure(server):
    assert measured(f"{server}/slow", timeout=0.2).error == "timeout"


def test_nobody_listening_is_a_failure():
    assert measured(f"http://127.0.0.1:{free_port()}/").error == "no connection"


@pytest.mark.parametrize(
    "url", ["nonsense", "ftp://127.0.0.1/", "http://", "http://[/", "http://a b/"]
)
def test_an_address_that_makes_no_sense_is_a_failure_and_no_crash(url):
    assert measured(url).error


def test_a_server_that_speaks_no_http_is_a_failure():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def rude():
            connection, _ = listener.accept()
            connection.recv(1000)
            connection.sendall(b"\x00\xff nonsense\r\n\r\n")
            connection.close()

        thread = threading.Thread(target=rude)
        thread.start()
        result = measured(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join()
    assert result.error == "RemoteProtocolError"


@pytest.mark.django_db
def test_only_components_with_an_address_are_measured(settings):
    settings.PROBES = {"api": "http://127.0.0.1:1/", "reports": ""}
    assert [target.code for target in probes.targets()] == ["api"]


@pytest.mark.django_db
def test_every_target_is_measured_as_of_the_same_instant(settings, server):
    settings.PROBES = {"api": server, "ordering": f"{server}/broken", "unknown": server}
    assert probes.probe_all(at=gmt("13:00:07")) == 2
    assert set(Measurement.objects.values_list("component__code", "ok", "error")) == {
        ("api", True, ""),
        ("ordering", False, "status 503"),
    }
    assert {check.at for check in Measurement.objects.all()} == {gmt("13:00:07")}


@pytest.mark.django_db
def test_without_an_address_nothing_is_measured(settings):
    settings.PROBES = {"api": ""}
    assert probes.probe_all(at=gmt("13:00")) == 0
