"""Sign-in links that an operator makes."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from istockist_sla.core.models import Event, SignInLink
from tests.istockist_sla.account.sign_in.conftest import is_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(clara):
    out = StringIO()
    call_command("sign_in_link", clara.email.upper(), stdout=out)
    return out.getvalue().strip().partition("://")[2].partition("/")[2]


def test_the_command_prints_an_address_of_the_portal(clara, settings):
    settings.PORTAL_URL = "https://support.istockist.example"
    out = StringIO()
    call_command("sign_in_link", clara.email, stdout=out)
    assert out.getvalue().startswith("https://support.istockist.example/sign-in/link/")


def test_opening_it_alone_signs_nobody_in(client, link):
    assert "Clara Whitcombe" in client.get(f"/{link}").content.decode()
    assert not is_in(client)


def test_its_button_signs_in(client, link, clara):
    assert client.post(f"/{link}").url == "/"
    assert client.session["_auth_user_id"] == str(clara.user.pk)


def test_it_works_once(client, link):
    client.post(f"/{link}")
    client.logout()
    assert client.post(f"/{link}").status_code == 404
    assert not is_in(client)


def test_it_works_for_ten_minutes(client, link, at_ten):
    at_ten.shift(timedelta(minutes=10))
    assert client.get(f"/{link}").status_code == 404
    assert client.post(f"/{link}").status_code == 404


def test_it_is_worth_nothing_once_the_person_may_not_sign_in(client, link, clara):
    clara.user.is_active = False
    clara.user.save()
    assert client.post(f"/{link}").status_code == 404


def test_a_guessed_one_is_not_there(client, db):
    assert client.get("/sign-in/link/guessed/").status_code == 404


def test_it_is_logged_and_an_event(clara, caplog):
    call_command("sign_in_link", clara.email, stdout=StringIO())
    assert "A sign-in link was made for clara@meadow.example" in caplog.text
    assert Event.objects.get(verb="make_sign_in_link").subject_id == clara.user.pk


def test_its_secret_is_not_kept(link):
    secret = link.rstrip("/").rpartition("/")[2]
    assert secret not in SignInLink.objects.get().secret_hash


def test_for_an_unknown_address_none_is_made(db):
    with pytest.raises(CommandError, match="Nobody who may sign in has the address"):
        call_command("sign_in_link", "x@y.example")
