"""What people do with an outage."""

import pytest

from availability import incidents
from availability.models import Outage, OutageUpdate
from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
SAID = {"stage": "identified", "text": "The disk is full."}


@pytest.fixture
def published(declare, aoife):
    return incidents.publish(declare(), text="We are looking.", by=aoife, at=gmt("13:10"))


def test_a_declaration_is_the_detection(declare):
    outage = declare()
    assert (outage.started_at, outage.detected_at) == (gmt("13:00"), gmt("13:05"))


def test_an_outage_of_nothing_is_refused(declare):
    with pytest.raises(ActionRefused, match="at least one component"):
        declare(impacts={})


def test_an_outage_is_not_declared_before_it_starts(declare):
    with pytest.raises(ActionRefused, match="before it starts"):
        declare(started_at=gmt("13:06"))


def test_a_published_outage_carries_its_first_words(published, aoife):
    update = published.updates.get()
    assert (update.stage, update.text, update.by) == ("investigating", "We are looking.", aoife)


def test_the_delay_of_publication_is_known(published):
    assert published.interruptions.get().publication_delay.total_seconds() == 300


def test_an_outage_is_published_once(published, aoife):
    with pytest.raises(ActionRefused, match="published already"):
        incidents.publish(published, text="Again.", by=aoife, at=gmt("13:11"))


def test_an_outage_is_not_published_before_its_detection(declare, aoife):
    with pytest.raises(ActionRefused, match="before it was detected"):
        incidents.publish(declare(), text="Early.", by=aoife, at=gmt("13:04"))


def test_publishing_may_give_a_better_title(declare, aoife):
    outage = incidents.publish(declare(), text="x", title="Orders wait", by=aoife, at=gmt("13:10"))
    assert outage.title == "Orders wait"


def test_an_unpublished_outage_takes_no_update(declare, aoife):
    with pytest.raises(ActionRefused, match="Publish"):
        incidents.update(declare(), by=aoife, at=gmt("13:10"), **SAID)


def test_updates_stand_newest_first(published, aoife):
    incidents.update(published, by=aoife, at=gmt("13:20"), **SAID)
    assert [update.stage for update in published.updates.all()] == ["identified", "investigating"]


def test_a_double_click_says_it_once(published, aoife):
    incidents.update(published, by=aoife, at=gmt("13:20"), **SAID)
    with pytest.raises(ActionRefused, match="already"):
        incidents.update(published, by=aoife, at=gmt("13:20:01"), **SAID)


def test_an_outage_that_goes_on_is_not_called_resolved(published, aoife):
    with pytest.raises(ActionRefused, match="not over"):
        incidents.update(published, stage="resolved", text="Done.", by=aoife, at=gmt("13:20"))


def test_a_person_ends_what_a_person_declared(published, aoife):
    incidents.end(published, ended_at=gmt("13:30"), text="Back.", by=aoife, at=gmt("13:32"))
    outage = Outage.objects.get()
    assert outage.ended_at == gmt("13:30")
    assert outage.updates.first().stage == OutageUpdate.Stage.RESOLVED


def test_an_outage_ends_after_its_start(published, aoife):
    with pytest.raises(ActionRefused, match="after its start"):
        incidents.end(published, ended_at=gmt("13:00"), text="Back.", by=aoife, at=gmt("13:32"))


def test_an_outage_does_not_end_in_the_future(published, aoife):
    with pytest.raises(ActionRefused, match="future"):
        incidents.end(published, ended_at=gmt("13:33"), text="Back.", by=aoife, at=gmt("13:32"))


def test_an_outage_ends_once(published, aoife):
    incidents.end(published, ended_at=gmt("13:30"), text="Back.", by=aoife, at=gmt("13:32"))
    with pytest.raises(ActionRefused, match="ended already"):
        incidents.end(published, ended_at=gmt("13:31"), text="Back.", by=aoife, at=gmt("13:33"))


def test_a_person_does_not_end_what_the_probe_still_measures(probe, aoife):
    probe("--")
    with pytest.raises(ActionRefused, match="The probe"):
        incidents.end(
            Outage.objects.get(), ended_at=gmt("13:02"), text="", by=aoife, at=gmt("13:03")
        )


def test_a_person_ends_what_the_probe_no_longer_measures(probe, aoife):
    probe("--")
    incidents.end(Outage.objects.get(), ended_at=gmt("13:30"), text="", by=aoife, at=gmt("13:31"))
    assert Outage.objects.get().is_over


def test_a_declared_part_ended_by_hand_leaves_the_probed_part_open(declare, probe, ordering, aoife):
    outage = declare()
    probe("--", start=gmt("13:06"), component=ordering)
    incidents.end(outage, ended_at=gmt("13:07"), text="", by=aoife, at=gmt("13:08"))
    assert Outage.objects.get().ended_at is None


def test_events_hold_no_personal_text(published):
    data = str(list(Event.objects.values_list("data", flat=True)))
    assert "We are looking" not in data


def test_every_act_is_an_event(published, aoife):
    incidents.update(published, by=aoife, at=gmt("13:20"), **SAID)
    incidents.end(published, ended_at=gmt("13:30"), text="Back.", by=aoife, at=gmt("13:32"))
    assert list(Event.objects.values_list("verb", flat=True)) == [
        "declare",
        "publish",
        "update",
        "end",
        "over",
    ]
