"""The availability of months as the pages ask for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from availability import incidents
from availability.coverage import epoch
from availability.models import Component, Impact, Measurement
from istockist_sla.core.lib.months import MonthBounds
from tests.conftest import gmt
from tickets.inputs import published_versions
from tickets.reports.uptimes import uptimes_of

pytestmark = pytest.mark.django_db
FEBRUARY = MonthBounds(gmt(2, 1, 0), gmt(3, 1, 0))
LATER = gmt(3, 10, 12)


@pytest.fixture
def api(db):
    return Component.objects.get(code="api")


def measure(api, at, ok=True):
    Measurement.objects.create(
        component=api, second=epoch(at), ok=ok, error="" if ok else "timeout"
    )


def uptime(at=LATER):
    return uptimes_of([(FEBRUARY, published_versions().standard(FEBRUARY.start))], at=at)[0]


def test_a_measurement_that_comes_late_is_counted(api):
    before = uptime()
    measure(api, gmt(2, 5, 9))
    assert uptime().unknown == before.unknown - 120


def test_a_measurement_of_a_later_month_changes_nothing(api):
    before = uptime()
    measure(api, LATER)
    assert uptime(at=LATER + timedelta(minutes=1)) == before


def test_a_running_month_is_measured_as_far_as_now(api):
    measure(api, gmt(2, 20, 9))
    assert uptime(at=gmt(2, 20, 9, 1)).up == 60


def test_of_a_month_to_come_there_is_nothing(api):
    assert uptime(at=FEBRUARY.start) is None


def test_an_outage_that_is_declared_later_counts(api, ruairi):
    uptime()
    outage = incidents.declare(
        title="Down", impacts={api: Impact.DOWN}, started_at=gmt(2, 5, 9), by=ruairi, at=LATER
    )
    incidents.end(outage, ended_at=gmt(2, 5, 10), text="", by=ruairi, at=LATER)
    assert uptime().down == 3600


def test_each_month_has_the_terms_given_with_it(api):
    standard = published_versions().standard(FEBRUARY.start)
    stricter = replace(standard, system_uptime="scheduled")
    found = uptimes_of([(FEBRUARY, standard), (FEBRUARY, stricter)], at=LATER)
    assert [each.terms.system_uptime for each in found] == ["as_written", "scheduled"]


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
    with django_assert_max_num_queries(6):
        uptimes_of(months, at=LATER)
