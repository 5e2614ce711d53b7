from datetime import UTC, datetime

import pytest

from availability import incidents
from availability.models import Component, Impact
from tickets.admin.dashboard_alerts import alerts
from tickets.models import HolidayList, SupportCalendar

pytestmark = pytest.mark.django_db
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
