"""Announcing, moving and doing maintenance."""

import pytest
from django.db import DatabaseError, transaction

from availability import incidents
from availability.models import Maintenance, MaintenanceWindow
from availability.ranges import TimeRange
from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
LATER = {"starts_at": gmt("22:30"), "ends_at": gmt("23:30")}


def test_work_inside_the_window_is_excluded(announce, ruairi):
    work = incidents.begin_work(announce(), by=ruairi, at=gmt("21:50"))
    work = incidents.end_work(work, by=ruairi, at=gmt("22:40"))
    assert work.excluded(gmt("23:59")) == [TimeRange(gmt("22:00"), gmt("22:40"))]


def test_a_window_without_work_excludes_nothing(announce):
    assert announce().excluded(gmt("23:59")) == []


def test_work_that_goes_on_is_excluded_as_far_as_the_window(announce, ruairi):
    work = incidents.begin_work(announce(), by=ruairi, at=gmt("22:10"))
    assert work.excluded(gmt("22:20")) == [TimeRange(gmt("22:10"), gmt("22:20"))]
    assert work.excluded(gmt("23:59")) == [TimeRange(gmt("22:10"), gmt("23:00"))]


def test_the_whole_window_is_off_the_clock_until_the_work_has_ended(announce, ruairi):
    work = announce()
    assert work.row.off_the_clock(gmt("22:00")) == [TimeRange(gmt("22:00"), gmt("23:00"))]
    work = incidents.begin_work(work, by=ruairi, at=gmt("22:10"))
    assert work.row.off_the_clock(gmt("22:39")) == [TimeRange(gmt("22:00"), gmt("23:00"))]
    work = incidents.end_work(work, by=ruairi, at=gmt("22:40"))
    assert work.row.off_the_clock(gmt("22:40")) == [TimeRange(gmt("22:10"), gmt("22:40"))]


def test_a_move_is_a_new_row(announce, ruairi):
    work = incidents.move(announce(), by=ruairi, at=gmt("10:00"), **LATER)
    assert MaintenanceWindow.objects.count() == 2
    assert work.planned() == [TimeRange(gmt("22:30"), gmt("23:30"))]


def test_an_announcement_never_changes(announce):
    announce()
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        MaintenanceWindow.objects.update(ends_at=gmt("23:59"))


def test_a_move_to_the_same_window_is_refused(announce, ruairi):
    with pytest.raises(ActionRefused, match="already announced"):
        incidents.move(
            announce(), starts_at=gmt("22:00"), ends_at=gmt("23:00"), by=ruairi, at=gmt("10:00")
        )


def test_a_cancelled_window_is_not_planned(announce, ruairi):
    assert incidents.cancel(announce(), by=ruairi, at=gmt("10:00")).planned() == []


@pytest.mark.parametrize("verb", ["begin_work", "cancel"])
def test_a_cancelled_window_takes_no_further_step(announce, ruairi, verb):
    work = incidents.cancel(announce(), by=ruairi, at=gmt("10:00"))
    with pytest.raises(ActionRefused, match="cancelled"):
        getattr(incidents, verb)(work, by=ruairi, at=gmt("22:00"))


def test_work_begins_once(announce, ruairi):
    work = incidents.begin_work(announce(), by=ruairi, at=gmt("22:00"))
    with pytest.raises(ActionRefused, match="begun already"):
        incidents.begin_work(work, by=ruairi, at=gmt("22:01"))


def test_work_that_has_begun_is_ended_and_not_cancelled(announce, ruairi):
    work = incidents.begin_work(announce(), by=ruairi, at=gmt("22:00"))
    with pytest.raises(ActionRefused, match="End it"):
        incidents.cancel(work, by=ruairi, at=gmt("22:01"))


def test_work_that_has_not_begun_does_not_end(announce, ruairi):
    with pytest.raises(ActionRefused, match="not begun"):
        incidents.end_work(announce(), by=ruairi, at=gmt("22:01"))


def test_work_that_has_ended_is_not_moved(announce, ruairi):
    work = incidents.begin_work(announce(), by=ruairi, at=gmt("22:00"))
    incidents.end_work(work, by=ruairi, at=gmt("22:40"))
    with pytest.raises(ActionRefused, match="ended"):
        incidents.move(work, by=ruairi, at=gmt("22:50"), **LATER)


def test_a_window_that_is_over_is_not_announced(announce):
    with pytest.raises(ActionRefused, match="over already"):
        announce(at=gmt("23:00"))


def test_a_window_that_ends_before_its_start_is_refused(announce):
    with pytest.raises(ActionRefused, match="after its start"):
        announce(ends_at=gmt("21:00"))


def test_a_late_announcement_is_shown_but_not_planned(announce):
    work = announce(at=gmt("22:00"))
    assert work.planned() == []


def test_maintenance_concerns_the_components_that_are_named(announce, api, ordering):
    work = announce(components=[ordering])
    assert list(Maintenance.objects.concerning([api.pk])) == []
    assert list(Maintenance.objects.concerning([api.pk, ordering.pk])) == [work]
    assert list(Maintenance.objects.concerning([])) == [work]


def test_every_act_is_an_event_with_its_window(announce, ruairi):
    incidents.move(announce(), by=ruairi, at=gmt("10:00"), **LATER)
    first, second = Event.objects.filter(subject_kind="maintenance").order_by("id")
    assert (first.verb, second.verb) == ("announce", "move")
    assert second.data["starts_at"] == gmt("22:30").isoformat()
