"""Pages that say what could not be done: in the one frame, with a way on."""

import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import RequestFactory

from istockist_sla import views
from istockist_sla.server.web import TooLarge
from tests.tickets.portal.conftest import BACKEND


@pytest.fixture
def clara_in(client, clara):
    client.force_login(clara.user, BACKEND)
    return client


def answer_to(error):
    """Of a process that may not ask the database: these tests have none."""
    try:
        raise error
    except type(error):
        return views.server_error(RequestFactory().get("/"))


def assert_is_a_page(text, heading):
    assert text.count("<h1>") == text.count('<html lang="en"') == text.count("<title>") == 1
    assert f"<h1>{heading}</h1>" in text
    assert f"<title>{heading} · iStockist Support</title>" in text
    assert '<meta name="description"' in text
    assert 'class="button button-main"' in text


@pytest.mark.parametrize(
    ("status", "heading"),
    [
        (400, "This request could not be read"),
        (403, "This page is not for your account"),
        (404, "There is no such page"),
        (429, "Too often, too fast"),
    ],
)
def test_what_was_asked_wrongly_keeps_the_navigation(clara, rf, status, heading):
    request = rf.get("/")
    request.user = clara.user
    text = render_to_string(f"{status}.html", request=request)
    assert_is_a_page(text, heading)
    for address in ("/", "/tickets/", "/service-level/", "/company/", "/status/"):
        assert f'href="{address}"' in text


def test_who_is_signed_out_is_led_to_sign_in(client, db):
    text = client.get("/nowhere/").text
    assert 'href="/sign-in/"' in text
    assert 'href="/tickets/"' not in text


def test_staff_are_led_back_to_the_desk(client, aoife):
    client.force_login(aoife)
    answer = client.get("/desk/nowhere/")
    assert answer.status_code == 404
    assert 'href="/desk/"' in answer.text


def test_a_client_without_the_page_reads_where_to_look(clara_in):
    answer = clara_in.get("/tickets/4131/")
    assert answer.status_code == 404
    assert "Look for a ticket by its number" in answer.text


def test_a_failure_needs_no_database(settings):
    settings.SUPPORT_ADDRESS = "help@istockist.example"
    answer = answer_to(KeyError("x"))
    assert answer.status_code == 500
    assert_is_a_page(answer.text, "Something failed on our side")
    assert "mailto:help@istockist.example" in answer.text
    assert 'href="/status/"' in answer.text


def test_a_database_that_is_away_is_told_as_such():
    answer = answer_to(OperationalError("no connection"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer["Cache-Control"] == "no-store"
    assert_is_a_page(answer.text, "The portal cannot answer now")


def test_the_site_answers_so_to_what_a_page_raises(client, monkeypatch, db):
    client.raise_request_exception = False
    monkeypatch.setattr("tickets.portal.views.readings._register", lambda *_: 1 / 0)
    answer = client.get("/readings/")
    assert answer.status_code == 500
    assert "Something failed on our side" in answer.text


def test_an_upload_beyond_the_limit_is_a_page_for_a_browser():
    error = TooLarge(50 * 1024**2)
    error.is_page = True
    status, headers, body = error.to_response()
    assert status.startswith("413")
    assert headers == [("Content-Type", "text/html; charset=utf-8")]
    assert_is_a_page(body.decode(), "That was too large")
    assert "larger than 50 MB" in body.decode()
