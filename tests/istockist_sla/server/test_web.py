"""Slow, broken off and huge: what clients may do to the web server."""

import os
import re
import time
from threading import Event

import pytest
from django.utils import timezone

from istockist_sla.server import web as server
from tests.istockist_sla.server.processes import until
from tickets import lifecycle
from tickets.attachments import Upload
from tickets.models import Attachment

UPLOAD = b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000000\r\n\r\n"
MEGABYTE = b"x" * 1024 * 1024


class Clock:
    """The server's clock, which the test moves on."""

    def __init__(self, web):
        self._web, self._ahead = web, 0.0

    def monotonic(self):
        return time.monotonic() + self._ahead

    def later(self, seconds):
        self._ahead += seconds
        self._web.trigger.pull_trigger(lambda: self._web.maintenance(0))


@pytest.fixture
def clock(web, monkeypatch):
    clock = Clock(web)
    monkeypatch.setattr(server, "time", clock)
    return clock


def files_of_bodies():
    """How many files without a name this process holds."""
    links = (os.path.join("/proc/self/fd", name) for name in os.listdir("/proc/self/fd"))
    return sum("(deleted)" in os.readlink(link) for link in links if os.path.lexists(link))


def arrived(web, count):
    """Wait until so many bytes of bodies have come."""
    assert until(lambda: sum(each.unfinished_bytes for each in channels(web)) >= count, 10)


def answered(web):
    """Wait until no thread is busy."""
    assert until(lambda: not any(each.requests for each in channels(web)), 10)


def channels(web):
    return list(web.active_channels.values())


def is_open(connection, web):
    """Whether it still is, a moment after the server has looked at it."""
    time.sleep(0.3)
    return connection.socket.getsockname() in [channel.addr for channel in channels(web)]


@pytest.mark.parametrize("beginning", [b"GET /", UPLOAD])
def test_who_sends_a_byte_now_and_then_is_dropped_after_half_a_minute(
    connect, web, clock, beginning
):
    connection = connect()
    connection.send(beginning)
    assert is_open(connection, web)
    clock.later(25)
    connection.send(b"x")
    assert is_open(connection, web)
    clock.later(10)
    assert connection.is_ended()


def test_who_sends_empty_lines_alone_is_dropped_after_half_a_minute(connect, web, clock):
    connection = connect()
    assert is_open(connection, web)
    clock.later(25)
    connection.send(b"\r\n\r\n")
    assert is_open(connection, web)
    clock.later(10)
    assert connection.is_ended()


def test_an_upload_that_goes_on_has_the_time_that_it_needs(connect, web, clock):
    connection = connect()
    connection.send(UPLOAD + MEGABYTE)
    arrived(web, len(MEGABYTE))
    clock.later(90)
    assert is_open(connection, web)
    clock.later(10)
    assert connection.is_ended()


def test_nothing_is_left_of_an_upload_that_was_too_slow(connect, web, clock):
    before = files_of_bodies()
    connect().send(UPLOAD + MEGABYTE)
    arrived(web, len(MEGABYTE))
    assert files_of_bodies() == before + 1
    clock.later(100)
    assert until(lambda: files_of_bodies() == before, 5)


def test_nothing_is_left_of_an_upload_that_was_broken_off(connect, web):
    before, connection = files_of_bodies(), connect()
    connection.send(UPLOAD + MEGABYTE)
    arrived(web, len(MEGABYTE))
    connection.socket.close()
    assert until(lambda: files_of_bodies() == before, 5)
    assert not channels(web)


def test_of_more_uploads_than_there_is_room_for_the_slowest_is_dropped(
    connect, web, clock, monkeypatch
):
    monkeypatch.setattr(server, "MAX_UNFINISHED_BYTES", 1024 * 1024)
    slow = connect()
    slow.send(UPLOAD + MEGABYTE[:600_000])
    arrived(web, 600_000)
    clock.later(20)
    fast = connect()
    fast.send(UPLOAD + MEGABYTE[:600_000])
    arrived(web, 1_200_000)
    clock.later(1)
    assert slow.is_ended()
    assert is_open(fast, web)


