"""The desk's page of a month: each mark and each gap leads to what it rests on."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from availability import incidents
from availability.models import Component, GapExplanation
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
URL = "/desk/availability/month/"


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(gmt("18:00"), tick=False):
        yield


@pytest.fixture
def shown(client, niamh):
    client.force_login(niamh)
    return lambda **asked: client.get(URL, asked).content.decode().replace("\u00a0", " ")


def test_a_mark_opens_its_outage(shown, declare, ordering):
    outage = declare()
    assert f'<a href="/desk/availability/outage/{outage.pk}/change/" aria-label="Down, ' in shown()


def test_a_mark_opens_its_maintenance(shown, announce, ruairi):
    work = announce(starts_at=gmt("14:00"), ends_at=gmt("15:00"))
    incidents.begin_work(work, by=ruairi, at=gmt("14:00"))
    assert f'<a href="/desk/availability/maintenance/{work.pk}/change/" aria-label=' in shown()


def test_a_mark_opens_its_exclusion(shown, declare, ordering, ruairi, niamh):
    outage = declare(ended_at=gmt("13:30"), at=gmt("13:31"))
    made = incidents.propose_exclusion(
        outage=outage, components=[ordering], cause="intermediary", starts_at=gmt("13:00"),
        ends_at=gmt("13:30"), evidence="x", by=ruairi, at=gmt("14:00"),
    )  # fmt: skip
    incidents.approve_exclusion(made, by=niamh, at=gmt("15:00"))
    text = shown()
    assert f'/exclusion/{made.pk}/change/" aria-label="Failure of an intermediary, ' in text


def test_a_mark_of_silence_opens_its_gap(shown, probe):
    probe("+" + " " * 30 + "+")
    text = shown()
    assert 'href="#gap-1"' in text
    assert 'id="gap-1"' in text


def test_slow_answers_open_their_outage(shown, declare, api):
    outage = declare(impacts={api: "degraded"}, ended_at=gmt("13:04"))
    assert f'/outage/{outage.pk}/change/" aria-label="Degraded, ' in shown()


def test_the_downtime_left_this_month_is_told(shown, probe):
    probe("+++")
    assert "of downtime left this month" in shown()


def test_a_month_that_is_over_tells_what_was_still_allowed(shown, probe):
    probe("+++", start=gmt("13:00").replace(month=5))
    assert "of downtime was still allowed" in shown(month="2026-05")


def test_where_nothing_was_measured_it_says_so(shown):
    assert "The API was not measured in this month." in shown()


def test_without_a_component_that_decides_it_says_so(shown):
    Component.objects.update(is_contractual=False)
    assert "No component decides the contractual figure." in shown()


@pytest.mark.parametrize(
    ("month", "words"),
    [
        ("x", "Write the month as"),
        ("2026-13", "Write the month as"),
        ("9999-12", "Write the month as"),
        ("2026-07", "July 2026 has not begun yet."),
    ],
)
def test_another_month_than_there_is_is_told_and_the_running_one_shown(shown, month, words):
    text = shown(month=month)
    assert words in text
    assert "Availability, June 2026" in text


def test_months_are_walked(shown):
    text = shown(month="2026-05")
    assert "?month=2026-04" in text
    assert "?month=2026-06" in text
    assert "?month=2026-07" not in shown()


def test_a_gap_is_explained_from_its_link(client, shown, probe, api, niamh):
    probe("+" + " " * 30 + "+")
    start = shown().index("/desk/availability/gapexplanation/add/?")
    address = shown()[start:].partition('"')[0].replace("&amp;", "&")
    form = client.get(address).context["form"]
    assert form.initial["components"] == [api.pk]
    given = {key: form.initial[key] for key in ("components", "starts_at", "ends_at")}
    assert client.post(address, {**given, "text": "Our line was cut."}).status_code == 302
    [made] = GapExplanation.objects.all()
    assert (made.starts_at, made.ends_at, made.by) == (gmt("13:02"), gmt("13:31"), niamh)
    assert "Our line was cut." in shown()


def test_a_gap_becomes_an_outage_from_its_link(client, shown, probe, api):
    probe("+" + " " * 30 + "+")
    start = shown().index("/desk/availability/outage/add/?")
    address = shown()[start:].partition('"')[0].replace("&amp;", "&")
    initial = client.get(address).context["form"].initial
    assert (initial["impact_api"], initial["started_at"]) == ("down", "2026-06-09 13:02:00")


def test_who_may_only_read_is_offered_nothing(client, sys, probe):
    probe("+" + " " * 30 + "+")
    client.force_login(sys)
    text = client.get(URL).content.decode()
    assert "Say why" not in text
    assert "Record an outage" not in text
    assert "Import…" not in text


def test_a_client_finds_nothing(client, clara):
    client.force_login(clara.user)
    assert client.get(URL).status_code == 404


def test_the_list_of_outages_leads_to_it_also_for_who_declares_none(client, sys):
    client.force_login(sys)
    assert URL in client.get("/desk/availability/outage/").content.decode()


def test_the_page_takes_the_same_queries_whatever_happened(client, shown, declare, announce, probe):
    shown()
    counts = []
    for number in range(4):
        with CaptureQueriesContext(connection) as queries:
            shown()
        counts.append(len(queries))
        declare(title=f"Orders {number}", ended_at=gmt("13:04"))
        announce(starts_at=gmt("14:00"), ends_at=gmt("15:00"))
        probe("+" + " " * 30 + "+", start=gmt(f"1{number}:00"))
        explain(number)
    assert len(set(counts[1:])) == 1


def explain(number):
    """A word of somebody about each."""
    incidents.explain_gap(
        components=list(Component.objects.all()),
        starts_at=gmt(f"1{number}:00"),
        ends_at=gmt(f"1{number}:30"),
        text="x",
        by=GapExplanation.by.field.related_model.objects.first(),
        at=gmt("18:00"),
    )


def test_its_address_has_a_name():
    assert reverse("admin:availability_month") == URL
