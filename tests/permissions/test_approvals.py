"""Whatever waits for a decision stands in the inbox of whoever may decide, with its steps."""

import pytest

from availability import incidents
from availability.models import Cause
from istockist_sla.desk.approvals import count_for, inbox_of
from istockist_sla.desk.site import site
from tests.permissions.world import NOW


@pytest.fixture
def proposals(world, people):
    """Those of the world, and what is put right of its outage and said of its cause."""
    outage, by = world.for_step["published"], {"by": people.fiona, "at": NOW}
    declared = outage.interruptions.exclude(ended_at=None)[0]
    incidents.propose_withdrawal(declared, reason="It was a test.", **by)
    incidents.state_cause(outage, cause=Cause.APPLICATION, evidence="The log.", **by)


def test_every_kind_opens_with_its_sentence_and_its_steps(proposals, people, browsers):
    found = set()
    for role, user in (("manager", people.niamh), ("administrator", people.sys)):
        for entry in inbox_of(user, at=NOW).entries:
            found.add(entry.proposal.kind)
            answer = browsers[role].get(entry.url)
            assert answer.status_code == 200
            steps = answer.context["sheet"].steps
            assert bool(steps) == entry.may_decide or entry.proposal.kind == "roles"
    assert found == {source.kind for source in site.proposal_sources}


def test_the_counter_counts_what_the_inbox_shows(proposals, people):
    for user in (people.niamh, people.orla, people.sys):
        assert count_for(user) == len(inbox_of(user, at=NOW).to_decide)


def test_roles_are_for_system_administrators_alone(proposals, people):
    kinds = {each.proposal.kind for each in inbox_of(people.niamh, at=NOW).entries}
    assert "roles" not in kinds
    assert {each.proposal.kind for each in inbox_of(people.sys, at=NOW).entries} == {"roles"}
