""" "Why?", the readings and the clock tester in a real browser: wide, on a phone, light, dark."""

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.conftest import gmt

NOW = gmt(6, 3, 12)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TRIED = "opened=2026-03-13 16:00&fault_class=medium&pauses=2026-03-13 16:30 – 2026-03-16 09:30"


@pytest.fixture(autouse=True)
def on_wednesday():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def opened(browser, live_server, clara, aoife, missed):
    """Opens the address in a fresh browser, as Aoife in the desk and else as Clara."""
    contexts = []

    def goto(path, **options):
        client = Client()
        client.force_login(
            aoife if path.startswith("/desk/") else clara.user,
            "django.contrib.auth.backends.ModelBackend",
        )
        context = browser.new_context(**options)
        contexts.append(context)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text))
        page.goto(live_server.url + path)
        return page

    yield goto
    for context in contexts:
        context.close()


@pytest.fixture
def addresses(missed):
    return [
        reverse("admin:tickets_ticket_why", args=[missed.pk]),
        f"{reverse('clock_tester')}?version=1&{TRIED}",
        f"{reverse('clock_tester')}?opened=x&pauses=y",
        reverse("desk_readings"),
        f"/tickets/{missed.number}/why/",
        "/readings/#K9",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_for_every_reader_and_fits(opened, addresses, width, scheme):
    for address in addresses:
        page = opened(address, viewport={"width": width, "height": 900}, color_scheme=scheme)
        assert Axe().run(page).response["violations"] == [], address
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), address
        assert page.complaints == [], address


def test_the_text_is_copied_by_one_click(opened, missed):
    page = opened(
        f"/tickets/{missed.number}/why/", permissions=["clipboard-read", "clipboard-write"]
    )
    page.get_by_role("button", name="Copy as text").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert "Limit reached: 8 h for Medium (K7)" in page.evaluate("navigator.clipboard.readText()")


def test_where_nothing_can_be_copied_the_text_opens_and_is_chosen(opened, missed):
    page = opened(f"/tickets/{missed.number}/why/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    page.get_by_role("button", name="Copy as text").click()
    expect(page.locator("#as-text")).to_be_visible()
    assert "Late by 0 h 22 min 33 s" in page.evaluate("getSelection().toString()")


def test_without_scripts_the_text_can_be_opened(opened, missed):
    page = opened(f"/tickets/{missed.number}/why/", java_script_enabled=False)
    expect(page.get_by_role("button", name="Copy as text")).to_be_hidden()
    page.get_by_text("As text", exact=True).click()
    expect(page.locator("#as-text")).to_contain_text("Support open, past the limit (K2)")


def test_from_the_ticket_to_the_reading_by_links(opened, missed):
    page = opened(f"/tickets/{missed.number}/")
    page.get_by_role("link", name="Why?").click()
    page.get_by_role("link", name="K11").first.click()
    expect(page.locator("#K11")).to_be_in_viewport()
