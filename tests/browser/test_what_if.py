"""The what-if of closed months in a real browser: wide, on a phone, light and dark."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.conftest import OPENED
from tests.tickets.reports.closing.conftest import closed_month
from tickets import lifecycle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/desk/months/what-if/"
ADDRESSES = [
    PAGE,
    f"{PAGE}?month=2026-03&critical_answer=2&index=95&holidays=2026-03-18",
    f"{PAGE}?month=2026-03&critical_answer=soon&monday=9-5&zone=x",
]
HOUR = timedelta(hours=1)


@pytest.fixture
def manager_page(page, live_server, client, niamh, aoife, open_ticket):
    """The manager's browser, after a closed March with one ticket answered after three hours."""
    ticket = open_ticket()
    lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + 3 * HOUR, seen=None
    )
    closed_month(by=niamh)
    client.force_login(niamh, "django.contrib.auth.backends.ModelBackend")
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def test_the_page_is_accessible_and_fits(manager_page, live_server):
    found = []
    for width, scheme in ((1280, "light"), (1280, "dark"), (390, "light")):
        manager_page.set_viewport_size({"width": width, "height": 900})
        manager_page.emulate_media(color_scheme=scheme)
        for address in ADDRESSES:
            manager_page.goto(live_server.url + address)
            found += [
                (address, each["id"]) for each in Axe().run(manager_page).response["violations"]
            ]
            if manager_page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append((address, "wider than the screen"))
    assert found == []


def test_what_is_typed_is_judged_by_the_keyboard(manager_page, live_server):
    manager_page.goto(live_server.url + PAGE)
    manager_page.get_by_label("Critical, first answer").fill("2")
    manager_page.keyboard.press("Enter")
    expect(
        manager_page.get_by_role("heading", name="1 verdict would be different.")
    ).to_be_visible()
    expect(manager_page.get_by_role("link", name="Ticket 1001")).to_be_visible()
