"""Signing in by a code that is sent by e-mail."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail

from tests.factories import UserFactory
from tests.tickets.portal.conftest import NOW, words

pytestmark = pytest.mark.usefixtures("no_limits_used")
CODE = re.compile(r"Your sign-in code is ([A-Z0-9-]+)")


def ask(client, address, target=""):
    query = f"?next={target}" if target else ""
    return client.post(f"/sign-in/{query}", {"email": address, "next": target}, follow=True)


def code():
    return CODE.search(mail.outbox[-1].body)[1]


def enter(client, given):
    return client.post("/sign-in/code/", {"code": given}, follow=True)


def test_a_code_leads_to_the_portal(client, clara):
    ask(client, clara.email)
    response = enter(client, code())
    assert response.redirect_chain[-1][0] == "/"
    assert "Clara Whitcombe" in words(response)
    assert "uccessfully" not in words(response)


def test_the_letter_is_in_our_words(client, clara):
    ask(client, clara.email)
    letter = mail.outbox[-1]
    assert letter.subject == "Your sign-in code"
    assert letter.to == [clara.email]
    assert "It works once, for fifteen minutes." in letter.body
    assert letter.alternatives[0].mimetype == "text/html"


def test_the_case_of_the_address_does_not_matter(client, clara):
    ask(client, clara.email.upper())
    assert enter(client, code()).redirect_chain[-1][0] == "/"


def test_one_comes_to_the_page_that_was_asked_for(client, clara, ticket):
    target = client.get(f"/tickets/{ticket.number}/").url.partition("next=")[2]
    ask(client, clara.email, target)
    response = client.post("/sign-in/code/", {"code": code(), "next": target}, follow=True)
    assert response.redirect_chain[-1][0] == f"/tickets/{ticket.number}/"


def test_no_other_house_is_led_to(client, clara):
    ask(client, clara.email, "https://evil.example/")
    given = {"code": code(), "next": "https://evil.example/"}
    assert client.post("/sign-in/code/", given).url == "/"


def test_support_comes_to_the_desk(client, aoife):
    ask(client, aoife.email)
    assert client.post("/sign-in/code/", {"code": code()}).url == "/desk/"


def test_an_unknown_address_reads_the_same_and_gets_no_letter(client, clara):
    known = ask(client, clara.email)
    letters = len(mail.outbox)
    client.cookies.clear()
    unknown = ask(client, "nobody@meadow.example")
    plain = re.compile(r"\S+@meadow\.example|csrfmiddlewaretoken\" value=\"\w+\"")
    assert plain.sub("", words(unknown)) == plain.sub("", words(known))
    assert len(mail.outbox) == letters


def test_an_unknown_address_is_let_in_by_no_code(client, clara):
    ask(client, "nobody@meadow.example")
    assert "_auth_user_id" not in enter(client, "AAAAAA").wsgi_request.session


def test_a_wrong_code_does_not_let_in(client, clara):
    ask(client, clara.email)
    assert "_auth_user_id" not in enter(client, "WRONG1").wsgi_request.session


def test_after_five_wrong_codes_the_right_one_is_worth_nothing(client, clara):
    ask(client, clara.email)
    for _ in range(5):
        enter(client, "WRONG1")
    assert "_auth_user_id" not in enter(client, code()).wsgi_request.session


def test_after_fifteen_minutes_the_code_is_worth_nothing(client, clara):
    ask(client, clara.email)
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        assert "_auth_user_id" not in enter(client, code()).wsgi_request.session


def test_a_code_works_once(client, clara):
    ask(client, clara.email)
    given = code()
    enter(client, given)
    client.logout()
    assert "_auth_user_id" not in enter(client, given).wsgi_request.session


def test_a_fourth_code_within_a_minute_is_refused(client, clara):
    for _ in range(4):
        client.cookies.clear()
        response = ask(client, clara.email)
    assert len(mail.outbox) == 3
    assert "Too many" in words(response)


def test_another_letter_can_be_asked_for(client, clara):
    ask(client, clara.email)
    client.post("/sign-in/code/", {"action": "resend"}, follow=True)
    assert len(mail.outbox) == 2
    assert enter(client, code()).redirect_chain[-1][0] == "/"


def test_the_offer_of_another_letter_says_nothing_of_the_address(client, db):
    assert "Send another code" in words(ask(client, "nobody@meadow.example"))


def test_who_mistyped_the_address_can_try_another(client, clara):
    text = words(ask(client, "clra@meadow.example"))
    assert "try another address" in text
    assert client.post("/sign-out/", {"next": "/sign-in/"}).url == "/sign-in/"
    ask(client, clara.email)
    assert enter(client, code()).redirect_chain[-1][0] == "/"


def test_nobody_signs_up(client, db):
    for address in ("/sign-up/", "/signup/", "/accounts/signup/"):
        assert client.get(address).status_code == 404


def test_who_may_no_longer_sign_in_gets_no_letter(client, clara):
    clara.user.is_active = False
    clara.user.save()
    ask(client, clara.email)
    assert not mail.outbox


def test_an_ended_administrator_comes_no_further_than_why(client, clara, ticket):
    clara.until = date(2026, 3, 9)
    clara.save()
    ask(client, clara.email)
    response = enter(client, code())
    assert response.status_code == 404
    assert "You administer no client today" in words(response)
    assert client.get(f"/tickets/{ticket.number}/").status_code == 404


def test_signing_out_takes_a_form(client, clara):
    ask(client, clara.email)
    enter(client, code())
    client.get("/sign-out/")
    assert "_auth_user_id" in client.session
    client.post("/sign-out/")
    assert "_auth_user_id" not in client.session


def test_no_page_lets_one_change_the_address(client, clara):
    client.force_login(UserFactory(), "django.contrib.auth.backends.ModelBackend")
    for address in ("/accounts/email/", "/email/", "/accounts/password/change/"):
        assert client.get(address).status_code == 404


def test_the_page_says_what_is_true_right_now(client, db):
    text = words(client.get("/sign-in/"))
    assert "Support is open" in text
    assert "Closes in 7 h · 17:00 GMT / 17:00 Irish time" in text
