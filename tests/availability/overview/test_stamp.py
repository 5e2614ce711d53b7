"""The value with which the public pages change."""

import pytest

from availability import incidents
from availability.overview.stamp import stamp
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db


def test_it_stays_while_nothing_happens(probe):
    probe("++")
    assert stamp(gmt("13:01:30")) == stamp(gmt("13:02:30"))


def test_silence_changes_it(probe):
    probe("++")
    assert stamp(gmt("13:02:59")) != stamp(gmt("13:03:00"))


def test_an_event_changes_it(declare):
    before = stamp(gmt("13:05"))
    declare()
    assert stamp(gmt("13:05")) != before


def test_work_that_leaves_its_window_changes_it(announce, ruairi):
    work = announce()
    incidents.begin_work(work, by=ruairi, at=gmt("22:00"))
    assert stamp(gmt("22:59:59")) != stamp(gmt("23:00"))


def test_it_takes_a_fixed_number_of_queries(declare, announce, django_assert_num_queries):
    for hour in ("09", "10", "11"):
        announce(starts_at=gmt(f"{hour}:30", day=12), ends_at=gmt(f"{hour}:40", day=12))
        declare(started_at=gmt(f"{hour}:00"))
    with django_assert_num_queries(8):
        stamp(gmt("13:00"))
