from datetime import UTC, datetime, timedelta

import pytest

from availability import incidents
from availability.models import Component, Impact, ImportBatch, Outage
from istockist_sla.desk.approvals import count_for
from tickets.admin.dashboard_alerts import alerts
from tickets.models import HolidayList, SupportCalendar

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
OCTOBER, NOVEMBER = (datetime(2027, month, 1, tzinfo=UTC) for month in (10, 11))


@pytest.fixture
def titles(sys):
    return lambda at, user=sys: [notice.title for notice in alerts(user, at)]


def test_before_november_the_next_year_may_wait(titles):
    assert titles(OCTOBER) == []


def test_from_november_a_coming_year_without_holidays_warns(titles):
    assert titles(NOVEMBER) == ["2028 has no list of holidays."]


def test_who_may_not_see_the_lists_is_not_sent_there(titles, ruairi):
    assert titles(NOVEMBER, ruairi) == []


def test_who_may_not_propose_a_list_may_look_at_them(aoife):
    (notice,) = alerts(aoife, NOVEMBER)
    assert notice.link == "See the lists"


def test_a_draft_is_no_list(titles):
    calendar = SupportCalendar.objects.get()
    HolidayList.objects.create(calendar=calendar, year=2028, number=1, effective_from=NOVEMBER)
    assert titles(NOVEMBER) == ["2028 has no list of holidays."]


def test_an_open_outage_is_told_with_its_publication(ruairi):
    incidents.declare(
        title="Orders do not arrive",
        impacts={Component.objects.get(code="ordering"): Impact.DOWN},
        started_at=OCTOBER,
        by=ruairi,
        at=OCTOBER,
    )
    (notice,) = alerts(ruairi, OCTOBER)
    assert "Orders do not arrive" in notice.title
    assert notice.link == "Write an update"


@pytest.fixture
def stated(ruairi):
    """By Ruairí: an outage that is over, an exclusion of it, work of that night and a file
    of another monitor."""
    ordering = Component.objects.get(code="ordering")
    outage = incidents.declare(
        title="Orders do not arrive",
        impacts={ordering: Impact.DOWN},
        started_at=OCTOBER,
        ended_at=OCTOBER + HOUR,
        by=ruairi,
        at=OCTOBER + HOUR,
    )
    work = incidents.announce(
        kind="technical",
        title="New disks",
        text="",
        components=[ordering],
        starts_at=OCTOBER + 2 * HOUR,
        ends_at=OCTOBER + 3 * HOUR,
        by=ruairi,
        at=OCTOBER,
    )
    late = OCTOBER + 4 * HOUR
    incidents.begin_work(work, by=ruairi, at=OCTOBER + 2 * HOUR, recorded_at=late)
    incidents.propose_exclusion(
        outage=outage,
        components=[ordering],
        cause="intermediary",
        starts_at=OCTOBER,
        ends_at=OCTOBER + HOUR,
        evidence="Notice 4711",
        by=ruairi,
        at=late,
    )
    batch = ImportBatch.objects.create(
        format="csv-checks", file_name="a.csv", evidence="x", read_by=ruairi, read_at=OCTOBER
    )
    batch.waiting.create(component=ordering, second=1_700_000_000, ok=True)
    incidents.propose_import(batch, by=ruairi, at=OCTOBER)


def test_a_manager_is_told_how_much_waits_and_led_to_it(stated, niamh, client):
    client.force_login(niamh)
    page = client.get("/desk/").text
    assert '4 proposals wait. <a href="/desk/approvals/">' in page


def test_a_cause_that_nobody_confirmed_waits_too(stated, niamh, ruairi):
    cause = {"cause": "systems", "evidence": "Host 4", "by": ruairi, "at": OCTOBER + 5 * HOUR}
    incidents.state_cause(Outage.objects.get(), **cause)
    assert count_for(niamh) == 5


def test_who_may_not_decide_is_told_nothing_of_it(stated, ruairi, aoife):
    assert count_for(ruairi) == count_for(aoife) == 0


def test_who_said_it_is_not_asked_to_decide_it(stated, niamh, ruairi):
    ruairi.groups.set(niamh.groups.all())
    assert count_for(type(ruairi).objects.get(pk=ruairi.pk)) == 0
