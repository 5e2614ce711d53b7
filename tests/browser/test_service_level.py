"""My service level in a real browser: at a glance, to its tickets, and home with a file."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from tests.tickets.reports.closing.conftest import decided, march

__all__ = ["decided", "march"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MONTH = "/service-level/2026-03/"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def clara_page(page, context, live_server, clara, complaints):
    client = Client()
    client.force_login(clara.user, "django.contrib.auth.backends.ModelBackend")
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def assert_can_be_read(page):
    """By everybody, and on a phone without a scroll to the side."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size({"width": 1280, "height": 900})


def test_from_a_glance_to_the_tickets_and_home_with_a_file(clara_page, live_server, march, decided):
    page = clara_page
    for address in ("/service-level/", "/company/", MONTH):
        page.goto(live_server.url + address)
        assert_can_be_read(page)
    with page.expect_download() as found:
        page.get_by_role("link", name="PDF of March 2026", exact=True).click()
    assert found.value.suggested_filename == "service-level-2026-03-meadow.pdf"
    assert found.value.path().read_bytes().startswith(b"%PDF")
    page.get_by_role("link", name="1 of 1").first.click()
    page.get_by_role("link", name=decided.subject).click()
    assert page.url.endswith(f"/tickets/{decided.number}/")
