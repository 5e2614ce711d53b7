"""Who asked, from where and over what: believed of the proxy alone, and only where there is one."""

import pytest
from django.http import HttpRequest

from istockist_sla import views
from istockist_sla.core.client_address import client_address

FORGED = {
    "X-Forwarded-For": "192.0.2.66, 198.51.100.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "444",
    "X-Forwarded-By": "203.0.113.1",
    "Forwarded": "for=192.0.2.66;proto=https;host=evil.example",
}


@pytest.fixture
def seen(monkeypatch):
    """The requests as pages see them."""
    requests: list[HttpRequest] = []
    is_operator = views._is_operator

    def noted(request, found):
        requests.append(request)
        return is_operator(request, found)

    monkeypatch.setattr(views, "_is_operator", noted)
    return requests


@pytest.fixture
def behind_proxy(settings):
    settings.BEHIND_PROXY = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


def asked(connect, seen):
    assert connect().request("GET", "/healthz", **FORGED).status == 503
    return seen[0]


def test_without_a_proxy_nothing_of_it_is_believed(connect, seen):
    request = asked(connect, seen)
    assert client_address(request) == request.META["REMOTE_ADDR"] == "127.0.0.1"
    assert request.scheme == "http"
    assert request.get_host() == f"127.0.0.1:{request.META['SERVER_PORT']}"
    assert not [name for name in request.META if "FORWARDED" in name]


def test_the_proxy_says_who_asked_and_over_what(behind_proxy, connect, seen):
    request = asked(connect, seen)
    assert client_address(request) == request.META["REMOTE_ADDR"] == "198.51.100.9"
    assert request.is_secure()


def test_the_proxy_does_not_say_which_host_was_asked(behind_proxy, connect, seen):
    request = asked(connect, seen)
    assert request.get_host().startswith("127.0.0.1:")
    assert "HTTP_X_FORWARDED_HOST" not in request.META


def test_a_request_past_the_proxy_says_nothing(behind_proxy, connect, web, seen, monkeypatch):
    monkeypatch.setattr(web, "fix_addr", lambda addr: ("203.0.113.7", addr[1]))
    request = asked(connect, seen)
    assert (client_address(request), request.scheme) == ("203.0.113.7", "http")


def test_what_makes_no_sense_is_refused_without_a_body_to_head(behind_proxy, connect):
    connection = connect()
    head = connection.request("HEAD", "/healthz", **{"X-Forwarded-Proto": "gopher"})
    assert (head.status, connection.request("GET", "/sign-in/").status) == (400, 200)
