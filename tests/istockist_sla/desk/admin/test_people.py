"""People of the desk: added with roles, dismissed, never deleted."""

import pytest
from django.urls import reverse

from istockist_sla.core import roles
from istockist_sla.core.models import Event, User

ADD = "/desk/core/user/add/"


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


def names(user):
    return set(user.groups.values_list("name", flat=True))


def test_a_person_is_added_with_a_role(keeper, sys):
    add(keeper)
    user = User.objects.get(email="tomasz@istockist.example")
    assert (user.is_staff, user.is_superuser, names(user)) == (True, False, {roles.SUPPORT})
    event = Event.objects.about("user", user.pk).get()
    assert (event.actor, event.data) == (sys, {"groups": [roles.SUPPORT]})


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
    keeper.post(step(aoife, "reassign"), {"groups": [roles.MANAGER]})
    assert names(aoife) == {roles.MANAGER}


def test_the_last_system_administrator_stays(keeper, sys):
    answer = keeper.post(step(sys, "reassign"), {"groups": [roles.MANAGER]})
    assert "must be a System administrator" in answer.text
    assert names(sys) == {roles.ADMINISTRATOR}


def test_nobody_dismisses_themselves(keeper, sys):
    assert "themselves" in keeper.post(step(sys, "dismiss")).text


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
def test_only_system_administrators_manage_people(client, request, aoife, person):
    client.force_login(request.getfixturevalue(person))
    assert client.get(ADD).status_code == 403
    assert client.post(step(aoife, "dismiss")).status_code == 403
