"""The months in a real browser: wide, on a phone, light, dark, and on paper."""

from datetime import UTC, datetime

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import expect

from tickets import lifecycle
from tickets.admin.months.parts import PARTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONTHS, MAY, JUNE = "/desk/months/", "/desk/months/2026-05/", "/desk/months/2026-06/"
NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
ADDRESSES = [
    MONTHS,
    f"{MONTHS}trends/?length=24",
    JUNE,
    MAY,
    f"{MAY}load/",
    f"{MAY}answers/",
    *(f"{MAY}{part}/" for part in PARTS),
    f"{JUNE}ratings/",
]


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def opened(browser, live_server, niamh, missed):
    """Opens the address as the manager in a fresh browser."""
    contexts = []

    def goto(address, **options):
        client = Client()
        client.force_login(niamh, "django.contrib.auth.backends.ModelBackend")
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(address)
        return page

    yield goto
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_every_page_of_a_month_is_accessible_and_fits(opened, open_ticket, clara, width, scheme):
    rated = open_ticket(at=NOW)
    lifecycle.close_by_client(rated.pk, by=clara.user, at=NOW)
    lifecycle.rate(rated.pk, value=2, text="It took two days. " * 20, by=clara.user, at=NOW)
    open_ticket(at=NOW)
    page = opened(MONTHS, viewport={"width": width, "height": 900}, color_scheme=scheme)
    found = []
    for address in ADDRESSES:
        page.goto(address)
        found += [(address, each["id"]) for each in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((address, "wider than the screen"))
    assert found == []


def test_a_number_of_the_month_leads_to_its_rows_by_the_keyboard_without_scripts(opened):
    page = opened(MAY, java_script_enabled=False)
    page.get_by_role("link", name="1 missed").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Missed")
    expect(page.get_by_role("link", name="Why?")).to_have_count(1)


def test_on_paper_the_pickers_are_gone_and_what_is_folded_is_told(opened, open_ticket):
    open_ticket(at=NOW)
    page = opened(JUNE)
    page.emulate_media(media="print")
    expect(page.get_by_label("Client", exact=True)).to_be_hidden()
    expect(page.get_by_text("at the strictest limit")).to_be_visible()
