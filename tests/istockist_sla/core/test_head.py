"""Answers to HEAD, of any application."""

from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from istockist_sla.core.head import bodiless_head

TEXT = ("Content-Type", "text/plain")


class Stream:
    """A body whose length nobody knows, which is closed in the end."""

    closed = False

    def __iter__(self):
        yield from (b"one", b"two")

    def close(self):
        self.closed = True


def asked(method, application):
    """Status, headers and body, with every rule of WSGI held."""
    environ = {"REQUEST_METHOD": method, "QUERY_STRING": ""}
    setup_testing_defaults(environ)
    told = []
    answer = validator(bodiless_head(validator(application)))(
        environ, lambda status, headers, *rest: told.append((status, dict(headers))) or print
    )
    body = b"".join(answer)
    answer.close()
    return (*told[-1], body)


def streaming(stream, *headers):
    def application(environ, start_response):
        start_response("200 OK", [TEXT, *headers])
        return stream

    return application


def test_get_is_answered_as_ever():
    assert asked("GET", streaming(Stream()))[2] == b"onetwo"


def test_a_stream_is_counted():
    assert asked("HEAD", streaming(Stream())) == (
        "200 OK",
        {"Content-Type": "text/plain", "Content-Length": "6"},
        b"",
    )


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_stream_is_closed(method):
    stream = Stream()
    asked(method, streaming(stream))
    assert stream.closed


def test_a_known_length_is_told_and_nothing_read():
    def unread():
        yield b""
        raise AssertionError

    assert asked("HEAD", streaming(unread(), ("content-length", "6")))[1]["content-length"] == "6"


def test_what_begins_late_is_answered_too():
    def application(environ, start_response):
        start_response("404 Not Found", [TEXT])
        yield b"gone"

    assert asked("HEAD", application)[1]["Content-Length"] == "4"


def test_what_is_written_counts():
    def application(environ, start_response):
        start_response("200 OK", [TEXT])(b"one")
        return [b"two"]

    assert asked("HEAD", application)[1]["Content-Length"] == "6"


def test_an_answer_that_never_has_a_body_gets_no_length():
    def application(environ, start_response):
        start_response("304 Not Modified", [])
        return []

    assert asked("HEAD", application) == ("304 Not Modified", {}, b"")
