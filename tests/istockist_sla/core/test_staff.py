"""Members of staff: whose change goes at once, and whose waits for a second hand (G10)."""

import pytest

from istockist_sla.core import role_changes, roles, staff
from istockist_sla.core.models import Event, Letter, RoleProposal, User
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED

pytestmark = pytest.mark.django_db
WHY = "Covers for a colleague"
GUARDED = sorted(roles.GUARDED)


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def names(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def engage(by, *groups, reason=WHY, email="new@istockist.example"):
    return staff.engage(
        email=email, name="Nora Flynn", groups=groups, by=by, at=OPENED, reason=reason
    )


def reassign(user, by, *groups, reason=WHY):
    return staff.reassign(user_id=user.pk, groups=groups, by=by, at=OPENED, reason=reason)


def dismiss(user, by, reason=WHY):
    return staff.dismiss(user_id=user.pk, by=by, at=OPENED, reason=reason)


def readmit(user, by, reason=WHY):
    return staff.readmit(user_id=user.pk, by=by, at=OPENED, reason=reason)


def verbs(user: User) -> list[str]:
    return list(Event.objects.about("user", user.pk).values_list("verb", flat=True))


# At once


def test_a_role_that_is_not_guarded_goes_at_once(sys, padraig):
    outcome = engage(sys, roles.OPERATIONS, reason="")
    assert (outcome.proposal, again(outcome.person).is_active) == (None, True)
    assert names(outcome.person) == {roles.OPERATIONS, roles.TECHNICAL}


def test_another_role_beside_a_guarded_one_goes_at_once(sys, padraig, niamh):
    assert reassign(niamh, sys, roles.MANAGER, roles.SUPPORT, reason="").proposal is None
    assert names(niamh) == {roles.MANAGER, roles.SUPPORT}


def test_an_agent_is_dismissed_at_once(sys, padraig, aoife):
    dismiss(aoife, sys, reason="")
    assert not again(aoife).is_active


def test_each_change_says_what_was_and_what_is(sys, aoife):
    reassign(aoife, sys, roles.OPERATIONS, reason="")
    dismiss(aoife, sys, reason="")
    readmit(aoife, sys, reason="")
    team = [roles.OPERATIONS, roles.TECHNICAL]
    assert [(e.verb, e.data) for e in Event.objects.about("user", aoife.pk)] == [
        ("reassign", {"before": [roles.SUPPORT], "groups": team}),
        ("dismiss", {"before": team, "groups": []}),
        ("readmit", {"before": [], "groups": team}),
    ]


def test_all_system_administrators_get_a_letter_of_each_change(sys, padraig, aoife):
    reassign(aoife, sys, roles.OPERATIONS, reason="")
    letters = Letter.objects.filter(template="role_changed")
    assert {letter.to_address for letter in letters} == {sys.email, padraig.email}


def test_dismissed_system_administrators_get_no_letter(sys, padraig, aoife):
    User.objects.filter(pk=padraig.pk).update(is_active=False)
    reassign(aoife, sys, roles.OPERATIONS, reason="")
    assert {letter.to_address for letter in Letter.objects.all()} == {sys.email}


# By two hands


@pytest.mark.parametrize("role", GUARDED)
def test_a_guarded_role_waits_where_there_is_another_administrator(sys, padraig, aoife, role):
    outcome = reassign(aoife, sys, roles.SUPPORT, role)
    assert outcome.waits
    assert names(aoife) == {roles.SUPPORT}


@pytest.mark.parametrize("role", GUARDED)
def test_who_is_new_with_a_guarded_role_may_not_sign_in_yet(sys, padraig, role):
    person = again(engage(sys, role).person)
    assert (person.is_staff, person.is_active, names(person)) == (True, False, set())


def test_taking_a_guarded_role_waits_too(sys, padraig, niamh):
    assert reassign(niamh, sys, roles.SUPPORT).waits
    assert names(niamh) == {roles.MANAGER}


def test_a_managers_dismissal_waits(sys, padraig, niamh):
    assert dismiss(niamh, sys).waits
    assert again(niamh).is_active


def test_a_managers_readmission_waits(sys, padraig, niamh):
    User.objects.filter(pk=niamh.pk).update(is_active=False)
    assert readmit(niamh, sys).waits
    assert not again(niamh).is_active


def test_giving_up_ones_own_guarded_role_waits_too(sys, padraig, niamh):
    sys.groups.add(*niamh.groups.all())
    assert reassign(sys, sys, roles.MANAGER).waits
    assert names(sys) == {roles.ADMINISTRATOR, roles.MANAGER}


def test_a_proposal_keeps_what_is_held_what_is_wanted_and_why(sys, padraig, aoife):
    proposal = reassign(aoife, sys, roles.MANAGER, reason="  Covers \n for  Brian ").proposal
    kept = RoleProposal.objects.get(pk=proposal.pk)
    assert (kept.held, kept.roles) == ([roles.SUPPORT], [roles.MANAGER])
    assert (kept.reason, kept.proposer, kept.state) == ("Covers for Brian", sys, "proposed")


def test_the_event_of_a_proposal_holds_no_text_of_a_person(sys, padraig, aoife):
    proposal = reassign(aoife, sys, roles.MANAGER).proposal
    event = Event.objects.about("user", aoife.pk).get()
    assert (event.verb, event.actor, event.data) == (
        "propose_roles",
        sys,
        {
            "change": "reassign",
            "before": [roles.SUPPORT],
            "groups": [roles.MANAGER],
            "proposal": proposal.pk,
        },
    )


def test_the_other_administrators_are_told_of_a_proposal(sys, padraig, maeve, aoife):
    reassign(aoife, sys, roles.MANAGER)
    letters = Letter.objects.filter(template="role_proposed")
    assert {letter.to_address for letter in letters} == {padraig.email, maeve.email}


def test_whom_a_proposal_is_about_is_told_too(sys, padraig, maeve):
    dismiss(padraig, sys)
    assert Letter.objects.filter(template="role_proposed", to_address=padraig.email).exists()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_it_needs_a_reason(sys, padraig, aoife, reason):
    with pytest.raises(ActionRefused, match="Say why"):
        reassign(aoife, sys, roles.MANAGER, reason=reason)


def test_one_waits_at_a_time(sys, padraig, niamh, aoife):
    reassign(aoife, sys, roles.MANAGER)
    for act in (dismiss, lambda user, by: reassign(user, by, roles.OPERATIONS)):
        with pytest.raises(ActionRefused, match="waits for its decision"):
            act(aoife, padraig)


def test_what_nobody_could_approve_is_refused_at_once(sys, padraig):
    with pytest.raises(ActionRefused, match="Nobody could approve this"):
        dismiss(padraig, sys)
    assert not RoleProposal.objects.exists()


def test_one_hand_cannot_dismiss_the_others(sys, padraig, maeve):
    dismiss(padraig, sys)
    dismiss(maeve, sys)
    assert role_changes.administrators().count() == 3


def test_one_hand_cannot_get_a_second_one(sys, padraig):
    puppet = engage(sys, roles.ADMINISTRATOR).person
    assert puppet not in role_changes.administrators()


# The only one


@pytest.mark.parametrize("role", GUARDED)
def test_the_only_administrator_gives_it_at_once_on_record(sys, aoife, role):
    outcome = reassign(aoife, sys, role)
    assert (outcome.waits, outcome.proposal.state, outcome.proposal.reason) == (
        False, "at-once", WHY,
    )  # fmt: skip
    assert names(aoife) == {role}
    event = Event.objects.about("user", aoife.pk).get()
    assert event.data["proposal"] == outcome.proposal.pk


def test_a_dismissed_administrator_is_no_other_one(sys, padraig, aoife):
    User.objects.filter(pk=padraig.pk).update(is_active=False)
    assert not reassign(aoife, sys, roles.MANAGER).waits


def test_the_only_administrator_changes_nothing_of_their_own(sys, niamh):
    sys.groups.add(*niamh.groups.all())
    with pytest.raises(ActionRefused, match="of their own"):
        reassign(sys, sys, roles.ADMINISTRATOR)


def test_there_is_always_one_left(sys):
    with pytest.raises(ActionRefused, match="must be a System administrator"):
        role_changes.apply(sys, role_changes.Change.DISMISS, [], by=None, at=OPENED)


# For oneself, never


@pytest.mark.parametrize("role", [roles.SUPPORT, roles.MANAGER, roles.OPERATIONS])
def test_nobody_gives_a_role_to_themselves(sys, padraig, role):
    with pytest.raises(ActionRefused, match="Nobody gives a role"):
        reassign(sys, sys, roles.ADMINISTRATOR, role)


def test_also_not_where_there_is_nobody_else(sys):
    with pytest.raises(ActionRefused, match="Nobody gives a role"):
        reassign(sys, sys, roles.ADMINISTRATOR, roles.SUPPORT)


def test_a_role_of_ones_own_that_is_not_guarded_can_be_given_up(sys, aoife):
    sys.groups.add(*aoife.groups.all())
    reassign(sys, sys, roles.ADMINISTRATOR, reason="")
    assert names(sys) == {roles.ADMINISTRATOR}


def test_nobody_dismisses_themselves(sys, padraig):
    with pytest.raises(ActionRefused, match="themselves"):
        dismiss(sys, sys)


# What makes no sense


def test_the_same_roles_are_no_change(sys, aoife):
    with pytest.raises(ActionRefused, match="already"):
        reassign(aoife, sys, roles.SUPPORT)
    assert verbs(aoife) == []


def test_who_is_dismissed_is_readmitted_first(sys, aoife):
    dismiss(aoife, sys)
    for act in (dismiss, lambda user, by: reassign(user, by, roles.OPERATIONS)):
        with pytest.raises(ActionRefused):
            act(aoife, sys)


def test_who_may_sign_in_is_not_readmitted(sys, aoife):
    with pytest.raises(ActionRefused, match="already"):
        readmit(aoife, sys)


@pytest.mark.parametrize("groups", [[], ["King"], [roles.SUPPORT, "King"]])
def test_roles_are_those_of_the_table(sys, aoife, groups):
    with pytest.raises(ActionRefused, match="at least one role"):
        reassign(aoife, sys, *groups)


@pytest.mark.parametrize("act", [dismiss, readmit, lambda user, by: reassign(user, by, "x")])
def test_people_of_clients_are_not_staff(sys, clara, act):
    with pytest.raises(ActionRefused):
        act(clara.user, sys)


def test_a_dismissal_ends_every_session_for_good(client, sys, aoife):
    client.force_login(aoife)
    dismiss(aoife, sys)
    readmit(aoife, sys)
    assert client.get("/desk/").status_code == 302


# From a shell


def appoint(reason="", email="first@istockist.example", name="Fiona First"):
    return staff.appoint_administrator(email=email, name=name, reason=reason, at=OPENED)


def test_the_first_administrator_comes_from_a_shell_and_is_an_event(db):
    user = again(appoint())
    assert (user.is_staff, user.is_active, user.is_superuser) == (True, True, False)
    assert names(user) == {roles.ADMINISTRATOR}
    event = Event.objects.about("user", user.pk).get()
    assert (event.verb, event.actor, event.side) == ("engage", None, "system")


def test_one_more_needs_a_reason_and_is_told_to_all(sys):
    with pytest.raises(ActionRefused, match="say why"):
        appoint()
    user = appoint(reason="The only one has left")
    letters = Letter.objects.filter(template="role_changed")
    assert {letter.to_address for letter in letters} == {sys.email, user.email}
    assert user.role_proposals.get().reason == "The only one has left"


def test_a_member_of_staff_keeps_what_they_have(aoife):
    appoint(email=aoife.email.upper(), name="")
    assert names(aoife) == {roles.SUPPORT, roles.ADMINISTRATOR}
    assert verbs(aoife) == ["reassign"]


def test_a_dismissed_one_comes_back_with_that_role_alone(niamh):
    User.objects.filter(pk=niamh.pk).update(is_active=False)
    appoint(email=niamh.email)
    assert (again(niamh).is_active, names(niamh)) == (True, {roles.ADMINISTRATOR})


def test_what_the_shell_cannot_name(sys, clara):
    for given, words in [
        ({"email": clara.user.email, "reason": WHY}, "works for a client"),
        ({"email": sys.email, "reason": WHY}, "already"),
        ({"name": " ", "reason": WHY}, "name"),
    ]:
        with pytest.raises(ActionRefused, match=words):
            appoint(**given)
