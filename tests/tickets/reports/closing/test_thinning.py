"""What is left of a closed month's measurements gives the same month."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command

from availability.models import Component, Measurement
from availability.probes import tallies
from availability.ranges import TimeRange
from tests.availability.marks import mark_all
from tests.availability.measurements import history
from tests.tickets.reports.closing.conftest import CLOSED, DOWN, HOUR, closed_month
from tickets import tasks

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def closed(full, niamh):
    """March, and some measurements of April, which is not closed."""
    april = TimeRange(CLOSED - HOUR, CLOSED)
    rows = history(Component.objects.contractual(), april, every=timedelta(seconds=61))
    Measurement.objects.bulk_create(rows)
    mark_all()
    tallies.roll_up(at=CLOSED + 2 * DAY)
    return closed_month(by=niamh)


def thinned(*, days):
    with time_machine.travel(CLOSED + days * DAY, tick=False):
        return tasks.thin_measurements()


def test_for_ninety_days_each_is_kept(closed):
    assert thinned(days=80) == 0


def test_afterwards_those_of_closed_months_go(closed):
    assert thinned(days=90) == 58
    assert Measurement.objects.filter(second__lt=DOWN.timestamp()).count() == 2


def test_the_month_is_recomputed_to_the_byte(closed):
    thinned(days=90)
    out = io.StringIO()
    call_command("verify_month", stdout=out)
    assert out.getvalue() == "same\n"
