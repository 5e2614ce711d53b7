"""A measurement's mark goes with the one that it rests on."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from availability.coverage import SPEAKS_FOR
from availability.models import Component, Measurement
from availability.tasks import settle_measurements
from istockist_sla.core import settling

pytestmark = pytest.mark.django_db
FIRST = 1_780_000_000


@pytest.fixture
def minutes():
    """Five measurements of the API, a minute apart, and one of Ordering beside each."""
    for code in ("api", "ordering"):
        component = Component.objects.get(code=code)
        for n in range(5):
            Measurement.objects.create(component=component, second=FIRST + 60 * n, ok=True)
    settle_measurements()
    return Measurement.objects.filter(component__code="api").order_by("second")


def marks(minutes):
    return list(minutes.values_list("followed", flat=True))


def test_it_knows_for_how_long_a_measurement_speaks():
    assert SPEAKS_FOR.total_seconds() == settling.REACH


def test_all_but_the_last_are_followed(minutes):
    assert marks(minutes) == [True, True, True, True, False]


def test_what_is_marked_once_is_not_marked_again(minutes):
    assert settle_measurements() == 0


def test_the_next_one_marks_the_one_before(minutes):
    api = Component.objects.get(code="api")
    Measurement.objects.create(component=api, second=FIRST + 300, ok=True)
    assert settle_measurements() == 1
    assert marks(minutes) == [True, True, True, True, True, False]


def test_one_that_comes_too_late_marks_nothing(minutes):
    api = Component.objects.get(code="api")
    Measurement.objects.create(component=api, second=FIRST + 240 + 121, ok=True)
    assert settle_measurements() == 0


def test_those_before_one_that_is_gone_are_looked_at_again(minutes):
    minutes[3].delete()
    assert marks(minutes) == [True, False, False, False]


def test_one_that_moves_is_looked_at_again_with_those_before_it(minutes):
    minutes.filter(second=FIRST + 120).update(second=FIRST + 121)
    assert marks(minutes) == [False, False, False, True, False]


def test_another_component_keeps_its_marks(minutes):
    minutes.all().delete()
    others = Measurement.objects.filter(component__code="ordering").order_by("second")
    assert marks(others) == [True, True, True, True, False]


def test_other_columns_leave_the_marks_alone(minutes):
    minutes.update(latency_ms=5)
    assert marks(minutes) == [True, True, True, True, False]


@pytest.mark.parametrize(("words", "left"), [(["--dry-run"], 1), ([], 0)])
def test_rebuild_finds_a_mark_without_a_next_one(minutes, words, left):
    minutes.filter(second=FIRST + 240).update(followed=True)
    with pytest.raises(CommandError, match="1 marks of measurements"):
        call_command("rebuild", *words, stdout=StringIO())
    assert Measurement.objects.wrongly_settled().count() == left
