"""Causes: stated with evidence, borne by the outage once another person confirmed them."""

import pytest

from availability import incidents
from availability.models import Outage
from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db


@pytest.fixture
def outage(declare):
    return declare()


@pytest.fixture
def state(outage, ruairi):
    def stated(**given):
        return incidents.state_cause(
            outage,
            **{
                "cause": "systems",
                "evidence": "Host 4",
                "by": ruairi,
                "at": gmt("14:00"),
                **given,
            },
        )

    return stated


def cause():
    return Outage.objects.get().cause


def test_an_outage_bears_its_cause_once_another_person_confirmed_it(state, niamh):
    stated = state()
    assert cause() == ""
    incidents.approve_cause(stated, by=niamh, at=gmt("15:00"))
    assert cause() == "systems"


def test_nobody_confirms_what_they_stated(state, ruairi):
    with pytest.raises(ActionRefused, match="Another person"):
        incidents.approve_cause(state(), by=ruairi, at=gmt("15:00"))


def test_a_refused_cause_is_not_borne_and_another_may_be_stated(state, niamh):
    incidents.refuse_cause(state(), by=niamh, at=gmt("15:00"))
    assert cause() == ""
    incidents.approve_cause(state(cause="release"), by=niamh, at=gmt("15:01"))
    assert cause() == "release"


def test_a_confirmed_cause_holds_until_another_is_confirmed(state, niamh):
    incidents.approve_cause(state(), by=niamh, at=gmt("15:00"))
    later = state(cause="release", at=gmt("15:10"))
    assert cause() == "systems"
    incidents.approve_cause(later, by=niamh, at=gmt("15:20"))
    assert cause() == "release"


def test_a_cause_needs_evidence(state):
    with pytest.raises(ActionRefused, match="evidence"):
        state(evidence=" ")


def test_one_cause_at_a_time_waits(state):
    state()
    with pytest.raises(ActionRefused, match="still to be confirmed"):
        state(cause="release")


def test_the_cause_that_it_bears_is_not_stated_again(state, niamh):
    incidents.approve_cause(state(), by=niamh, at=gmt("15:00"))
    with pytest.raises(ActionRefused, match="its cause already"):
        state()


def test_the_evidence_is_no_part_of_an_event(state):
    state()
    assert "Host 4" not in str(list(Event.objects.values_list("data", flat=True)))
