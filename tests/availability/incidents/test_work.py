"""The work of maintenance: at its instant it counts, recorded later it is approved first (A4)."""

import pytest

from availability import figures, incidents
from availability.models import LateWork, Maintenance
from availability.ranges import TimeRange
from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
WINDOW = TimeRange(gmt("22:00"), gmt("23:00"))
MORNING = gmt("09:00", day=10)


@pytest.fixture
def late(announce, ruairi):
    """Begun at 22:10, which was written down the next morning."""
    incidents.begin_work(announce(), by=ruairi, at=gmt("22:10"), recorded_at=MORNING)
    return LateWork.objects.get()


def row():
    return Maintenance.objects.with_windows().get().row


def test_what_is_recorded_at_its_instant_counts_at_once(announce, ruairi):
    incidents.begin_work(announce(), by=ruairi, at=gmt("22:10"), recorded_at=gmt("22:10:00.9"))
    assert row().work.start == gmt("22:10")


def test_what_is_recorded_later_excludes_nothing_until_it_is_approved(late, niamh):
    assert row().excluded(MORNING) == []
    incidents.approve_work(late, by=niamh, at=MORNING)
    assert row().excluded(MORNING) == [TimeRange(gmt("22:10"), WINDOW.end)]


def test_a_window_whose_beginning_waits_for_approval_stops_no_clock(late, niamh):
    assert row().off_the_clock(MORNING) == []
    incidents.approve_work(late, by=niamh, at=MORNING)
    assert row().off_the_clock(MORNING) == [TimeRange(gmt("22:10"), WINDOW.end)]


def test_an_end_recorded_later_gives_way_to_the_announced_one(announce, ruairi, niamh):
    work = incidents.begin_work(announce(), by=ruairi, at=gmt("22:00"))
    incidents.end_work(work, by=ruairi, at=gmt("22:20"), recorded_at=MORNING)
    assert row().excluded(MORNING) == [WINDOW]
    incidents.approve_work(LateWork.objects.get(), by=niamh, at=MORNING)
    assert row().excluded(MORNING) == [TimeRange(WINDOW.start, gmt("22:20"))]


def test_an_end_without_a_beginning_that_counts_excludes_nothing(late, ruairi):
    incidents.end_work(late.maintenance, by=ruairi, at=gmt("22:50"), recorded_at=gmt("22:50"))
    assert row().work == (None, gmt("22:50"))
    assert row().excluded(MORNING) == []


def test_nobody_approves_what_they_recorded(late, ruairi):
    with pytest.raises(ActionRefused, match="Another person"):
        incidents.approve_work(late, by=ruairi, at=MORNING)


def test_late_work_is_decided_once(late, niamh):
    incidents.refuse_work(late, by=niamh, at=MORNING)
    with pytest.raises(ActionRefused, match="decided already"):
        incidents.approve_work(late, by=niamh, at=MORNING)


def test_a_refused_beginning_may_be_recorded_anew(late, niamh, ruairi):
    incidents.refuse_work(late, by=niamh, at=MORNING)
    incidents.begin_work(late.maintenance, by=ruairi, at=gmt("22:15"), recorded_at=MORNING)
    assert LateWork.objects.to_decide().get().at == gmt("22:15")


def test_a_beginning_that_waits_is_not_recorded_twice(late, ruairi):
    with pytest.raises(ActionRefused, match="begun already"):
        incidents.begin_work(late.maintenance, by=ruairi, at=MORNING)


def test_work_that_waits_for_approval_is_ended_and_not_cancelled(late, ruairi):
    with pytest.raises(ActionRefused, match="End it"):
        incidents.cancel(late.maintenance, by=ruairi, at=MORNING)


def test_work_whose_end_waits_for_approval_is_over(late, ruairi):
    incidents.end_work(late.maintenance, by=ruairi, at=gmt("22:40"), recorded_at=MORNING)
    assert not Maintenance.objects.to_come().exists()
    with pytest.raises(ActionRefused, match="has ended"):
        incidents.move(
            late.maintenance, starts_at=MORNING, ends_at=gmt("12:00", 10), by=ruairi, at=MORNING
        )


def test_work_begins_before_an_end_that_counts(late, niamh, ruairi):
    incidents.end_work(late.maintenance, by=ruairi, at=gmt("22:50"))
    incidents.refuse_work(late, by=niamh, at=MORNING)
    with pytest.raises(ActionRefused, match="before its end"):
        incidents.begin_work(late.maintenance, by=ruairi, at=gmt("22:50"), recorded_at=MORNING)


def test_work_is_not_recorded_before_it_is_done(announce, ruairi):
    with pytest.raises(ActionRefused, match="before it is done"):
        incidents.begin_work(announce(), by=ruairi, at=MORNING, recorded_at=gmt("22:00"))


def test_the_event_bears_the_instant_that_counts_and_the_clock_at_the_writing(late):
    event = Event.objects.get(verb="begin_work")
    assert (event.at, event.recorded_at) == (gmt("22:10"), MORNING)


def test_maintenance_is_read_as_plain_rows_from_an_instant_on(late):
    [found] = figures.maintenance_rows(gmt("22:59"))
    assert (found.title, found.components) == (late.maintenance.title, frozenset({"api"}))
    assert figures.maintenance_rows(gmt("23:00")) == []
