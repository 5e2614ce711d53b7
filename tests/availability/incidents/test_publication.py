"""What publishes itself, what stands together as one incident, and each delay (A7)."""

from datetime import timedelta

import pytest

from availability import figures, incidents
from availability.models import Interruption, Outage
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
FOUR = {"starts_at": gmt("13:00"), "ends_at": gmt("15:00"), "at": gmt("09:00")}


def interrupt(probe, start, component=None):
    """Two failures from `start` on, then two answers."""
    given = {"component": component} if component else {}
    probe("--++", start=start, **given)
    return Outage.objects.order_by("-pk").first()


def delays():
    found = Interruption.objects.order_by("pk")
    return [(each.publication_delay or timedelta()).total_seconds() / 60 for each in found]


def test_an_interruption_inside_the_window_of_a_release_publishes_itself(announce, probe, ruairi):
    incidents.begin_work(announce(kind="release", **FOUR), by=ruairi, at=gmt("13:00"))
    interrupt(probe, gmt("13:10"))
    assert incidents.publish_overdue(at=gmt("13:25")) == []
    assert len(incidents.publish_overdue(at=gmt("13:26"))) == 1


def test_an_interruption_inside_a_window_without_work_publishes_itself(announce, probe):
    announce(**FOUR)
    interrupt(probe, gmt("13:10"))
    assert len(incidents.publish_overdue(at=gmt("13:26"))) == 1


def test_work_recorded_late_makes_nothing_expected_until_it_is_approved(announce, probe, ruairi):
    work = announce(**FOUR)
    interrupt(probe, gmt("13:10"))
    incidents.begin_work(work, by=ruairi, at=gmt("13:00"), recorded_at=gmt("13:20"))
    assert len(incidents.publish_overdue(at=gmt("13:26"))) == 1


def test_what_joins_an_expected_outage_has_15_minutes_from_its_own_detection(
    announce, probe, ruairi, ordering
):
    incidents.begin_work(announce(**FOUR), by=ruairi, at=gmt("13:00"))
    probe("--", start=gmt("13:10"))
    probe("--", start=gmt("13:40"), component=ordering)
    assert incidents.publish_overdue(at=gmt("13:55")) == []
    assert len(incidents.publish_overdue(at=gmt("13:56"))) == 1


def test_a_declaration_of_what_is_over_publishes_itself_after_15_minutes(declare):
    declare(ended_at=gmt("13:30"), at=gmt("13:40"))
    assert incidents.publish_overdue(at=gmt("13:54")) == []
    [outage] = incidents.publish_overdue(at=gmt("13:55"))
    assert outage.updates.get().stage == "resolved"


def test_each_interruption_has_a_delay_of_its_own(probe, aoife):
    incidents.publish(interrupt(probe, gmt("13:00")), text="x", by=aoife, at=gmt("13:05"))
    interrupt(probe, gmt("14:30"))
    incidents.publish_overdue(at=gmt("14:46"))
    assert delays() == [4, 15]


def test_59_minutes_after_the_first_it_is_one_more_interruption_of_the_incident(probe, aoife):
    first = interrupt(probe, gmt("13:00"))
    incidents.publish(first, text="x", by=aoife, at=gmt("13:05"))
    second = interrupt(probe, gmt("13:59"))
    incidents.publish_overdue(at=gmt("14:15"))
    second.refresh_from_db()
    assert second.part_of == first
    assert delays() == [4, 15]


def test_61_minutes_after_the_first_it_is_an_incident_of_its_own(probe, aoife):
    incidents.publish(interrupt(probe, gmt("13:00")), text="x", by=aoife, at=gmt("13:05"))
    second = interrupt(probe, gmt("14:01"))
    incidents.publish_overdue(at=gmt("14:17"))
    second.refresh_from_db()
    assert (second.part_of, second.published_at) == (None, gmt("14:17"))


def test_the_hour_begins_with_the_first_interruption_and_not_with_the_last(probe, aoife):
    incidents.publish(interrupt(probe, gmt("13:00")), text="x", by=aoife, at=gmt("13:05"))
    for start in ("13:40", "14:20"):
        interrupt(probe, gmt(start))
    incidents.publish_overdue(at=gmt("14:40"))
    assert [each.part_of_id is None for each in Outage.objects.order_by("pk")] == [
        True,
        False,
        True,
    ]


