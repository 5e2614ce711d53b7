"""Old measurements are thinned out, and every figure of their time stays the same."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from availability.coverage import epoch
from availability.models import Measurement, MeasurementTally, ThinnedSpan
from availability.probes import tallies, thinning
from availability.ranges import TimeRange
from tests.availability.instants import gmt
from tests.availability.marks import mark_all
from tests.availability.measurements import history

pytestmark = pytest.mark.django_db
DAY = TimeRange(gmt("00:00"), gmt("00:00", day=11))
LATER = gmt("12:00", day=12)


def thinned():
    return thinning.thin(DAY, is_time=lambda: True)


def asked(component, start="09:20", until="15:40"):
    span = gmt(start), gmt(until)
    return Measurement.objects.measured([component], *span)[component.pk]


@pytest.fixture
def day(api):
    """Each minute of a day; down from 10:10 to 10:20, silent from 12:30 to 12:50."""
    rows = history(
        api,
        DAY,
        failing=[TimeRange(gmt("10:10"), gmt("10:20"))],
        silent=[TimeRange(gmt("12:30"), gmt("12:50"))],
    )
    Measurement.objects.bulk_create(rows)
    mark_all()
    tallies.roll_up(at=LATER)


def test_what_told_nothing_is_deleted_and_what_told_something_stays(day, api):
    assert thinned() > 1390
    kept = [gmt(f"10:{minute:02}") for minute in range(10, 21)]
    assert set(kept) <= {each.at for each in Measurement.objects.all()}
    assert Measurement.objects.count() < 20


@pytest.mark.parametrize(
    ("start", "until"),
    [("00:00", "23:59"), ("09:20", "15:40"), ("03:00", "04:00"), ("12:40", "12:45")],
)
def test_any_stretch_of_the_time_says_the_same(day, api, start, until):
    before = asked(api, start, until)
    thinned()
    assert asked(api, start, until) == before


def test_hours_and_days_are_kept(day):
    before = list(MeasurementTally.objects.values())
    thinned()
    assert list(MeasurementTally.objects.values()) == before
    assert tallies.roll_up(at=LATER) == 0


def test_no_mark_is_wrong_afterwards(day):
    thinned()
    assert not Measurement.objects.wrongly_marked().exists()


def test_a_second_time_deletes_nothing(day):
    thinned()
    before = list(ThinnedSpan.objects.values())
    assert thinned() == 0
    assert list(ThinnedSpan.objects.values()) == before


def test_it_goes_on_another_time_where_its_turn_is_over(day):
    assert thinning.thin(DAY, is_time=lambda: False) == 0
    assert thinned() > 1390


def test_what_is_not_rolled_up_yet_stays(api):
    Measurement.objects.bulk_create(history(api, DAY))
    mark_all()
    assert thinned() == 0


@pytest.mark.parametrize(("start", "until"), [("00:00", "23:59"), ("09:20", "10:15")])
def test_each_of_them_is_told_as_before(day, api, start, until):
    span = epoch(gmt(start)), epoch(gmt(until))
    before = Measurement.objects.told_of(api, *span)
    thinned()
    assert Measurement.objects.told_of(api, *span) == before


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(1, 90), st.sampled_from([30, 60, 120, 121])),
        min_size=1,
        max_size=6,
    ),
    st.sets(st.integers(0, 400), max_size=3),
    st.integers(0, 900 * 60),
    st.integers(1, 300 * 60),
)
def test_whatever_was_measured_each_stretch_says_the_same(api, runs, failed, start, length):
    for rows in (Measurement, MeasurementTally, ThinnedSpan):
        rows.objects.all().delete()
    begin = epoch(DAY.start)
    seconds = {begin + minute * 60 + step * n for minute, many, step in runs for n in range(many)}
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
    tallies.roll_up(at=LATER)
    stretch = DAY.start + timedelta(seconds=start), DAY.start + timedelta(seconds=start + length)
    all_of_it = epoch(DAY.start), epoch(DAY.end)

    def told():
        measured = Measurement.objects.measured([api], *stretch)[api.pk]
        return measured, Measurement.objects.told_of(api, *all_of_it)

    before = told()
    thinned()
    assert told() == before
