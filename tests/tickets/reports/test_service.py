"""What became of an outage's seconds in the month, and which maintenance stands in it."""

from datetime import timedelta

import pytest

from availability import figures, incidents
from availability.models import Component, Impact, Measurement, Outage
from tests.conftest import OPENED
from tickets.reports.service import maintenance_of, outage_rows

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
START, UNTIL = OPENED - HOUR, OPENED + 3 * HOUR


@pytest.fixture
def api():
    """Measured each minute; it never fails but from minute 10 to minute 30."""
    api = Component.objects.get(code="api")
    for n in range(240):
        ok = not 70 <= n < 90
        Measurement.objects.create(
            component=api,
            second=int(START.timestamp()) + 60 * n,
            ok=ok,
            error="" if ok else "timeout",
        )
    return api


def declare(api, impact, by):
    return incidents.declare(
        title="The API does not answer",
        impacts={api: impact},
        started_at=OPENED,
        by=by,
        at=OPENED + 5 * MINUTE,
    )


def shares(api):
    """Of the one outage, in minutes."""
    uptime = figures.month_figure(api, START, UNTIL, at=UNTIL)
    [row] = outage_rows(list(Outage.objects.with_updates()), uptime, UNTIL)
    return {share.words: share.seconds // 60 for share in row.shares}


def test_what_a_person_and_the_probe_both_say_is_counted_once(api, aoife):
    outage = declare(api, Impact.DOWN, aoife)
    incidents.confirm(api, started_at=OPENED + 10 * MINUTE, at=OPENED + 11 * MINUTE)
    incidents.recover(api, ended_at=OPENED + 30 * MINUTE, at=OPENED + 31 * MINUTE)
    incidents.end(outage, ended_at=OPENED + HOUR, text="x", by=aoife, at=OPENED + HOUR)
    assert shares(api) == {"counted": 20, "not counted: measured as up": 40}


def test_degraded_time_is_told_as_up(api, aoife):
    outage = declare(api, Impact.DEGRADED, aoife)
    incidents.end(outage, ended_at=OPENED + HOUR, text="x", by=aoife, at=OPENED + HOUR)
    assert shares(api) == {"not counted: degraded is up": 60}


def test_work_without_an_end_is_listed_as_far_as_its_window(plan_work, ruairi):
    incidents.begin_work(plan_work(), by=ruairi, at=OPENED - 12 * HOUR)
    before = maintenance_of(OPENED - 13 * HOUR, OPENED - 11 * HOUR)
    assert (before.count(), maintenance_of(OPENED, UNTIL).count()) == (1, 0)


def test_work_that_began_before_its_window_is_listed_where_it_began(plan_work, ruairi):
    incidents.begin_work(plan_work(), by=ruairi, at=OPENED - 14 * HOUR)
    assert maintenance_of(OPENED - 15 * HOUR, OPENED - 13 * HOUR).count() == 1