def test_who_does_not_ask_again_is_dropped_after_half_a_minute(connect, web, clock):
    connection = connect()
    connection.request("GET", "/sign-in/")
    assert is_open(connection, web)
    clock.later(25)
    assert is_open(connection, web)
    clock.later(10)
    assert connection.is_ended()


def test_who_waits_for_an_answer_is_not_dropped(connect, clock, monkeypatch):
    asked, release = Event(), Event()

    def slowly(at):
        asked.set()
        release.wait(10)
        return 1 / 0

    monkeypatch.setattr("istockist_sla.core.health.examine", slowly)
    connection = connect()
    connection.send(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert asked.wait(10)
    clock.later(1000)
    time.sleep(0.3)
    release.set()
    assert connection.answer().status == 500


@pytest.mark.django_db(transaction=True)
def test_who_does_not_take_the_answer_is_dropped_and_holds_no_thread(
    connect, web, clock, client, clara, ticket
):
    files = [Upload("big.bin", b"x" * 9_000_000)]
    lifecycle.write(ticket.pk, text="See.", by=clara.user, at=timezone.now(), files=files)
    client.force_login(clara.user, backend="django.contrib.auth.backends.ModelBackend")
    connection, cookie = connect(), client.cookies["sessionid"].value
    head = f"GET /attachments/{Attachment.objects.get().pk}/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    connection.send(f"{head}Cookie: sessionid={cookie}\r\n\r\n".encode())
    assert until(lambda: any(each.total_outbufs_len for each in channels(web)), 10)
    answered(web)
    clock.later(1000)
    assert until(lambda: not channels(web), 5)


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 200000000\r\n\r\n",
        b"Content-Length: 200000000\r\nExpect: 100-continue\r\n\r\n",
        b"Content-Length: 99999999999999999999999999\r\n\r\n",
    ],
)
def test_a_body_that_is_too_large_is_refused_in_plain_words(connect, head):
    connection = connect()
    connection.send(b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\n" + head)
    answer = connection.answer()
    assert (answer.status, answer.headers["Connection"]) == (413, "close")
    assert re.search(rb"larger than 101 MB.*Nothing of it was kept.*smaller files", answer.body)


def test_who_still_sends_what_is_refused_reads_why(connect):
    connection = connect()
    connection.send(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 200000000\r\n\r\n")
    for _ in range(20):
        connection.send(MEGABYTE)
    assert connection.answer().status == 413


def test_who_never_stops_sending_what_is_refused_is_dropped(connect, web, clock):
    connection = connect()
    connection.send(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 200000000\r\n\r\n")
    assert connection.answer().status == 413
    connection.send(b"x")
    assert is_open(connection, web)
    clock.later(31)
    assert until(lambda: not channels(web), 5)


def test_a_body_in_chunks_without_an_end_is_refused(connect, web):
    web.adj.max_request_body_size = 2 * 1024 * 1024
    connection = connect()
    connection.send(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(3):
        connection.send(b"100000\r\n" + MEGABYTE + b"\r\n")
    assert connection.answer().status == 413


def test_a_body_in_chunks_is_one_request(connect):
    connection = connect()
    connection.send(
        b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"5\r\nlogin\r\n2\r\n=a\r\n0\r\n\r\n"
    )
    assert connection.answer().status == 403
    assert connection.request("GET", "/sign-in/").status == 200


def test_a_length_that_is_too_short_makes_no_second_request(connect):
    connection = connect()
    head = b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\n"
    connection.send(head + b"login=a&more=x\r\n\r\n")
    assert connection.answer().status == 403
    assert connection.answer().status == 400
    assert connection.is_ended()


def test_who_waits_to_be_told_to_go_on_is_told(connect):
    connection = connect()
    head = b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 7\r\n"
    connection.send(head + b"Expect: 100-continue\r\n\r\n")
    assert connection.answer().status == 100
    connection.send(b"login=a")
    assert connection.answer().status == 403


def test_headers_without_an_end_are_refused(connect):
    connection = connect()
    connection.send(b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 15_000)
    assert connection.answer().status == 431
