"""HEAD through the shipped server: what follows on the connection is the next answer."""

import pytest
from django.utils import timezone

from tickets import lifecycle
from tickets.attachments import Upload
from tickets.models import Attachment

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def signed_in(client, clara):
    client.force_login(clara.user, backend=BACKEND)
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}


@pytest.fixture
def attachment_path(ticket, clara):
    files = [Upload("log.txt", b"line\n" * 1000)]
    lifecycle.write(ticket.pk, text="See.", by=clara.user, at=timezone.now(), files=files)
    return f"/attachments/{Attachment.objects.get().pk}/"


def both(connection, path, **headers):
    return [connection.request(method, path, **headers) for method in ("HEAD", "GET")]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sign-in/", 200),
        ("/static/css/base.css", 200),
        ("/nowhere", 404),
        ("/tickets/", 302),
        ("/healthz", 503),
        ("/status/status.json", 200),
    ],
)
def test_the_next_answer_follows_at_once(connect, path, status):
    head, got = both(connect(), path)
    assert (head.status, got.status) == (status, status)
    assert head.headers.keys() == got.headers.keys()
    assert head.headers["Content-Length"] == got.headers["Content-Length"] == str(len(got.body))


@pytest.mark.django_db(transaction=True)
def test_the_length_of_an_attachment_is_told_without_it(connect, signed_in, attachment_path):
    head, got = both(connect(), attachment_path, **signed_in)
    assert (head.status, head.headers["Content-Length"], len(got.body)) == (200, "5000", 5000)


def test_a_compressed_page_has_no_body_either(connect):
    head, got = both(connect(), "/sign-in/", **{"Accept-Encoding": "gzip"})
    assert (head.headers["Content-Encoding"], got.body[:2]) == ("gzip", b"\x1f\x8b")


def test_a_name_that_is_not_ours_is_refused_without_a_body(connect):
    head, got = both(connect(), "/", Host="elsewhere.example")
    assert (head.status, got.status) == (400, 400)


def test_a_page_that_fails_is_told_without_a_body(connect, monkeypatch):
    monkeypatch.setattr("istockist_sla.core.health.examine", lambda at: 1 / 0)
    head, got = both(connect(), "/healthz")
    assert (head.status, got.status) == (500, 500)


def test_what_the_server_itself_refuses_has_no_body(connect):
    connection = connect()
    connection.send(b"HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: gzip\r\n\r\n")
    assert connection.answer("HEAD").status == 501
    assert connection.is_ended()
