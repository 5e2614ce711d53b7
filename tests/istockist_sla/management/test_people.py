"""What an operator does about people from a shell."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from istockist_sla.core import roles, second_factor
from istockist_sla.core.models import Event, User

pytestmark = pytest.mark.django_db
WHY = "Lost her phone"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def sys(sys):
    Authenticator.objects.create(user=sys, type=Authenticator.Type.TOTP, data={})
    return sys


def test_the_first_administrator_is_named(db):
    said = run("appoint_administrator", "First@istockist.example", "--name", "Fiona First")
    user = User.objects.get(email="first@istockist.example")
    assert said == (
        "Fiona First is a System administrator and signs in as first@istockist.example.\n"
    )
    assert Event.objects.about("user", user.pk).get().verb == "engage"


def test_before_the_first_start_the_groups_are_made(db):
    Group.objects.all().delete()
    run("appoint_administrator", "first@istockist.example", "--name", "Fiona First")
    assert User.objects.filter(groups__name=roles.ADMINISTRATOR).exists()


def test_a_refusal_is_one_line(sys):
    with pytest.raises(CommandError, match="say why"):
        run("appoint_administrator", "second@istockist.example", "--name", "Second")


def test_nobody_is_made_to_stand_above_the_roles(db):
    with pytest.raises(CommandError, match="appoint_administrator"):
        run("createsuperuser")
    assert not User.objects.exists()


def test_the_only_administrators_factor_is_reset(sys):
    said = run("reset_second_factor", sys.email.upper(), "--reason", WHY)
    assert said == "Sinéad Walsh's second factor is reset, and all sessions are ended.\n"
    assert not second_factor.has_any(sys)


def test_where_another_can_do_it_the_shell_says_who(sys, padraig):
    with pytest.raises(CommandError, match="Pádraig Lyons can do it in the desk"):
        run("reset_second_factor", sys.email, "--reason", WHY)
    assert second_factor.has_any(sys)


def test_anyway_it_is_done(sys, padraig):
    run("reset_second_factor", sys.email, "--reason", WHY, "--anyway")
    assert not second_factor.has_any(sys)


@pytest.mark.parametrize(
    ("address", "words"),
    [("nobody@istockist.example", "Nobody has"), ("aoife@istockist.example", "no second factor")],
)
def test_what_cannot_be_reset_is_one_line(aoife, address, words):
    with pytest.raises(CommandError, match=words):
        run("reset_second_factor", address, "--reason", WHY)
