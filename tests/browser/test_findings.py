"""Findings in a real browser: from the proposal to the answer of a contest, for every reader."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories import FactFactory
from tickets import lifecycle, records
from tickets.models import Finding, OrderCount, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {"evidence": "The file names no shop.", "client_reason": "Your file names no shop."}


@pytest.fixture
def now():
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def qualified(open_ticket, aoife, now):
    checks = {"network": {"state": "not done", "note": "", "by": "client"}}
    at = now - timedelta(hours=2)
    ticket = open_ticket(at=at, checks=checks)
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=at, seen=None)
    return Ticket.objects.get(pk=ticket.pk)


@pytest.fixture
def browse(browser, live_server):
    """A person's own browser, without scripts unless told otherwise."""
    contexts = []

    def opened(user, **options):
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        client = Client()
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def test_an_exclusion_is_proposed_approved_contested_and_withdrawn(
    browse, qualified, aoife, niamh, orla, clara
):
    agent = browse(aoife, java_script_enabled=False)
    agent.goto(f"/desk/tickets/ticket/{qualified.pk}/change/")
    agent.get_by_role("link", name="Assess… Client error").click()
    agent.get_by_label("What it rests on").fill(WORDS["evidence"])
    agent.get_by_label("To the client").fill(WORDS["client_reason"])
    agent.get_by_role("button", name="Put it forward").click()
    expect(agent.get_by_role("link", name="Proposed Client error")).to_be_visible()

    manager = browse(niamh, java_script_enabled=False)
    manager.goto("/desk/")
    manager.get_by_role("link", name="Client error").first.click()
    expect(manager.get_by_text(WORDS["evidence"])).to_be_visible()
    manager.get_by_role("link", name="Approve…").click()
    manager.get_by_role("button", name="Approve").click()
    expect(manager.get_by_text("Approved. It is in effect.")).to_be_visible()

    client = browse(clara.user, java_script_enabled=False)
    client.goto(f"/tickets/{qualified.number}/")
    expect(client.get_by_role("heading", name="Outside the guarantee")).to_be_visible()
    client.get_by_text("You disagree? Contest it", exact=True).click()
    client.get_by_label("Why do you disagree?").fill("It was right.")
    client.get_by_role("button", name="Contest it").click()
    expect(client.get_by_text("Another manager will look at it again").first).to_be_visible()

    another = browse(orla, java_script_enabled=False)
    another.goto(f"/desk/tickets/finding/{Finding.objects.get().pk}/change/")
    another.get_by_role("link", name="Withdraw…").click()
    another.get_by_label("To the client").fill("You are right.")
    another.get_by_role("button", name="Withdraw").click()
    client.reload()
    expect(client.get_by_role("heading", name="A decision taken back")).to_be_visible()
    expect(client.get_by_text("You are right.")).to_be_visible()


@pytest.fixture
def addresses(qualified, open_ticket, aoife, niamh, clara, meadow, new_disks, now):
    """Every page of findings, order volumes and whole faults, each with something on it."""
    act = {**WORDS, "by": aoife, "at": now}
    waiting = lifecycle.propose(qualified.pk, kind="client-negligence", **act)
    lifecycle.propose(qualified.pk, kind="invoicing", minutes=30, **act)
    rectified = lifecycle.propose(qualified.pk, kind="rectification", class_test="degraded", **act)
    contested = lifecycle.propose(qualified.pk, kind="client-error", **act)
    lifecycle.approve(contested.pk, by=niamh, at=now)
    lifecycle.contest(contested.pk, text="It was right.", by=clara.user, at=now)
    FactFactory(client=meadow, kind="interruption", value="yes", since=now)
    OrderCount.objects.bulk_create(
        OrderCount(client=meadow, day=now.date() - timedelta(days=n), orders=260 if n < 2 else 100)
        for n in range(1, 80)
    )
    proposal = records.propose_fact(
        client_id=meadow.pk,
        value="yes",
        since=now - timedelta(days=3),
        evidence="A sale",
        by=aoife,
        at=now,
    )
    other = open_ticket(at=now - timedelta(hours=1))
    lifecycle.qualify(
        other.pk, class_test="other", fault=qualified.fault, by=aoife, at=now, seen=None
    )
    desk, finding = "/desk/tickets", f"/desk/tickets/finding/{contested.pk}"
    kinds = ["client-error", "maintenance-cause", "no-fault", "rectification", "spam", "duplicate"]
    return [
        f"{desk}/ticket/{qualified.pk}/change/",
        *[f"{desk}/ticket/{other.pk}/steps/propose-{kind}/" for kind in kinds],
        f"{desk}/finding/",
        f"{desk}/finding/?decision=all",
        f"{desk}/finding/{waiting.pk}/change/",
        f"{desk}/finding/{rectified.pk}/change/",
        f"{desk}/finding/{waiting.pk}/steps/approve/",
        f"{finding}/change/",
        f"{finding}/steps/uphold/",
        f"{desk}/factproposal/",
        f"{desk}/factproposal/{proposal.pk}/change/",
        f"{desk}/ordercount/",
        f"{desk}/ordercount/add/",
        f"{desk}/client/{meadow.pk}/change/",
        f"{desk}/client/{meadow.pk}/steps/propose_fact/",
        f"{desk}/fault/{qualified.fault_id}/change/",
        f"{desk}/fault/{qualified.fault_id}/steps/resolve/",
        f"{desk}/fault/{qualified.fault_id}/steps/notify/",
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_open_to_everybody(browse, addresses, qualified, orla, clara, width, theme):
    look = {"viewport": {"width": width, "height": 900}, "color_scheme": theme}
    desk, portal = browse(orla, **look), browse(clara.user, **look)
    found = []
    for page, address in [
        *[(desk, address) for address in addresses],
        (portal, f"/tickets/{qualified.number}/"),
    ]:
        assert page.goto(address).status == 200
        found += [
            (address, violation["id"], violation["nodes"][0]["html"])
            for violation in Axe().run(page).response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append((address, "wider than the window", ""))
    assert found == []
