"""Signing in by a code that is sent by e-mail, as a person meets it."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client

from istockist_sla.account import tasks
from istockist_sla.core.models import Event, KnownNetwork, Letter, SignInRequest
from tests.factories import UserFactory
from tests.istockist_sla.account.sign_in.conftest import ELSEWHERE, WRONG, is_in, newest_code
from tests.tickets.portal.conftest import words

pytestmark = pytest.mark.django_db
PERSONAL = re.compile(r"\S+@meadow\.example|csrfmiddlewaretoken\" value=\"\w+\"")
BACKEND = "django.contrib.auth.backends.ModelBackend"


def impersonal(response):
    return PERSONAL.sub("", words(response))


class TestAsking:
    def test_the_page_asks_for_the_address_only(self, client):
        page = client.get("/sign-in/").content.decode()
        kinds = re.findall(r'<input[^>]*type="(\w+)"', page)
        assert [kind for kind in kinds if kind != "hidden"] == ["email"]

    def test_the_letter_is_in_our_words(self, ask, clara):
        ask(clara.email)
        letter = mail.outbox[-1]
        assert (letter.subject, letter.to) == (
            "Your sign-in code",
            ["Clara Whitcombe <clara@meadow.example>"],
        )
        assert "It works once, for ten minutes." in letter.body
        assert letter.alternatives[0].mimetype == "text/html"

    def test_an_unknown_address_reads_the_same_and_gets_no_letter(self, ask, clara):
        known, unknown = ask(clara.email, by=Client()), ask("nobody@meadow.example", by=Client())
        assert impersonal(unknown) == impersonal(known)
        assert (unknown.status_code, len(mail.outbox)) == (known.status_code, 1)

    def test_what_is_no_address_is_told_at_its_field(self, client):
        response = client.post("/sign-in/", {"email": "clara"})
        assert "This is not an e-mail address" in words(response)
        assert 'id="id_email_error"' in words(response)

    def test_the_sixth_asking_is_refused_in_words_that_are_true(self, ask, clara):
        for _ in range(6):
            response = ask(clara.email)
        assert response.status_code == 429
        assert "A code was asked for 5 times within 10 minutes." in words(response)

    def test_that_refusal_is_the_same_for_an_unknown_address(self, ask, clara):
        known, unknown = Client(), Client()
        for _ in range(6):
            answers = [ask(clara.email, by=known), ask("nobody@meadow.example", by=unknown)]
        assert impersonal(answers[0]) == impersonal(answers[1])

    def test_a_code_that_arrived_before_the_refusal_works(self, ask, enter, client, clara):
        for _ in range(6):
            ask(clara.email)
        enter(newest_code())
        assert is_in(client)

    def test_who_is_signed_in_needs_no_code(self, client, clara):
        client.force_login(clara.user, BACKEND)
        assert client.get("/sign-in/?next=/tickets/").url == "/tickets/"
        assert client.get("/sign-in/code/").url == "/"

    def test_the_page_says_what_is_true_right_now(self, client):
        text = words(client.get("/sign-in/"))
        assert "Closes in 7 h · 17:00 GMT" in text


class TestEntering:
    def test_a_code_leads_to_the_portal(self, ask, enter, clara):
        ask(clara.email)
        response = enter(newest_code())
        assert response.redirect_chain[-1][0] == "/"
        assert "Clara Whitcombe" in words(response)

    def test_the_case_of_the_address_does_not_matter(self, ask, enter, client, clara):
        ask(clara.email.upper())
        enter(newest_code())
        assert is_in(client)

    def test_support_comes_to_the_desk(self, ask, client, aoife):
        ask(aoife.email)
        assert client.post("/sign-in/code/", {"code": newest_code()}).url == "/desk/"

    def test_one_comes_to_the_page_that_was_asked_for(self, ask, enter, client, clara, ticket):
        page = f"/tickets/{ticket.number}/"
        ask(clara.email, client.get(page).url.partition("next=")[2])
        assert enter(newest_code()).redirect_chain[-1][0] == page

    @pytest.mark.parametrize(
        "target", ["https://evil.example/", "//evil.example", "/\\evil.example"]
    )
    def test_no_other_site_is_led_to(self, ask, client, clara, target):
        ask(clara.email, target)
        assert client.post("/sign-in/code/", {"code": newest_code()}).url == "/"

    def test_without_having_asked_one_is_led_to_the_beginning(self, client):
        assert client.get("/sign-in/code/").url == "/sign-in/"
        assert client.post("/sign-in/code/", {"code": WRONG}).url == "/sign-in/"

    def test_a_wrong_code_is_told_at_its_field(self, ask, enter, client, clara):
        ask(clara.email)
        page = words(enter(WRONG))
        assert "This is not a code that works now." in page
        assert 'aria-invalid="true"' in page
        assert not is_in(client)

    def test_a_wrong_code_for_an_unknown_address_reads_the_same(self, ask, enter, clara):
        known, unknown = Client(), Client()
        ask(clara.email, by=known)
        ask("nobody@meadow.example", by=unknown)
        for _ in range(4):
            answers = [enter(WRONG, by=known), enter(WRONG, by=unknown)]
            assert impersonal(answers[0]) == impersonal(answers[1])
            assert answers[0].status_code == answers[1].status_code

    def test_a_guess_too_soon_is_told_when_to_come_again(self, ask, enter, clara):
        ask(clara.email)
        for _ in range(4):
            response = enter(WRONG)
        assert response.status_code == 429
        assert "Enter it again in 2 seconds." in words(response)

    def test_nothing_typed_is_told_and_not_counted(self, ask, enter, client, clara):
        ask(clara.email)
        for _ in range(9):
            assert "Enter the code from the e-mail." in words(enter(""))
        enter(newest_code())
        assert is_in(client)

    def test_another_letter_can_be_asked_for_and_both_codes_work(
        self, ask, enter, client, clara, deliver
    ):
        ask(clara.email)
        first = newest_code()
        client.post("/sign-in/code/", {"action": "resend"}, follow=True)
        deliver()
        assert newest_code() != first
        enter(first)
        assert is_in(client)

    def test_a_code_belongs_to_the_browser_that_asked_for_it(self, ask, enter, clara):
        stranger = Client()
        ask(clara.email)
        owners = newest_code()
        ask(clara.email, by=stranger, place=ELSEWHERE)
        enter(owners, by=stranger, place=ELSEWHERE)
        assert not is_in(stranger)

    def test_a_stranger_who_asks_and_guesses_does_not_keep_the_owner_out(
        self, ask, enter, client, clara
    ):
        ask(clara.email)
        code = newest_code()
        for number in range(10):
            stranger, place = Client(), f"203.0.{number}.9"
            for _ in range(6):
                ask(clara.email, by=stranger, place=place)
                enter(WRONG, by=stranger, place=place)
        enter(code)
        assert is_in(client)

    def test_a_code_for_somebody_who_may_no_longer_sign_in_is_worth_nothing(
        self, ask, enter, client, clara
    ):
        ask(clara.email)
        clara.user.is_active = False
        clara.user.save()
        enter(newest_code())
        assert not is_in(client)

    def test_an_ended_administrator_comes_no_further_than_why(
        self, ask, enter, client, clara, ticket
    ):
        clara.until = date(2026, 3, 9)
        clara.save()
        ask(clara.email)
        response = enter(newest_code())
        assert response.status_code == 404
        assert "You administer no client today" in words(response)
        assert client.get(f"/tickets/{ticket.number}/").status_code == 404


class TestRecords:
    def test_the_text_of_the_code_is_not_kept(self, ask, clara):
        ask(clara.email)
        letter = Letter.objects.get()
        assert (letter.state, letter.text, letter.html) == (Letter.State.SENT, "", "")
        assert newest_code() not in str(letter.__dict__)

    def test_the_desk_does_not_show_it(self, ask, client, clara, sys):
        ask(clara.email)
        client.force_login(sys, BACKEND)
        letter = Letter.objects.get()
        page = words(client.get(f"/desk/core/letter/{letter.pk}/change/"))
        assert "It holds a secret for its reader" in page
        assert newest_code() not in page
        assert client.get(f"/desk/core/letter/{letter.pk}/preview/").content == b""

    def test_looking_at_a_waiting_letter_makes_no_code(self, client, clara, sys):
        client.post("/sign-in/", {"email": clara.email})
        tasks.send_codes()
        client.force_login(sys, BACKEND)
        client.get(f"/desk/core/letter/{Letter.objects.get().pk}/change/")
        assert SignInRequest.objects.get().code_hash == ""

    def test_a_sign_in_is_an_event_with_its_method(self, ask, enter, clara, caplog):
        ask(clara.email)
        enter(newest_code())
        (event,) = Event.objects.filter(verb="sign_in")
        assert (event.subject_id, event.actor, event.data) == (
            clara.user.pk,
            clara.user,
            {"methods": ["code"]},
        )
        assert "clara@meadow.example signed in from 198.51.100.0/24 by code." in caplog.text
        assert newest_code() not in caplog.text

    def test_its_network_is_known_from_then_on(self, ask, enter, clara):
        ask(clara.email)
        enter(newest_code())
        assert KnownNetwork.objects.get().network == "198.51.100.0/24"

    def test_a_sign_out_is_an_event(self, client, clara, caplog):
        client.force_login(clara.user, BACKEND)
        client.post("/sign-out/")
        (event,) = Event.objects.filter(verb="sign_out")
        assert event.actor == clara.user
        assert "clara@meadow.example signed out." in caplog.text

    def test_signing_out_takes_a_form(self, client, clara):
        client.force_login(clara.user, BACKEND)
        client.get("/sign-out/")
        assert is_in(client)
        client.post("/sign-out/")
        assert not is_in(client)


@pytest.mark.parametrize(
    "address",
    ["/sign-up/", "/accounts/signup/", "/accounts/email/", "/email/", "/accounts/password/change/"],
)
def test_nobody_signs_up_or_changes_the_address(client, address):
    client.force_login(UserFactory(), BACKEND)
    assert client.get(address).status_code == 404


def test_a_code_is_worth_nothing_ten_minutes_after_it_was_sent(ask, enter, client, clara, at_ten):
    ask(clara.email)
    at_ten.shift(timedelta(minutes=10))
    enter(newest_code())
    assert not is_in(client)
