"""Signing in by a code that is sent by e-mail."""

import re

import pytest
from django.core import mail

from istockist_sla.core.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def clara() -> User:
    return User.objects.create(email="clara@meadow.example", name="Clara Whitcombe")


def ask(client, email: str):
    return client.post("/sign-in/", {"email": email})


def test_the_sign_in_page_asks_for_the_address_only(client):
    page = client.get("/sign-in/").content.decode()
    kinds = re.findall(r'<input[^>]*type="(\w+)"', page)
    assert [kind for kind in kinds if kind != "hidden"] == ["email"]


def test_the_code_arrives_in_a_letter_with_six_digits(client, clara):
    ask(client, clara.email)
    assert mail.outbox[0].subject == "Your sign-in code"
    assert re.search(r"Your sign-in code is \d{6}\n", mail.outbox[0].body)


def test_the_letter_about_the_code_is_also_written_as_html(client, clara):
    ask(client, clara.email)
    html, kind = mail.outbox[0].alternatives[0]
    assert kind == "text/html"
    assert "support_hours" not in html
    assert "datetime" not in html


def test_the_code_opens_the_door(client, clara):
    ask(client, clara.email)
    code = re.search(r"\d{6}", mail.outbox[0].body).group()
    client.post("/sign-in/code/", {"code": code})
    assert client.session["_auth_user_id"] == str(clara.pk)


def test_a_wrong_code_is_told_at_its_field(client, clara):
    ask(client, clara.email)
    page = client.post("/sign-in/code/", {"code": "wrong"}).content.decode()
    assert 'aria-invalid="true"' in page
    assert 'id="id_code_error"' in page


def test_an_unknown_address_sees_the_same_page_and_gets_no_letter(client):
    answer = ask(client, "stranger@elsewhere.example")
    assert answer["Location"] == "/sign-in/code/"
    assert mail.outbox == []


def test_nobody_can_sign_up(client):
    assert client.get("/accounts/signup/").status_code == 404


def test_signing_out_asks_first(client, clara):
    client.force_login(clara)
    assert "_auth_user_id" in client.session
    client.get("/sign-out/")
    assert "_auth_user_id" in client.session


def test_signing_out_ends_the_session(client, clara):
    client.force_login(clara)
    client.post("/sign-out/")
    assert "_auth_user_id" not in client.session
