"""Claims about causes, and who decides them."""

import pytest
from django.db import IntegrityError, transaction

from availability import incidents
from availability.models import Exclusion
from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db


@pytest.fixture
def propose(ruairi, api):
    def proposed(**given):
        return incidents.propose_exclusion(
            **{
                "components": [api],
                "cause": "external_network",
                "starts_at": gmt("13:00"),
                "ends_at": gmt("13:30"),
                "evidence": "Notice of the carrier, number 4711",
                "by": ruairi,
                "at": gmt("15:00"),
                **given,
            }
        )

    return proposed


def test_a_claim_is_undecided_at_first(propose):
    assert propose().approved is None


def test_another_person_approves(propose, niamh):
    exclusion = incidents.approve_exclusion(propose(), by=niamh, at=gmt("16:00"))
    assert (exclusion.approved, exclusion.decided_by) == (True, niamh)


def test_another_person_refuses(propose, niamh):
    assert incidents.refuse_exclusion(propose(), by=niamh, at=gmt("16:00")).approved is False


def test_nobody_approves_what_they_proposed(propose, niamh):
    with pytest.raises(ActionRefused, match="Another person"):
        incidents.approve_exclusion(propose(by=niamh), by=niamh, at=gmt("16:00"))


def test_the_database_refuses_an_approval_by_the_proposer(propose, ruairi):
    with pytest.raises(IntegrityError), transaction.atomic():
        Exclusion.objects.filter(pk=propose().pk).update(
            approved=True, decided_by=ruairi, decided_at=gmt("16:00")
        )


def test_a_claim_is_decided_once(propose, niamh):
    exclusion = incidents.refuse_exclusion(propose(), by=niamh, at=gmt("16:00"))
    with pytest.raises(ActionRefused, match="decided already"):
        incidents.approve_exclusion(exclusion, by=niamh, at=gmt("16:01"))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"evidence": "  "}, "evidence"),
        ({"cause": "application"}, "no time"),
        ({"components": []}, "at least one component"),
        ({"ends_at": gmt("13:00")}, "after its start"),
        ({"ends_at": gmt("15:01")}, "has passed"),
    ],
)
def test_a_claim_that_cannot_hold_is_refused(propose, given, words):
    with pytest.raises(ActionRefused, match=words):
        propose(**given)


def test_a_claim_about_an_outage_is_an_event_of_the_outage(propose, declare):
    propose(outage=declare())
    assert Event.objects.get(verb="propose_exclusion").subject_kind == "outage"


def test_a_claim_about_no_outage_is_an_event_of_each_component(propose, api, ordering):
    propose(components=[api, ordering])
    subjects = Event.objects.filter(verb="propose_exclusion").values_list("subject_id", flat=True)
    assert set(subjects) == {api.pk, ordering.pk}
