"""A measurement's mark goes with the one that it rests on."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from availability.coverage import SPEAKS_FOR
from availability.models import Component, Measurement
from istockist_sla.core import following
from tests.availability.marks import mark_all

pytestmark = pytest.mark.django_db
FIRST = 1_780_000_000


@pytest.fixture
def minutes():
    """Five measurements of the API, a minute apart, and one of Ordering beside each."""
    for code in ("api", "ordering"):
        component = Component.objects.get(code=code)
        for n in range(5):
            Measurement.objects.create(component=component, second=FIRST + 60 * n, ok=True)
    mark_all()
    return Measurement.objects.filter(component__code="api").order_by("second")


def marks(minutes):
    return list(minutes.values_list("follows", flat=True))


def test_it_knows_for_how_long_a_measurement_speaks():
    assert SPEAKS_FOR.total_seconds() == following.REACH


def test_one_that_came_before_them_leaves_the_marks(minutes):
    api = Component.objects.get(code="api")
    Measurement.objects.create(component=api, second=FIRST - 60, ok=True)
    assert marks(minutes) == [False, False, True, True, True, True]


def test_those_after_one_that_is_gone_are_looked_at_again(minutes):
    minutes[1].delete()
    assert marks(minutes) == [False, False, False, True]


def test_one_that_moves_is_looked_at_again_with_those_after_it(minutes):
    minutes.filter(second=FIRST + 120).update(second=FIRST + 121)
    assert marks(minutes) == [False, True, False, False, False]


def test_another_component_keeps_its_marks(minutes):
    minutes.all().delete()
    others = Measurement.objects.filter(component__code="ordering").order_by("second")
    assert marks(others) == [False, True, True, True, True]


def test_other_columns_leave_the_marks_alone(minutes):
    minutes.update(latency_ms=5)
    assert marks(minutes) == [False, True, True, True, True]


@pytest.mark.parametrize(("words", "left"), [(["--dry-run"], 1), ([], 0)])
def test_rebuild_finds_a_mark_without_one_before_it(minutes, words, left):
    minutes.filter(second=FIRST).update(follows=True)
    with pytest.raises(CommandError, match="1 marks of measurements"):
        call_command("rebuild", *words, stdout=StringIO())
    assert Measurement.objects.wrongly_marked().count() == left
