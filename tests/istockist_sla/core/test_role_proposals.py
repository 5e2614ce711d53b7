"""Changes of guarded roles: decided by another hand, once, on what it saw (G10)."""

import pytest
from django.db import IntegrityError, transaction

from istockist_sla.core import role_changes, role_proposals, roles, staff
from istockist_sla.core.models import Event, Letter, RoleProposal, User
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED

pytestmark = pytest.mark.django_db
WHY = "Covers for a colleague"
DECISIONS = [role_proposals.approve, role_proposals.decline]


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def names(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


@pytest.fixture
def proposal(sys, padraig, aoife):
    """Sinéad proposes that Aoife becomes a manager."""
    return staff.reassign(
        user_id=aoife.pk, groups=[roles.MANAGER], by=sys, at=OPENED, reason=WHY
    ).proposal


@pytest.fixture
def dismissal(sys, padraig, maeve):
    """Sinéad proposes to dismiss Pádraig, of three."""
    return staff.dismiss(user_id=padraig.pk, by=sys, at=OPENED, reason=WHY).proposal


def approve(proposal, by):
    return role_proposals.approve(proposal.pk, by=by, at=OPENED)


def test_approved_it_takes_effect(proposal, padraig, aoife):
    done = approve(proposal, padraig)
    assert (done.state, done.decider, done.decided_at) == ("approved", padraig, OPENED)
    assert names(aoife) == {roles.MANAGER}


def test_approved_it_is_two_events_by_the_decider(proposal, padraig, aoife):
    approve(proposal, padraig)
    events = Event.objects.about("user", aoife.pk).filter(actor=padraig)
    assert [(event.verb, event.data["proposal"]) for event in events] == [
        ("approve_roles", proposal.pk), ("reassign", proposal.pk),
    ]  # fmt: skip


def test_approved_it_is_a_letter_to_all_administrators(proposal, sys, padraig):
    approve(proposal, padraig)
    letters = Letter.objects.filter(template="role_changed")
    assert {letter.to_address for letter in letters} == {sys.email, padraig.email}


def test_who_was_new_may_sign_in_once_it_is_approved(sys, padraig):
    outcome = staff.engage(
        email="new@istockist.example", name="Nora Flynn", groups=[roles.MANAGER], by=sys,
        at=OPENED, reason=WHY,
    )  # fmt: skip
    approve(outcome.proposal, padraig)
    person = again(outcome.person)
    assert (person.is_active, names(person)) == (True, {roles.MANAGER})


def test_who_is_dismissed_gets_the_letter_too(dismissal, padraig, maeve):
    approve(dismissal, maeve)
    assert not again(padraig).is_active
    assert Letter.objects.filter(template="role_changed", to_address=padraig.email).exists()


def test_a_readmission_gives_the_roles_back(sys, padraig, niamh):
    User.objects.filter(pk=niamh.pk).update(is_active=False)
    proposal = staff.readmit(user_id=niamh.pk, by=sys, at=OPENED, reason=WHY).proposal
    approve(proposal, padraig)
    assert (again(niamh).is_active, names(niamh)) == (True, {roles.MANAGER})


def test_declined_it_changes_nothing(proposal, padraig, aoife):
    done = role_proposals.decline(proposal.pk, by=padraig, at=OPENED)
    assert (done.state, done.decider, names(aoife)) == ("declined", padraig, {roles.SUPPORT})
    assert Event.objects.about("user", aoife.pk).last().verb == "decline_roles"


def test_its_proposer_withdraws_it(proposal, sys, aoife):
    done = role_proposals.withdraw(proposal.pk, by=sys, at=OPENED)
    assert (done.state, done.decider, done.decided_at) == ("withdrawn", None, OPENED)
    assert (names(aoife), Event.objects.about("user", aoife.pk).last().verb) == (
        {roles.SUPPORT}, "withdraw_roles",
    )  # fmt: skip


def test_nobody_else_withdraws_it(proposal, padraig):
    with pytest.raises(ActionRefused, match="Only the person who proposed"):
        role_proposals.withdraw(proposal.pk, by=padraig, at=OPENED)


@pytest.mark.parametrize("decide", DECISIONS)
def test_the_proposer_never_decides(proposal, sys, decide):
    with pytest.raises(ActionRefused, match="Another System administrator"):
        decide(proposal.pk, by=sys, at=OPENED)


@pytest.mark.parametrize("decide", DECISIONS)
def test_the_person_never_decides(dismissal, padraig, decide):
    with pytest.raises(ActionRefused, match="Another System administrator"):
        decide(dismissal.pk, by=padraig, at=OPENED)


@pytest.mark.parametrize("decide", DECISIONS)
def test_only_an_administrator_of_now_decides(proposal, padraig, niamh, decide):
    for other in (niamh, padraig):
        User.objects.filter(pk=padraig.pk).update(is_active=False)
        with pytest.raises(ActionRefused, match="A System administrator decides"):
            decide(proposal.pk, by=other, at=OPENED)


@pytest.mark.parametrize("decide", [*DECISIONS, role_proposals.withdraw])
def test_it_is_decided_once(proposal, sys, padraig, maeve, decide):
    role_proposals.decline(proposal.pk, by=padraig, at=OPENED)
    with pytest.raises(ActionRefused, match="decided already: Declined"):
        decide(proposal.pk, by=maeve, at=OPENED)


def test_roles_that_changed_since_are_not_approved(proposal, padraig, aoife, ruairi):
    aoife.groups.set(ruairi.groups.all())
    with pytest.raises(ActionRefused, match="have changed since"):
        approve(proposal, padraig)
    role_proposals.decline(proposal.pk, by=padraig, at=OPENED)


def test_two_who_dismiss_each_other_do_not_both_go(sys, padraig, maeve):
    """Each is proposed by a third one: who is dismissed first decides nothing any more."""
    one, other = (
        staff.dismiss(user_id=user.pk, by=maeve, at=OPENED, reason=WHY).proposal
        for user in (sys, padraig)
    )
    approve(one, padraig)
    with pytest.raises(ActionRefused, match="A System administrator decides"):
        approve(other, sys)
    assert set(role_changes.administrators()) == {padraig, maeve}


def test_a_decided_one_makes_room_for_another(proposal, sys, aoife):
    role_proposals.withdraw(proposal.pk, by=sys, at=OPENED)
    again = staff.reassign(
        user_id=aoife.pk, groups=[roles.MANAGER], by=sys, at=OPENED, reason=WHY
    ).proposal
    assert again.is_undecided


def test_who_may_decide_is_asked_of_the_rows(dismissal, proposal, sys, padraig, maeve):
    waiting = RoleProposal.objects.to_decide_by
    assert (waiting(sys).count(), waiting(padraig).get(), waiting(maeve).count()) == (
        0, proposal, 2,
    )  # fmt: skip


@pytest.mark.parametrize("decider", ["sys", "aoife"])
def test_the_database_refuses_a_decision_by_proposer_or_person(proposal, request, decider):
    decider = request.getfixturevalue(decider)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleProposal.objects.filter(pk=proposal.pk).update(
            state="declined", decider=decider, decided_at=OPENED
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "approved"},
        {"decided_at": OPENED},
        {"state": "withdrawn"},
        {"proposer": None},
    ],
)
def test_the_database_refuses_half_a_decision(proposal, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleProposal.objects.filter(pk=proposal.pk).update(**wrong)


def test_the_database_refuses_two_that_wait(proposal):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleProposal.objects.create(
            person=proposal.person, change="reassign", reason=WHY, proposer=proposal.proposer,
            proposed_at=OPENED,
        )  # fmt: skip
