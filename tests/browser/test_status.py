"""The public status page in a real browser: for every reader, by keyboard, on their own clock."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from availability import incidents
from availability.models import Component, Maintenance, Measurement, Subscription
from availability.subscriptions import token_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def busy(aoife):
    """One component down with two updates, another one silent, and a window to come."""
    now = timezone.now().replace(microsecond=0)
    api, ordering = Component.objects.get(code="api"), Component.objects.get(code="ordering")
    for component in Component.objects.exclude(code="reports"):
        incidents.start_monitoring(component, at=now - timedelta(days=40))
        Measurement.objects.create(component=component, second=int(now.timestamp()), ok=True)
    outage = incidents.declare(
        title="Orders do not arrive",
        impacts={ordering: "down"},
        started_at=now - timedelta(hours=1),
        by=aoife,
        at=now - timedelta(minutes=50),
    )
    incidents.publish(outage, text="We are looking.", by=aoife, at=now - timedelta(minutes=45))
    incidents.update(outage, stage="identified", text="A disk.", by=aoife, at=now)
    incidents.announce(
        kind=Maintenance.Kind.TECHNICAL,
        title="New disks",
        text="",
        components=[api],
        starts_at=now + timedelta(days=1),
        ends_at=now + timedelta(days=1, hours=2),
        by=aoife,
        at=now,
    )
    return outage


@pytest.fixture
def addresses(busy):
    subscription = Subscription.objects.create(
        address="ops@shop.example", asked_at=timezone.now(), confirmed_at=timezone.now()
    )
    updates = f"/status/updates/{token_of(subscription.pk)}/"
    return [
        "/status/",
        f"/status/incidents/{busy.pk}/",
        f"/status/history/{timezone.now().year}/",
        "/status/updates/",
        "/status/updates/asked/",
        updates,
        f"{updates}unsubscribe/",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_has_a_fault_that_a_machine_finds(
    page, live_server, addresses, complaints, scheme, width
):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    for address in addresses:
        page.goto(live_server.url + address)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_a_window_stands_on_the_clock_of_its_reader_too(browser, live_server, busy):
    context = browser.new_context(timezone_id="America/New_York", base_url=live_server.url)
    page = context.new_page()
    page.goto("/status/")
    assert "on your clock" in page.locator("[data-own-clock]").inner_text()
    context.close()


def test_without_scripts_the_days_open_by_keyboard_and_the_form_is_sent(browser, live_server, busy):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/status/")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".days-not-up li").first.is_visible()
    page.get_by_label("Your e-mail address").fill("new@shop.example")
    page.keyboard.press("Enter")
    page.wait_for_url("**/asked/")
    assert Subscription.objects.filter(address="new@shop.example").exists()
    context.close()
