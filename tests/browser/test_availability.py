"""The availability of months and imports in a real browser."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone

from availability import incidents, probes
from availability.coverage import epoch
from availability.models import Component, ImportBatch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MINUTE = timedelta(minutes=1)


def cookie(user, live_server):
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    session = client.cookies["sessionid"].value
    return {"name": "sessionid", "value": session, "url": live_server.url}


@pytest.fixture
def pages(niamh):
    """A month with an outage, slow answers and a gap; a file that was read."""
    now = timezone.now().replace(microsecond=0)
    api, ordering = (Component.objects.get(code=code) for code in ("api", "ordering"))
    for minutes in (60, 59, 20, 19):
        probes.record(api, probes.Result(40, ""), at=now - minutes * MINUTE)
    bounds = {"started_at": now - 30 * MINUTE, "ended_at": now - 10 * MINUTE}
    for component, impact in ((ordering, "down"), (api, "degraded")):
        incidents.declare(title="Orders", impacts={component: impact}, **bounds, by=niamh, at=now)
    batch = ImportBatch.objects.create(
        format="csv-checks", file_name="a.csv", evidence="x", remarks=["x"],
        read_by=niamh, read_at=now,
    )  # fmt: skip
    batch.waiting.create(component=api, second=epoch(now - timedelta(days=40)), ok=True)
    return [
        "/desk/availability/month/",
        "/desk/availability/outage/",
        "/desk/availability/importbatch/",
        "/desk/availability/importbatch/add/",
        f"/desk/availability/importbatch/{batch.pk}/change/",
        "/desk/availability/gapexplanation/add/?components=api",
    ]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_every_page_is_accessible_and_fits(browser, live_server, niamh, pages, width, scheme):
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    context.add_cookies([cookie(niamh, live_server)])
    page, found = context.new_page(), []
    for address in pages:
        page.goto(address)
        found += [(address, each["id"]) for each in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append((address, "wider than the screen"))
    context.close()
    assert found == []


def test_a_mark_is_reached_and_opened_by_keys(browser, live_server, niamh, pages):
    context = browser.new_context(base_url=live_server.url)
    context.add_cookies([cookie(niamh, live_server)])
    page = context.new_page()
    page.goto(pages[0])
    page.locator('.ribbon a[aria-label^="Down"]').first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/outage/*/change/")
    context.close()
