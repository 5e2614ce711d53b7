"""A manager's morning by the keyboard alone: one proposal approved, one refused."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_findings import WORDS, browse, now, qualified
from tickets import lifecycle
from tickets.models import Finding

__all__ = ["browse", "now", "qualified"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def findings(qualified, aoife, now):
    act = {"by": aoife, "at": now, **WORDS}
    return [
        lifecycle.propose(qualified.pk, kind=kind, **act)
        for kind in ("client-error", "client-negligence")
    ]


def test_a_manager_approves_one_and_refuses_one_by_the_keyboard(browse, findings, niamh, now):
    first, second = findings
    page = browse(niamh)
    page.goto("/desk/approvals/")
    expect(page.get_by_text("2 wait for you")).to_be_visible()
    page.keyboard.press("j")
    page.wait_for_url("**/approvals/finding/*/")
    page.keyboard.press("k")
    expect(page.get_by_role("heading", name="Client error: ")).to_be_visible()
    page.get_by_role("button", name="Approve").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Approved. It is in effect.")).to_be_visible()
    expect(page.get_by_text("1 waits for you")).to_be_visible()
    page.get_by_text("Decline…").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Why").focus()
    page.keyboard.type("Their log shows our mistake.")
    page.get_by_role("button", name="Decline").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    states = {each.pk: each.state for each in Finding.objects.all()}
    assert states == {first.pk: "approved", second.pk: "declined"}


def test_inbox_client_and_log_pass_axe_in_both_schemes(browse, findings, niamh):
    client = findings[0].ticket.client_id
    every = [
        "/desk/approvals/",
        "/desk/core/event/?verb=proposed",
        f"/desk/tickets/client/{client}/change/",
        "/desk/tickets/client/add/",
    ]
    for scheme, width, addresses in (("light", 1280, every), ("dark", 390, every[::2])):
        viewport = {"width": width, "height": 844}
        page = browse(niamh, color_scheme=scheme, viewport=viewport)
        for address in addresses:
            page.goto(address)
            found = Axe().run(page).response["violations"]
            assert [(address, each["id"]) for each in found] == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
