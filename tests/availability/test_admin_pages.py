"""What the pages of outages and maintenance say of what counts and of what waits (A4, A5, A7)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from availability import incidents
from availability.models import LateWork, Outage
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def next_morning():
    with time_machine.travel(gmt("09:30", day=10), tick=False):
        yield


@pytest.fixture
def page(client, niamh):
    """A row's page as a manager reads it, or one of its steps."""
    client.force_login(niamh)

    def read(row, step="change"):
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
        address = reverse(name, args=[row.pk])
        if step != "change":
            address = address.replace("change/", f"steps/{step}/")
        return client.get(address).content.decode().replace("\u00a0", " ")

    return read


def state(client, niamh):
    client.force_login(niamh)
    text = client.get("/desk/availability/maintenance/").content.decode()
    return text.split('field-state">')[1].split("<")[0]


def test_a_window_that_nobody_used_has_passed_without_work(client, niamh, announce):
    announce()
    assert state(client, niamh) == "passed without work"


def test_work_that_was_recorded_late_is_to_decide(client, niamh, announce, ruairi):
    incidents.begin_work(announce(), by=ruairi, at=gmt("22:10"), recorded_at=gmt("23:30"))
    assert state(client, niamh) == "to decide"


def test_work_without_an_end_is_done_with_its_window(client, niamh, announce, ruairi):
    incidents.begin_work(announce(), by=ruairi, at=gmt("22:10"))
    assert state(client, niamh) == "done"


def test_a_window_to_come_is_announced(client, niamh, announce):
    tomorrow = {"starts_at": gmt("22:00", day=10), "ends_at": gmt("23:00", day=10)}
    announce(**tomorrow)
    assert state(client, niamh) == "announced"


def test_the_list_of_maintenance_takes_the_same_queries_for_one_as_for_five(
    client, niamh, announce, ruairi
):
    client.force_login(niamh)
    client.get("/desk/availability/maintenance/")
    counts = []
    for _ in range(5):
        incidents.begin_work(announce(), by=ruairi, at=gmt("22:10"), recorded_at=gmt("23:30"))
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/availability/maintenance/")
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_what_is_left_out_of_the_figures_is_told(page, announce, ruairi):
    work = incidents.begin_work(announce(), by=ruairi, at=gmt("22:10"))
    assert "Tue 9 June, 22:10 GMT to Tue 9 June, 23:00 GMT" in page(work)


def test_a_beginning_that_waits_is_told_and_leaves_nothing_out(page, announce, ruairi):
    work = incidents.begin_work(announce(), by=ruairi, at=gmt("22:10"), recorded_at=gmt("23:30"))
    text = page(work)
    assert "once another person approves it" in text
    assert ", recorded Tue 9 June, 23:30 GMT" in text
    assert "<dd>nothing</dd>" in text


def test_work_of_which_both_bounds_wait_takes_no_third(page, announce, ruairi):
    work = announce()
    for door, time in ((incidents.begin_work, "22:10"), (incidents.end_work, "22:40")):
        door(work, by=ruairi, at=gmt(time), recorded_at=gmt("23:30"))
    assert "steps/record/" not in page(work)
    incidents.refuse_work(LateWork.objects.latest("pk"), by=page_owner(ruairi), at=gmt("23:40"))
    assert "steps/record/" in page(work)


def page_owner(other):
    """Anybody but who recorded it."""
    return type(other).objects.exclude(pk=other.pk).first()


@pytest.fixture
def incident(probe, aoife):
    for start in ("13:00", "13:20"):
        probe("--++", start=gmt(start))
    first, second = Outage.objects.order_by("started_at")
    incidents.publish(first, text="x", stage="resolved", by=aoife, at=gmt("13:30"))
    return first, second


def test_an_outage_lists_the_other_interruptions_of_its_incident(page, incident):
    first, second = incident
    text = page(first)
    assert "Of the same incident" in text
    assert f"/outage/{second.pk}/change/" in text


def test_a_part_says_of_which_incident(page, incident):
    first, second = incident
    second.refresh_from_db()
    text = page(second)
    assert "As a part of" in text
    assert f"/outage/{first.pk}/change/" in text


def test_who_decides_reads_how_much_was_measured_as_up(page, declare, probe, ordering):
    probe("+++++", component=ordering)
    outage = declare(ended_at=gmt("13:04"), at=gmt("13:40"))
    assert "Measured as up: 0 h 04 min" in page(outage, "decide")


def test_who_decides_reads_that_nothing_was_measured_as_up(page, declare):
    outage = declare(ended_at=gmt("13:04"), at=gmt("13:40"))
    assert "None of it was measured as up" in page(outage, "decide")


def test_who_ended_an_outage_is_not_offered_its_decision(page, declare, niamh):
    outage = declare()
    end, at = gmt("13:30"), gmt("13:30") + timedelta(minutes=1)
    incidents.end(outage, ended_at=end, text="x", by=niamh, at=at)
    assert "steps/decide/" not in page(outage)
