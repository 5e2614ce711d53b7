"""Declared against measured (A5): who approves what a person says of an interruption."""

import pytest

from availability import incidents
from availability.models import Interruption, Outage
from istockist_sla.core.refusal import ActionRefused
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(declare):
    """Ordering was down from 13:00 to 13:30, declared at 13:40."""
    declare(ended_at=gmt("13:30"), at=gmt("13:40"))
    return Interruption.objects.get()


@pytest.fixture
def found(probe):
    """The API was down from 13:00 to 13:10, found by the probe."""
    probe("-" * 10 + "++")
    return Interruption.objects.get()


def test_an_outage_that_is_over_is_declared_with_its_end(over):
    assert Outage.objects.get().ended_at == over.ended_at == gmt("13:30")
    assert over.detected_at == gmt("13:40")


@pytest.mark.parametrize(
    ("end", "words"), [(gmt("13:00"), "after its start"), (gmt("13:06"), "future")]
)
def test_an_end_that_cannot_be_is_refused(declare, end, words):
    with pytest.raises(ActionRefused, match=words):
        declare(ended_at=end)


def test_another_person_approves_a_declaration(over, niamh):
    incidents.approve_interruption(over, by=niamh, at=gmt("15:00"))
    over.refresh_from_db()
    assert (over.approved, over.decided_by) == (True, niamh)


def test_another_person_refuses_a_declaration(over, niamh):
    assert incidents.refuse_interruption(over, by=niamh, at=gmt("15:00")).approved is False


def test_nobody_approves_their_own_declaration(over, aoife):
    with pytest.raises(ActionRefused, match="Another person"):
        incidents.approve_interruption(over, by=aoife, at=gmt("15:00"))


def test_who_said_when_it_was_over_does_not_approve_it(declare, niamh, ruairi):
    outage = declare()
    incidents.end(outage, ended_at=gmt("13:30"), text="x", by=niamh, at=gmt("13:40"))
    with pytest.raises(ActionRefused, match="Another person"):
        incidents.approve_interruption(Interruption.objects.get(), by=niamh, at=gmt("15:00"))
    approved = incidents.approve_interruption(
        Interruption.objects.get(), by=ruairi, at=gmt("15:00")
    )
    assert approved.decided_by == ruairi


def test_a_declaration_is_decided_once(over, niamh):
    incidents.refuse_interruption(over, by=niamh, at=gmt("15:00"))
    with pytest.raises(ActionRefused, match="decided already"):
        incidents.approve_interruption(over, by=niamh, at=gmt("15:01"))


def test_a_declaration_is_decided_once_it_is_over(declare, niamh):
    declare()
    with pytest.raises(ActionRefused, match="once it is over"):
        incidents.approve_interruption(Interruption.objects.get(), by=niamh, at=gmt("15:00"))


def test_what_the_probe_found_needs_no_decision(found, niamh):
    with pytest.raises(ActionRefused, match="no approval"):
        incidents.approve_interruption(found, by=niamh, at=gmt("15:00"))
    assert not Interruption.objects.to_decide().exists()


@pytest.fixture
def exclude(over, ruairi, ordering):
    def propose(**given):
        return incidents.propose_exclusion(
            **{
                "outage": over.outage,
                "components": [ordering],
                "cause": "intermediary",
                "starts_at": gmt("13:00"),
                "ends_at": gmt("13:30"),
                "evidence": "Notice 4711",
                "by": ruairi,
                "at": gmt("14:00"),
                **given,
            }
        )

    return propose


def test_approving_its_exclusion_approves_the_declaration(exclude, over, niamh):
    incidents.approve_exclusion(exclude(), by=niamh, at=gmt("15:00"))
    over.refresh_from_db()
    assert (over.approved, over.decided_by) == (True, niamh)


def test_an_exclusion_of_a_part_of_it_approves_the_whole_declaration(exclude, over, niamh):
    part = exclude(starts_at=gmt("13:10"), ends_at=gmt("13:12"))
    incidents.approve_exclusion(part, by=niamh, at=gmt("15:00"))
    over.refresh_from_db()
    assert over.approved


def test_an_exclusion_of_another_time_approves_no_declaration(exclude, over, niamh):
    other = exclude(starts_at=gmt("13:30"), ends_at=gmt("13:50"))
    incidents.approve_exclusion(other, by=niamh, at=gmt("15:00"))
    over.refresh_from_db()
    assert over.approved is None


def test_an_exclusion_of_another_component_approves_no_declaration(exclude, over, niamh, api):
    incidents.approve_exclusion(exclude(components=[api]), by=niamh, at=gmt("15:00"))
    over.refresh_from_db()
    assert over.approved is None


def test_who_declared_it_approves_its_exclusion_but_not_the_declaration(exclude, over, aoife):
    assert incidents.approve_exclusion(exclude(), by=aoife, at=gmt("15:00")).approved
    over.refresh_from_db()
    assert over.approved is None


def test_a_person_does_not_end_before_the_last_failure(probe, aoife):
    probe("----")
    with pytest.raises(ActionRefused, match="still failed then"):
        incidents.end(
            Outage.objects.get(), ended_at=gmt("13:02"), text="", by=aoife, at=gmt("13:30")
        )


@pytest.mark.parametrize("end", ["13:03:30", "13:04:59"])
def test_a_person_does_not_end_what_the_last_failure_still_speaks_for(probe, aoife, end):
    """The failure of 13:03 speaks for two minutes."""
    probe("----")
    with pytest.raises(ActionRefused, match="still failed then"):
        incidents.end(Outage.objects.get(), ended_at=gmt(end), text="", by=aoife, at=gmt("13:30"))


def test_a_person_ends_an_outage_where_nothing_is_measured_any_more(probe, aoife):
    probe("----")
    ended = incidents.end(
        Outage.objects.get(), ended_at=gmt("13:05"), text="", by=aoife, at=gmt("13:30")
    )
    assert ended.ended_at == gmt("13:05")
