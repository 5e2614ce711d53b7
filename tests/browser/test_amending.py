"""A month is amended in a real browser by two managers: wide, on a phone, light and dark."""

from datetime import timedelta

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.tickets.reports.closing.conftest import CLOSED, decided, march
from tests.tickets.reports.closing.test_amending import REASON, rectified

__all__ = ["decided", "march"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/desk/months/2026-03/closing/"


@pytest.fixture(autouse=True)
def _days_later():
    with time_machine.travel(CLOSED + timedelta(days=5), tick=True):
        yield


@pytest.fixture
def changed(march, decided, niamh, orla):
    rectified(decided, niamh, orla)


@pytest.fixture
def as_person(page, live_server, client):
    def signed_in(person):
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(live_server.url + PAGE)
        return page

    return signed_in


def complaints_of(page):
    for width, scheme in ((1280, "light"), (1280, "dark"), (390, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        yield from [each["id"] for each in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield f"wider than {width}"


def test_one_proposes_and_another_approves_by_the_keyboard(changed, as_person, niamh, orla):
    page = as_person(niamh)
    assert list(complaints_of(page)) == []
    page.get_by_label("Why is March 2026 to be amended?").fill(REASON)
    page.get_by_role("button", name="Propose an amendment").press("Enter")
    expect(page.get_by_text("Another manager decides (G10).")).to_be_visible()
    page = as_person(orla)
    assert list(complaints_of(page)) == []
    page.get_by_role("button", name="Approve the amendment").press("Enter")
    expect(page.get_by_text("March 2026 is amended.")).to_be_visible()
    assert list(complaints_of(page)) == []
