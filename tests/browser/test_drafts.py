"""What is being written is kept, comes back, and is not left without being asked."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from istockist_sla.core.models import FormDraft
from tickets.models import Message

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BACKEND = "django.contrib.auth.backends.ModelBackend"
TEXT = "Order 88214 is still missing."
KEPT = re.compile(r"Draft kept at \d\d:\d\d\sGMT, not sent\.")


@pytest.fixture
def sign_in(context, live_server):
    def signed(user):
        client = Client()
        client.force_login(user, BACKEND)
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])

    return signed


@pytest.fixture
def asks(page):
    """The questions that the browser asks; each is answered by leaving."""
    found = []

    def leave(dialog):
        found.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    return found


@pytest.fixture
def at_ticket(page, live_server, sign_in, clara, ticket):
    """Clara's ticket, with an answer that she has typed."""
    sign_in(clara.user)
    address = f"{live_server.url}/tickets/{ticket.number}/"
    page.goto(address)
    page.get_by_label("Your message").press_sequentially(TEXT)
    return address


@pytest.fixture
def at_desk(page, live_server, sign_in, aoife, ticket):
    """The same in the desk, as an internal note."""
    sign_in(aoife)
    address = f"{live_server.url}/desk/tickets/ticket/{ticket.pk}/change/"
    page.goto(address)
    page.get_by_role("link", name="Internal note").click()
    page.get_by_label("Text", exact=True).press_sequentially(TEXT)
    return address


def test_a_text_is_kept_as_it_is_typed_and_comes_back(page, at_ticket, asks):
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.goto(at_ticket)
    expect(page.get_by_label("Your message")).to_have_value(TEXT)
    page.get_by_role("button", name="Discard the draft").click()
    expect(page.get_by_label("Your message")).to_have_value("")
    assert not FormDraft.objects.exists()


def test_leaving_with_an_unsent_text_asks(page, at_ticket, asks):
    page.get_by_role("link", name="Home").first.click()
    page.wait_for_url("**/")
    assert asks == ["beforeunload"]


def test_leaving_with_nothing_new_does_not_ask(page, at_ticket, asks):
    page.get_by_label("Your message").fill("")
    page.get_by_role("link", name="Home").first.click()
    page.wait_for_url("**/")
    assert asks == []


def test_sending_does_not_ask_and_ends_the_draft(page, at_ticket, asks):
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Your answer is in the ticket.")).to_be_visible()
    assert asks == []
    assert not FormDraft.objects.exists()
    assert Message.objects.filter(text=TEXT).count() == 1


def test_who_was_signed_out_is_told_and_sends_after_signing_in(page, at_ticket, clara, sign_in):
    expect(page.get_by_text(KEPT)).to_be_visible()
    Session.objects.all().delete()
    page.get_by_label("Your message").press_sequentially(" And 88215.")
    expect(page.get_by_text("You are signed out. The draft is kept")).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Your text is kept: sign in.")).to_be_visible()
    sign_in(clara.user)
    page.goto(at_ticket)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Your answer is in the ticket.")).to_be_visible()
    assert Message.objects.filter(text=f"{TEXT} And 88215.").count() == 1


def test_a_note_of_the_desk_comes_back_as_a_note(page, at_desk, asks):
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.goto(at_desk)
    expect(page.get_by_label("Text", exact=True)).to_have_value(TEXT)
    expect(page.get_by_role("button", name="Note", exact=True)).to_be_visible()
    assert asks == ["beforeunload"]


def test_a_draft_that_was_only_looked_at_does_not_ask(page, at_desk, asks):
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.goto(at_desk)
    asks.clear()
    page.goto(at_desk)
    assert asks == []
