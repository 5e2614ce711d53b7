"""Interruptions put right: bounds, impact, component, or withdrawn as false (A5, G10)."""

import pytest

from availability import incidents
from availability.models import Interruption
from istockist_sla.core.models import Event
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


@pytest.fixture
def correct(aoife):
    def propose(interruption, **given):
        return incidents.propose_correction(
            interruption,
            **{
                "impact": "down",
                "starts_at": gmt("13:00"),
                "ends_at": gmt("13:20"),
                "reason": "Log of the gateway",
                "by": aoife,
                "at": gmt("15:00"),
                **given,
            },
        )

    return propose


def test_a_correction_changes_nothing_until_it_is_approved(found, correct, niamh):
    correction = correct(found)
    found.refresh_from_db()
    assert found.ended_at == gmt("13:10")
    incidents.approve_correction(correction, by=niamh, at=gmt("16:00"))
    found.refresh_from_db()
    assert (found.ended_at, found.outage.ended_at) == (gmt("13:20"), gmt("13:20"))


def test_a_refused_correction_changes_nothing(found, correct, niamh):
    incidents.refuse_correction(correct(found), by=niamh, at=gmt("16:00"))
    found.refresh_from_db()
    assert found.ended_at == gmt("13:10")


def test_nobody_approves_their_own_correction(found, correct, aoife):
    with pytest.raises(ActionRefused, match="Another person"):
        incidents.approve_correction(correct(found), by=aoife, at=gmt("16:00"))


def test_a_correction_of_the_impact_makes_it_degraded(found, correct, niamh):
    incidents.approve_correction(correct(found, impact="degraded"), by=niamh, at=gmt("16:00"))
    found.refresh_from_db()
    assert found.impact == "degraded"


def test_an_approved_correction_is_an_approved_declaration_of_its_proposer(
    over, correct, ruairi, niamh
):
    incidents.approve_correction(correct(over, by=ruairi), by=niamh, at=gmt("16:00"))
    over.refresh_from_db()
    assert (over.approved, over.declared_by, over.decided_by) == (True, ruairi, niamh)


def test_the_declarer_may_approve_the_correction_of_another(over, correct, ruairi, aoife):
    incidents.approve_correction(correct(over, by=ruairi), by=aoife, at=gmt("16:00"))
    over.refresh_from_db()
    assert (over.declared_by, over.decided_by) == (ruairi, aoife)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"reason": " "}, "reason"),
        ({"ends_at": gmt("13:00")}, "after its start"),
        ({"ends_at": gmt("15:01")}, "future"),
        ({"starts_at": gmt("13:02")}, "by its detection"),
        ({"ends_at": gmt("13:10")}, "recorded already"),
    ],
)
def test_a_correction_that_cannot_hold_is_refused(found, correct, given, words):
    with pytest.raises(ActionRefused, match=words):
        correct(found, **given)


def test_what_goes_on_is_not_corrected(declare, correct):
    declare()
    with pytest.raises(ActionRefused, match="once it is over"):
        correct(Interruption.objects.get())


def test_one_correction_at_a_time_waits_for_its_decision(found, correct):
    correct(found)
    with pytest.raises(ActionRefused, match="Another correction"):
        correct(found, ends_at=gmt("13:25"))


def test_the_words_of_a_correction_are_no_part_of_its_event(found, correct):
    correct(found)
    assert "gateway" not in str(Event.objects.get(verb="propose_correction").data)


def test_a_correction_may_say_that_it_was_another_component(found, correct, niamh, ordering):
    incidents.approve_correction(correct(found, component=ordering), by=niamh, at=gmt("16:00"))
    found.refresh_from_db()
    assert found.component == ordering


def test_a_correction_keeps_what_was_recorded(found, correct, niamh, api, ordering):
    correction = correct(found, component=ordering, impact="degraded")
    incidents.approve_correction(correction, by=niamh, at=gmt("16:00"))
    correction.refresh_from_db()
    assert (correction.was_component, correction.was_impact) == (api, "down")
    assert (correction.was_starts_at, correction.was_ends_at) == (gmt("13:00"), gmt("13:10"))


@pytest.fixture
def withdraw(aoife, niamh):
    def withdrawn(interruption):
        proposed = incidents.propose_withdrawal(
            interruption, reason="Our own cable", by=aoife, at=gmt("15:00")
        )
        incidents.approve_correction(proposed, by=niamh, at=gmt("16:00"))
        interruption.refresh_from_db()
        return interruption

    return withdrawn


def test_an_interruption_is_withdrawn_once_another_person_approved_it(
    found, withdraw, aoife, niamh
):
    proposed = incidents.propose_withdrawal(found, reason="x", by=aoife, at=gmt("14:00"))
    assert not Interruption.objects.get().withdrawn
    with pytest.raises(ActionRefused, match="Another person"):
        incidents.approve_correction(proposed, by=aoife, at=gmt("14:01"))
    incidents.refuse_correction(proposed, by=niamh, at=gmt("14:02"))
    assert withdraw(found).withdrawn


def test_what_was_withdrawn_keeps_its_bounds(found, withdraw):
    withdraw(found)
    found.outage.refresh_from_db()
    assert found.outage.is_withdrawn
    assert (found.started_at, found.outage.ended_at) == (gmt("13:00"), gmt("13:10"))


def test_what_was_withdrawn_takes_no_other_decision(over, withdraw, correct, niamh):
    with pytest.raises(ActionRefused, match="withdrawn"):
        correct(withdraw(over))
    with pytest.raises(ActionRefused, match="withdrawn"):
        incidents.approve_interruption(over, by=niamh, at=gmt("17:00"))
    assert not Interruption.objects.to_decide().exists()


def test_an_outage_has_the_bounds_of_what_was_not_withdrawn(probe, withdraw, api, ordering):
    for results, start, component in (
        ("--", "13:00", api),
        ("--", "13:01", ordering),
        ("++", "13:02", api),
        ("++", "13:03", ordering),
    ):
        probe(results, start=gmt(start), component=component)
    outage = withdraw(Interruption.objects.get(component=api)).outage
    outage.refresh_from_db()
    assert (outage.started_at, outage.detected_at) == (gmt("13:01"), gmt("13:02"))
    assert not outage.is_withdrawn


def test_what_goes_on_is_not_withdrawn(declare, aoife):
    declare()
    with pytest.raises(ActionRefused, match="once it is over"):
        incidents.propose_withdrawal(
            Interruption.objects.get(), reason="x", by=aoife, at=gmt("15:00")
        )


def test_what_was_withdrawn_before_it_was_published_publishes_itself_no_more(over, withdraw):
    withdraw(over)
    assert incidents.publish_overdue(at=gmt("17:00")) == []