def test_publishing_takes_along_what_began_within_the_hour_and_is_not_published(probe, aoife):
    first = interrupt(probe, gmt("13:00"))
    second = interrupt(probe, gmt("13:10"))
    incidents.publish(first, text="x", by=aoife, at=gmt("13:14"))
    second.refresh_from_db()
    assert (second.part_of, second.published_at) == (first, gmt("13:14"))
    assert delays() == [13, 3]


def test_another_component_is_an_incident_of_its_own(probe, aoife, ordering):
    incidents.publish(interrupt(probe, gmt("13:00")), text="x", by=aoife, at=gmt("13:05"))
    second = interrupt(probe, gmt("13:30"), component=ordering)
    incidents.publish_overdue(at=gmt("13:46"))
    second.refresh_from_db()
    assert second.part_of is None


def test_what_joins_an_incident_that_is_over_is_said_there(probe, aoife):
    first = interrupt(probe, gmt("13:00"))
    incidents.publish(first, text="x", stage="resolved", by=aoife, at=gmt("13:05"))
    probe("--", start=gmt("13:20"))
    incidents.publish_overdue(at=gmt("13:36"))
    assert first.updates.first().stage == "investigating"
    probe("++", start=gmt("13:37"))
    assert first.updates.first().stage == "resolved"


def test_a_part_takes_no_words_of_its_own(probe, aoife):
    first, second = interrupt(probe, gmt("13:00")), interrupt(probe, gmt("13:10"))
    incidents.publish(first, text="x", by=aoife, at=gmt("13:14"))
    with pytest.raises(incidents.ActionRefused, match="part of another incident"):
        incidents.update(second, stage="identified", text="y", by=aoife, at=gmt("13:15"))


def test_an_interruption_of_a_published_outage_is_published_at_its_detection(
    probe, aoife, ordering
):
    probe("--")
    incidents.publish(Outage.objects.get(), text="x", by=aoife, at=gmt("13:05"))
    probe("--", start=gmt("13:20"), component=ordering)
    assert delays() == [4, 0]


def test_what_begins_after_the_hour_joins_no_outage_that_goes_on(probe, ordering):
    probe("--")
    probe("--", start=gmt("14:01"), component=ordering)
    assert Outage.objects.count() == 2


def test_an_hour_after_the_first_of_an_incident_nothing_joins_its_parts(probe, aoife, ordering):
    incidents.publish(interrupt(probe, gmt("13:00")), text="x", by=aoife, at=gmt("13:05"))
    probe("--", start=gmt("13:50"))
    incidents.publish_overdue(at=gmt("14:06"))
    probe("--", start=gmt("14:01"), component=ordering)
    assert [each.interruptions.count() for each in Outage.objects.all()] == [1, 1, 1]


def test_what_a_person_publishes_within_the_hour_is_a_part_too_and_is_told_there(probe, aoife):
    first = interrupt(probe, gmt("13:00"))
    incidents.publish(first, text="x", by=aoife, at=gmt("13:05"))
    second = interrupt(probe, gmt("13:30"))
    incidents.publish(second, text="Once again.", title="Other", by=aoife, at=gmt("13:35"))
    second.refresh_from_db()
    assert (second.part_of, second.published_at) == (first, gmt("13:35"))
    assert [each.text for each in first.updates.all()][:1] == ["Once again."]
    assert not second.updates.exists()


def test_three_short_outages_are_one_incident_and_each_counts_by_itself(probe, aoife, api):
    for start in ("13:00", "13:20", "13:50"):
        interrupt(probe, gmt(start))
    incidents.publish(Outage.objects.earliest("started_at"), text="x", by=aoife, at=gmt("13:55"))
    assert Outage.objects.heads().count() == 1
    month = {"start": gmt("00:00", day=1), "end": gmt("00:00", day=30), "at": gmt("18:00")}
    assert figures.month_figure(api, **month).down == 3 * 120


def test_nothing_becomes_a_part_of_an_incident_that_was_withdrawn(probe, aoife, niamh):
    first = interrupt(probe, gmt("13:00"))
    incidents.publish(first, text="x", by=aoife, at=gmt("13:05"))
    [interruption] = first.interruptions.all()
    proposed = incidents.propose_withdrawal(interruption, reason="x", by=aoife, at=gmt("13:10"))
    incidents.approve_correction(proposed, by=niamh, at=gmt("13:11"))
    second = interrupt(probe, gmt("13:30"))
    incidents.publish_overdue(at=gmt("13:46"))
    second.refresh_from_db()
    assert second.part_of is None
