"""A finished month's availability is kept until what it rests on changes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from availability import figures, incidents
from availability.coverage import epoch
from availability.models import Component, Impact, Measurement
from istockist_sla.core.lib.months import MonthBounds
from tests.conftest import gmt
from tickets.inputs import published_versions
from tickets.reports import uptimes
from tickets.reports.uptimes import uptimes_of

pytestmark = pytest.mark.django_db
FEBRUARY = MonthBounds(gmt(2, 1, 0), gmt(3, 1, 0))
LATER = gmt(3, 10, 12)


@pytest.fixture
def api(db):
    return Component.objects.get(code="api")


@pytest.fixture
def counted(monkeypatch):
    """How often a month was counted anew."""
    calls = []
    original = figures.month_figure

    def month_figure(*args, **kwargs):
        calls.append(args)
        return original(*args, **kwargs)

    monkeypatch.setattr(figures, "month_figure", month_figure)
    return calls


def measure(api, at, ok=True):
    Measurement.objects.create(
        component=api, second=epoch(at), ok=ok, error="" if ok else "timeout"
    )


def uptime(at=LATER):
    return uptimes_of([(FEBRUARY, published_versions().standard(FEBRUARY.start))], at=at)[0]


def test_a_finished_month_is_counted_once(api, counted, monkeypatch):
    monkeypatch.setattr(uptimes, "OUT_OF_ORDER", 0)
    measure(api, gmt(2, 5, 9))
    assert uptime() == uptime()
    assert len(counted) == 1


def test_a_running_month_is_counted_each_time(api, counted):
    uptime(at=gmt(2, 20, 9))
    uptime(at=gmt(2, 20, 10))
    assert len(counted) == 2


def test_a_measurement_that_comes_late_is_counted(api):
    before = uptime()
    measure(api, gmt(2, 5, 9))
    assert uptime().unknown == before.unknown - 120


def test_a_measurement_of_a_later_month_changes_nothing(api, counted):
    uptime()
    measure(api, LATER)
    uptime(at=LATER + timedelta(minutes=1))
    assert len(counted) == 1


def test_an_outage_that_is_declared_later_counts(api, ruairi):
    uptime()
    outage = incidents.declare(
        title="Down", impacts={api: Impact.DOWN}, started_at=gmt(2, 5, 9), by=ruairi, at=LATER
    )
    incidents.end(outage, ended_at=gmt(2, 5, 10), text="", by=ruairi, at=LATER)
    assert uptime().down == 3600


def test_other_terms_are_another_figure(api, counted):
    standard = published_versions().standard(FEBRUARY.start)
    uptimes_of([(FEBRUARY, standard)], at=LATER)
    uptimes_of([(FEBRUARY, replace(standard, system_uptime="scheduled"))], at=LATER)
    assert len(counted) == 2


def test_without_the_component_nothing_is_measured(api):
    Component.objects.filter(pk=api.pk).update(is_contractual=False)
    assert uptime() is None


def test_many_months_take_a_fixed_number_of_statements(api, django_assert_max_num_queries):
    terms = published_versions().standard(FEBRUARY.start)
    day = timedelta(days=1)
    months = [
        (MonthBounds(FEBRUARY.start + n * day, FEBRUARY.start + (n + 1) * day), terms)
        for n in range(13)
    ]
    uptimes_of(months, at=LATER)
    with django_assert_max_num_queries(6):
        uptimes_of(months, at=LATER)
