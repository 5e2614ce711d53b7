"""Changes of guarded roles in the desk: what waits, side by side, and who decides (G10)."""

import pytest
from django.urls import reverse

from istockist_sla.core import roles, staff
from istockist_sla.core.models import RoleProposal
from tests.conftest import OPENED

LIST = "/desk/core/roleproposal/"
STEPS = ["approve", "decline", "withdraw"]


@pytest.fixture
def proposal(sys, padraig, aoife):
    """Sinéad proposes that Aoife becomes a manager."""
    return staff.reassign(
        user_id=aoife.pk, groups=[roles.MANAGER], by=sys, at=OPENED, reason="Covers for Brian"
    ).proposal


@pytest.fixture
def proposer(client, sys):
    client.force_login(sys)
    return client


@pytest.fixture
def other(client, padraig):
    client.force_login(padraig)
    return client


def step(proposal, verb):
    return reverse("admin:core_roleproposal_action", args=[proposal.pk, verb])


def page_of(proposal):
    return reverse("admin:core_roleproposal_change", args=[proposal.pk])


def verbs(page):
    return [action.form_class.verb for action in page.context["available_actions"]]


def state(proposal):
    return RoleProposal.objects.get(pk=proposal.pk).state


def test_another_administrator_may_decide(other, proposal):
    assert verbs(other.get(page_of(proposal))) == ["approve", "decline"]


def test_its_proposer_may_withdraw_it_alone(client, proposal, proposer):
    page = proposer.get(page_of(proposal))
    assert verbs(page) == ["withdraw"]
    assert "Another System administrator decides." in page.text


def test_its_page_shows_held_and_proposed_side_by_side(other, proposal):
    (table,) = other.get(page_of(proposal)).context["tables"]
    assert table.columns == ("Role", "Held", "Proposed")
    assert table.rows == [(roles.SUPPORT, "yes", "no"), (roles.MANAGER, "no", "yes")]


@pytest.mark.parametrize("verb", ["approve", "decline"])
def test_a_decision_is_taken_beside_the_same_table_and_the_reason(other, proposal, verb):
    page = other.get(step(proposal, verb))
    assert page.context["tables"][0].rows
    assert "Covers for Brian" in page.text
    assert "Sinéad Walsh" in page.text


@pytest.mark.parametrize(("verb", "then"), [("approve", "approved"), ("decline", "declined")])
def test_it_is_decided(other, proposal, verb, then):
    answer = other.post(step(proposal, verb))
    assert (answer.status_code, answer.url) == (302, page_of(proposal))
    assert state(proposal) == then


def test_it_is_withdrawn_by_a_button(client, proposal, proposer):
    assert proposer.get(step(proposal, "withdraw")).status_code == 405
    proposer.post(step(proposal, "withdraw"))
    assert state(proposal) == "withdrawn"


@pytest.mark.parametrize("verb", ["approve", "decline"])
def test_the_proposer_is_refused_in_words(client, proposal, proposer, verb):
    answer = proposer.post(step(proposal, verb))
    assert "Another System administrator decides" in answer.text
    assert state(proposal) == "proposed"


def test_roles_that_changed_since_are_told(other, proposal, aoife, ruairi):
    aoife.groups.set(ruairi.groups.all())
    assert "The roles have changed since." in other.get(page_of(proposal)).text
    assert "have changed since this was proposed" in other.post(step(proposal, "approve")).text


def test_what_waits_stands_in_the_list_and_what_is_decided_behind_a_filter(other, proposal):
    assert page_of(proposal) in other.get(LIST).text
    other.post(step(proposal, "decline"))
    assert page_of(proposal) not in other.get(LIST).text
    assert page_of(proposal) in other.get(f"{LIST}?decision=decided").text


def test_the_first_page_says_that_something_waits(other, proposal):
    assert proposal.reason in other.get("/desk/").text


@pytest.mark.parametrize("person", ["sys", "niamh"])
def test_the_first_page_says_nothing_to_who_may_not_decide(client, request, proposal, person):
    client.force_login(request.getfixturevalue(person))
    assert proposal.reason not in client.get("/desk/").text


@pytest.mark.parametrize("person", ["aoife", "niamh", "ruairi"])
def test_only_system_administrators_see_and_decide(client, request, proposal, person):
    client.force_login(request.getfixturevalue(person))
    for address in (LIST, page_of(proposal), *[step(proposal, verb) for verb in STEPS]):
        assert client.get(address).status_code == 403
    for verb in STEPS:
        assert client.post(step(proposal, verb)).status_code == 403


def test_for_a_stranger_nothing_is_there(client, charlie, proposal):
    client.force_login(charlie.user)
    for address in (LIST, page_of(proposal)):
        assert client.get(address).status_code == 404
    for verb in STEPS:
        assert client.post(step(proposal, verb)).status_code == 404
    assert state(proposal) == "proposed"


@pytest.mark.parametrize("verb", STEPS)
def test_an_unknown_one_is_not_found(other, verb):
    assert other.post(step(RoleProposal(pk=987654), verb)).status_code == 404


def test_it_is_never_changed_by_a_form_of_django(other, proposal):
    assert other.post(page_of(proposal), {"state": "approved"}).status_code == 405
    assert other.get(f"{LIST}add/").status_code == 403
