"""Hours that were rolled up are forgotten once one of their measurements changes."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from availability.coverage import Check, epoch, measured
from availability.models import Measurement, MeasurementTally
from availability.probes import tallies
from availability.ranges import TimeRange
from tests.availability.instants import gmt
from tests.availability.marks import mark_all
from tests.availability.measurements import history

pytestmark = pytest.mark.django_db
START, UNTIL = gmt("09:20"), gmt("15:40")
LATER = gmt("12:00", day=10)
SPAN = TimeRange(gmt("08:00"), gmt("16:00"))
Hour = MeasurementTally.Span.HOUR


def plainly(component):
    """From every measurement, without the tallies."""
    rows = Measurement.objects.filter(component=component).values_list("second", "ok")
    return measured([Check(*row) for row in rows], START, UNTIL)


def asked(component):
    return Measurement.objects.measured([component], START, UNTIL)[component.pk]


@pytest.fixture
def day(api):
    """Each minute from 08:00 to 16:00; down from 10:10 to 10:20, silent from 12:30 to 12:50."""
    down = TimeRange(gmt("10:10"), gmt("10:20"))
    silent = TimeRange(gmt("12:30"), gmt("12:50"))
    rows = history(api, SPAN, failing=[down], silent=[silent])
    Measurement.objects.bulk_create(rows)
    tallies.roll_up(at=LATER)


CHANGES = {
    "added": lambda rows: rows.create(component_id=rows.first().component_id,
                                      second=epoch(gmt("13:30:20")), ok=False, error="timeout"),
    "deleted": lambda rows: rows.filter(second__gte=epoch(gmt("13:20")),
                                        second__lt=epoch(gmt("13:30"))).delete(),
    "changed": lambda rows: rows.filter(second=epoch(gmt("13:20"))).update(ok=False, error="x"),
    "moved": lambda rows: rows.filter(second=epoch(gmt("13:20"))).update(
        second=epoch(gmt("11:00:30"))),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_changed_later_counts_at_once_and_is_rolled_up_anew(day, api, change):
    change(Measurement.objects.filter(component=api))
    assert asked(api) == plainly(api)
    tallies.roll_up(at=LATER)
    assert asked(api) == plainly(api)
    checks = MeasurementTally.objects.filter(component=api, span=Hour)
    assert sum(checks.values_list("checks", flat=True)) == Measurement.objects.count()


def test_a_new_measurement_forgets_no_hour_that_is_over(day, api):
    before = MeasurementTally.objects.count()
    Measurement.objects.create(component=api, second=epoch(gmt("16:00", day=10)), ok=True)
    assert MeasurementTally.objects.count() == before


def test_a_mark_forgets_no_hour(day):
    before = MeasurementTally.objects.count()
    assert mark_all() > 0
    assert MeasurementTally.objects.count() == before


def test_rolling_up_twice_changes_nothing(day):
    assert tallies.roll_up(at=LATER) == 0


def test_an_hour_is_rolled_up_once_its_last_round_is_recorded(api):
    Measurement.objects.create(component=api, second=epoch(gmt("13:59:40")), ok=True)
    assert tallies.roll_up(at=gmt("14:09")) == 0
    assert tallies.roll_up(at=gmt("14:10")) == 1


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(st.integers(0, 6 * 60), st.integers(1, 90), st.sampled_from([30, 60, 120, 121])),
        min_size=1,
        max_size=6,
    ),
    st.sets(st.integers(0, 400), max_size=3),
)
def test_whatever_was_measured_the_marked_say_the_same(api, runs, failed):
    Measurement.objects.all().delete()
    seconds = {
        epoch(SPAN.start) + minute * 60 + step * number
        for minute, length, step in runs
        for number in range(length)
    }
    Measurement.objects.bulk_create(
        Measurement(
            component=api,
            second=second,
            ok=number not in failed,
            error="x" if number in failed else "",
        )
        for number, second in enumerate(sorted(seconds))
    )
    mark_all()
    assert asked(api) == plainly(api)


def test_long_times_are_rolled_up_a_few_days_at_a_time(api, ordering):
    for component in (api, ordering):
        span = TimeRange(gmt("13:07", day=1), gmt("03:00", day=9))
        rows = history(component, span, every=timedelta(minutes=20))
        Measurement.objects.bulk_create(rows)
    assert tallies.roll_up(at=LATER) == 2 * (182 + 9)
    assert sum(api.tallies.filter(span=Hour).values_list("checks", flat=True)) == 546
