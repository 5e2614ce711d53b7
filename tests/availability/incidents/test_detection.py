"""What the probe confirms and ends, and what publishes itself."""

from datetime import timedelta

import pytest

from availability import incidents
from availability.models import Interruption, Measurement, Outage
from istockist_sla.core.models import Event
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db


def test_one_failure_is_no_outage(probe):
    probe("+-+")
    assert not Outage.objects.exists()


def test_two_failures_in_a_row_confirm_an_outage_from_the_first(probe):
    probe("+--")
    outage = Outage.objects.get()
    assert (outage.started_at, outage.detected_at) == (gmt("13:01"), gmt("13:02"))


def test_one_success_does_not_end_an_outage(probe):
    probe("--+-")
    assert Outage.objects.get().ended_at is None


def test_two_successes_end_an_outage_with_the_first(probe):
    probe("+---++")
    assert Outage.objects.get().ended_at == gmt("13:04")


def test_failures_after_the_end_are_a_new_outage(probe):
    probe("--++--")
    assert list(Outage.objects.values_list("started_at", flat=True)) == [
        gmt("13:04"),
        gmt("13:00"),
    ]


def test_failures_with_unmeasured_time_between_them_are_not_in_a_row(probe):
    probe("-   -")
    assert not Outage.objects.exists()


def test_an_outage_that_spans_unmeasured_time_ends_with_the_first_success_after_it(probe):
    probe("--    ++")
    assert Outage.objects.get().ended_at == gmt("13:06")


def test_two_successes_around_unmeasured_time_end_the_outage_with_the_first(probe):
    probe("--+    +")
    assert Outage.objects.get().ended_at == gmt("13:02")


def test_a_job_that_runs_twice_measures_once(probe):
    probe("-")
    probe("-", start=gmt("13:00:10"))
    assert Measurement.objects.count() == 1
    assert not Outage.objects.exists()


def test_components_that_fail_together_are_one_outage(probe, ordering):
    probe("--")
    probe("--", component=ordering)
    outage = Outage.objects.get()
    assert outage.interruptions.count() == 2
    assert outage.title == "Interruption of the API and Ordering"


def test_an_outage_is_over_when_its_last_component_is_back(probe, ordering):
    probe("--")
    probe("--", component=ordering)
    probe("++", start=gmt("13:02"))
    assert Outage.objects.get().ended_at is None
    probe("-++", start=gmt("13:02"), component=ordering)
    assert Outage.objects.get().ended_at == gmt("13:03")


def test_the_probe_joins_an_outage_that_a_person_declared(declare, probe, ordering):
    declared = declare()
    probe("--", start=gmt("13:06"), component=ordering)
    assert Interruption.objects.get(by_probe=True).outage == declared


def test_an_interruption_is_confirmed_once(api):
    incidents.confirm(api, started_at=gmt("13:00"), at=gmt("13:01"))
    assert incidents.confirm(api, started_at=gmt("13:01"), at=gmt("13:02")) is None


def test_monitoring_starts_with_the_first_measurement(probe, api):
    probe("++")
    api.refresh_from_db()
    assert api.monitored_since == gmt("13:00")
    assert Event.objects.filter(verb="start_monitoring").count() == 1


def test_an_outage_publishes_itself_15_minutes_after_its_detection(probe):
    probe("--")
    assert incidents.publish_overdue(at=gmt("13:15:59")) == []
    incidents.publish_overdue(at=gmt("13:16"))
    assert Outage.objects.get().published_at == gmt("13:16")


def test_an_outage_that_is_over_publishes_itself_too(probe):
    probe("--++")
    incidents.publish_overdue(at=gmt("13:16"))
    update = Outage.objects.get().updates.get()
    assert update.stage == "resolved"
    assert "It has worked again since" in update.text


def test_an_outage_publishes_itself_once(probe):
    probe("--")
    incidents.publish_overdue(at=gmt("13:16"))
    assert incidents.publish_overdue(at=gmt("13:17")) == []


def test_what_publishes_itself_is_nobodys_act(probe):
    probe("--")
    incidents.publish_overdue(at=gmt("13:16"))
    assert Event.objects.get(verb="publish").actor is None


def test_the_end_is_told_on_a_published_outage(probe):
    probe("--")
    incidents.publish_overdue(at=gmt("13:16"))
    probe("++", start=gmt("13:17"))
    assert Outage.objects.get().updates.first().stage == "resolved"


def test_a_declared_outage_that_nobody_published_publishes_itself(declare):
    declare()
    assert len(incidents.publish_overdue(at=gmt("13:20"))) == 1


def test_an_interruption_inside_planned_work_is_not_unexpected(announce, probe, ruairi):
    work = announce()
    incidents.begin_work(work, by=ruairi, at=gmt("22:00"))
    probe("--++", start=gmt("22:10"))
    incidents.end_work(work, by=ruairi, at=gmt("22:40"))
    assert incidents.publish_overdue(at=gmt("23:59")) == []


def test_work_that_overruns_its_window_is_published_15_minutes_after_the_window(
    announce, probe, ruairi
):
    incidents.begin_work(announce(), by=ruairi, at=gmt("22:00"))
    probe("--", start=gmt("22:40"))
    assert incidents.publish_overdue(at=gmt("23:14")) == []
    assert len(incidents.publish_overdue(at=gmt("23:15"))) == 1


def test_planned_work_on_another_component_explains_nothing(announce, probe, ruairi, ordering):
    incidents.begin_work(announce(components=[ordering]), by=ruairi, at=gmt("22:00"))
    probe("--", start=gmt("22:10"))
    assert len(incidents.publish_overdue(at=gmt("22:30"))) == 1


def test_replaying_the_events_gives_the_bounds_that_the_rows_hold(probe):
    probe("+---++---++")
    replayed = []
    for event in Event.objects.filter(subject_kind="outage").order_by("id"):
        if event.verb == "confirm":
            replayed.append([event.data["started_at"], None])
        if event.verb == "recover":
            replayed[-1][1] = event.data["ended_at"]
    rows = Outage.objects.order_by("started_at").values_list("started_at", "ended_at")
    assert replayed == [[start.isoformat(), end.isoformat()] for start, end in rows]


def test_an_instant_is_cut_to_the_whole_second(api):
    late = gmt("13:00") + timedelta(microseconds=999_999)
    outage = incidents.confirm(api, started_at=late, at=late)
    assert outage.started_at == gmt("13:00")
