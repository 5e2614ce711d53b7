"""People of the desk: added with roles, dismissed, never deleted."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from istockist_sla.core import roles, second_factor
from istockist_sla.core.models import Event, User

ADD = "/desk/core/user/add/"
WHY = "Covers for a colleague"
STEPS = ["reassign", "dismiss", "readmit", "reset_second_factor"]


@pytest.fixture
def keeper(client, sys):
    client.force_login(sys)
    return client


def step(user, verb):
    return reverse("admin:core_user_action", args=[user.pk, verb])


def add(keeper, **data):
    return keeper.post(
        ADD,
        {
            "name": "Tomasz Zieliński",
            "email": "Tomasz@istockist.example",
            "groups": [roles.SUPPORT],
            **data,
        },
    )


def page_of(user):
    return reverse("admin:core_user_change", args=[user.pk])


def verbs(page):
    return [action.form_class.verb for action in page.context["available_actions"]]


def names(user):
    return set(user.groups.values_list("name", flat=True))


def test_a_person_is_added_with_a_role(keeper, sys):
    add(keeper)
    user = User.objects.get(email="tomasz@istockist.example")
    assert (user.is_staff, user.is_superuser, names(user)) == (True, False, {roles.SUPPORT})
    event = Event.objects.about("user", user.pk).get()
    assert (event.actor, event.data) == (sys, {"before": [], "groups": [roles.SUPPORT]})


def test_a_person_has_no_password(keeper):
    add(keeper)
    assert not User.objects.get(email="tomasz@istockist.example").has_usable_password()


def test_operations_are_technical_too(keeper):
    add(keeper, groups=[roles.OPERATIONS])
    user = User.objects.get(email="tomasz@istockist.example")
    assert names(user) == {roles.OPERATIONS, roles.TECHNICAL}


def test_a_taken_address_is_told(keeper, aoife):
    assert "has this address" in add(keeper, email=aoife.email.upper()).text


@pytest.mark.parametrize("groups", [[], ["King"]])
def test_a_role_must_be_one_of_the_table(keeper, groups):
    assert "groups" in add(keeper, groups=groups).context["form"].errors


def test_roles_are_changed(keeper, aoife):
    page = keeper.post(step(aoife, "reassign"), {"groups": [roles.OPERATIONS]}, follow=True)
    assert names(aoife) == {roles.OPERATIONS, roles.TECHNICAL}
    assert "Changed." in page.text


def test_a_form_of_roles_shows_those_that_are_held(keeper, ruairi):
    form = keeper.get(step(ruairi, "reassign")).context["form"]
    assert roles.OPERATIONS in form["groups"].initial


@pytest.mark.parametrize(("role", "asks"), [(roles.MANAGER, True), (roles.OPERATIONS, False)])
def test_a_guarded_role_asks_for_a_reason_at_its_field(keeper, aoife, role, asks):
    answer = keeper.post(step(aoife, "reassign"), {"groups": [role]})
    assert (answer.status_code == 200) is asks
    if asks:
        assert "reason" in answer.context["form"].errors


def test_adding_a_manager_asks_for_a_reason_at_its_field(keeper):
    assert "reason" in add(keeper, groups=[roles.MANAGER]).context["form"].errors


def test_a_manager_is_added_as_a_proposal(keeper, padraig):
    page = add(keeper, groups=[roles.MANAGER], reason=WHY)
    user = User.objects.get(email="tomasz@istockist.example")
    assert (page.url, user.is_active) == (page_of(user), False)
    assert "once another System administrator has approved" in keeper.get(page.url).text


def test_a_persons_page_says_what_waits(keeper, padraig, aoife):
    keeper.post(step(aoife, "reassign"), {"groups": [roles.MANAGER], "reason": WHY})
    page = keeper.get(page_of(aoife))
    proposal = aoife.role_proposals.get()
    assert "A change of roles waits." in page.text
    assert reverse("admin:core_roleproposal_change", args=[proposal.pk]) in page.text
    assert verbs(page) == []


def test_a_persons_page_keeps_who_changed_what_and_why(keeper, aoife):
    keeper.post(step(aoife, "reassign"), {"groups": [roles.MANAGER], "reason": WHY})
    page = keeper.get(page_of(aoife)).text
    assert "Done at once" in page
    assert WHY in page


def test_the_only_administrator_is_told_of_it(keeper, aoife):
    assert "You are the only System administrator." in keeper.get(step(aoife, "reassign")).text


def test_of_two_each_is_told_that_two_decide(keeper, padraig, aoife):
    assert "Two people decide." in keeper.get(step(aoife, "reassign")).text


def test_nobody_gives_a_role_to_themselves(keeper, sys):
    groups = [roles.ADMINISTRATOR, roles.MANAGER]
    answer = keeper.post(step(sys, "reassign"), {"groups": groups, "reason": WHY})
    assert "Nobody gives a role to themselves." in answer.text
    assert names(sys) == {roles.ADMINISTRATOR}


def test_nobody_dismisses_themselves(keeper, sys):
    assert "dismiss" not in verbs(keeper.get(page_of(sys)))
    assert "themselves" in keeper.post(step(sys, "dismiss"), {"reason": WHY}).text


@pytest.mark.parametrize(("person", "asks"), [("niamh", True), ("aoife", False)])
def test_a_dismissal_asks_for_a_reason_where_the_role_is_guarded(keeper, request, person, asks):
    person = request.getfixturevalue(person)
    assert ("reason" in keeper.get(step(person, "dismiss")).context["form"].fields) is asks
    keeper.post(step(person, "dismiss"))
    assert User.objects.get(pk=person.pk).is_active is asks


def test_the_dismissed_cannot_go_on(keeper, client, aoife, django_user_model):
    keeper.post(step(aoife, "dismiss"))
    assert not User.objects.get(pk=aoife.pk).is_active
    client.force_login(aoife)
    assert client.get("/desk/").status_code == 302


def test_the_dismissed_can_be_readmitted(keeper, aoife):
    keeper.post(step(aoife, "dismiss"))
    keeper.post(step(aoife, "readmit"))
    assert User.objects.get(pk=aoife.pk).is_active


def test_people_of_clients_are_not_managed_here(keeper, clara):
    page = keeper.get(reverse("admin:core_user_change", args=[clara.user.pk]))
    assert page.context["available_actions"] == []
    assert "works for a client" in keeper.post(step(clara.user, "dismiss")).text


@pytest.mark.parametrize("person", ["aoife", "niamh", "ruairi"])
@pytest.mark.parametrize("verb", STEPS)
def test_only_system_administrators_manage_people(client, request, declan, person, verb):
    client.force_login(request.getfixturevalue(person))
    assert client.get(ADD).status_code == 403
    assert client.post(step(declan, verb)).status_code == 403
    assert client.get(step(declan, verb)).status_code == 403


@pytest.mark.parametrize("verb", STEPS)
def test_for_a_stranger_there_is_no_such_action(client, charlie, aoife, verb):
    assert client.post(step(aoife, verb)).status_code == 302
    client.force_login(charlie.user)
    assert client.post(step(aoife, verb)).status_code == 404
    assert not Event.objects.about("user", aoife.pk).exists()


@pytest.mark.parametrize("verb", STEPS)
def test_an_unknown_person_is_not_found(keeper, verb):
    assert keeper.post(step(User(pk=987654), verb)).status_code == 404


@pytest.fixture
def with_factor(aoife):
    Authenticator.objects.create(user=aoife, type=Authenticator.Type.TOTP, data={})
    return aoife


def test_a_lost_second_factor_is_reset_with_a_reason(keeper, with_factor):
    page = keeper.get(page_of(with_factor))
    assert "reset_second_factor" in verbs(page)
    keeper.post(step(with_factor, "reset_second_factor"), {"reason": WHY})
    page = keeper.get(page_of(with_factor))
    assert "reset_second_factor" not in verbs(page)
    assert WHY in page.text


def test_without_a_reason_it_stays(keeper, with_factor):
    answer = keeper.post(step(with_factor, "reset_second_factor"))
    assert "reason" in answer.context["form"].errors
    assert second_factor.has_any(with_factor)


def test_nobody_resets_their_own(keeper, sys):
    Authenticator.objects.create(user=sys, type=Authenticator.Type.TOTP, data={})
    assert "reset_second_factor" not in verbs(keeper.get(page_of(sys)))
    answer = keeper.post(step(sys, "reset_second_factor"), {"reason": WHY})
    assert "Nobody resets their own" in answer.text


def test_a_clients_administrator_who_lost_it_is_helped_here(keeper, clara):
    Authenticator.objects.create(user=clara.user, type=Authenticator.Type.TOTP, data={})
    assert verbs(keeper.get(page_of(clara.user))) == ["reset_second_factor"]
    keeper.post(step(clara.user, "reset_second_factor"), {"reason": WHY})
    assert not second_factor.has_any(clara.user)
