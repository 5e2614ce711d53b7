"""Factors change hands only soon after a proof; there is always a way to give one."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from istockist_sla.core.models import Event, Letter
from tests.signing_in import after_code, digits, give_app, give_passkey, long_ago

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits_used")]
PAGES = [
    "/account/app/set-up/",
    "/account/passkeys/add/",
    "/account/recovery-codes/new/",
]
CODE = "/account/confirm/code/"
PASSKEY = "/account/confirm/passkey/"
SIGN_IN = "/account/confirm/sign-in/"


@pytest.fixture
def clara_in(client, clara):
    after_code(client, clara.user)
    return client


@pytest.fixture
def with_app(client, clara):
    """Clara, who has signed in by the code and her app."""
    give_app(clara.user)
    RecoveryCodes.activate(clara.user)
    after_code(client, clara.user)
    client.post("/sign-in/second-factor/", {"code": digits()})
    return client


@pytest.mark.parametrize("page", PAGES)
def test_right_after_signing_in_nothing_more_is_asked(clara_in, page):
    assert clara_in.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_later_one_is_asked_to_sign_in_again(clara_in, page):
    long_ago(clara_in)
    assert clara_in.get(page).url == f"{SIGN_IN}?next={page.replace('/', '%2F')}"


@pytest.mark.parametrize("page", PAGES)
def test_a_form_is_refused_later_too(clara_in, page):
    long_ago(clara_in)
    assert clara_in.post(page, {"code": "1"}).url.startswith(SIGN_IN)


def test_signing_in_again_signs_out_and_comes_back(clara_in):
    answer = clara_in.post(SIGN_IN, {"next": PAGES[0]})
    assert answer.url == "/sign-in/?next=%2Faccount%2Fapp%2Fset-up%2F"
    assert "_auth_user_id" not in clara_in.session


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "", "javascript:x"])
def test_no_other_house_is_led_to(clara_in, target):
    assert clara_in.post(SIGN_IN, {"next": target}).url == "/sign-in/?next=%2Faccount%2F"


def test_an_app_is_enough_later(with_app):
    long_ago(with_app)
    asked = with_app.get("/account/app/remove/").url
    assert asked.startswith(CODE)
    codes = with_app.get(asked)
    assert "Sign in again" in codes.text
    owner = codes.context["user"]
    code = owner.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert with_app.post(asked, {"code": code, "next": "/account/app/remove/"}).url == (
        "/account/app/remove/"
    )
    assert with_app.get("/account/app/remove/").status_code == 200


def test_wrong_digits_are_told_and_recorded(with_app, clara):
    answer = with_app.post(CODE, {"code": "000000"})
    assert "not right" in answer.text
    assert Event.objects.about("user", clara.user_id).filter(verb="fail_factor").count() == 1


def test_who_has_no_app_is_led_to_the_way_that_is_there(clara_in):
    assert clara_in.get(CODE).url == SIGN_IN
    assert clara_in.get(PASSKEY).url == SIGN_IN


def test_a_passkey_comes_first(clara_in, clara):
    give_passkey(clara.user)
    long_ago(clara_in)
    assert clara_in.get("/account/app/set-up/").url.startswith(PASSKEY)


def test_a_person_with_a_password_of_old_is_not_asked_for_it(clara_in, clara):
    clara.user.set_password("old")
    clara.user.save()
    after_code(clara_in, clara.user)
    long_ago(clara_in)
    assert clara_in.get(PAGES[0]).url.startswith(SIGN_IN)


def test_an_app_is_removed_with_an_event_and_a_letter(with_app, clara):
    assert with_app.post("/account/app/remove/").url == "/account/"
    assert not clara.user.authenticator_set.exists()
    event = Event.objects.about("user", clara.user_id).get(verb="remove_factor")
    assert (event.side, event.data) == ("client", {"method": "app"})
    assert Letter.objects.get(template="factor_removed").to_address == clara.email


def test_recovery_codes_are_shown_once(with_app):
    first, second = (with_app.get("/account/recovery-codes/") for _ in range(2))
    code = first.context["unused_codes"][0]
    assert code in first.text
    assert code not in second.text
    assert "10 of 10 are left" in second.text


def test_a_question_for_the_head_alone_does_not_use_up_the_one_look(with_app):
    with_app.head("/account/recovery-codes/")
    assert with_app.get("/account/recovery-codes/").context["unused_codes"]


def test_the_codes_can_be_saved_as_a_file(with_app):
    page = with_app.get("/account/recovery-codes/")
    code = page.context["unused_codes"][0]
    assert f"data:text/plain;charset=utf-8,{code}%0A" in page.text


def test_new_codes_end_the_old_ones(with_app, clara):
    old = with_app.get("/account/recovery-codes/").context["unused_codes"]
    assert with_app.post("/account/recovery-codes/new/").url == "/account/recovery-codes/"
    new = with_app.get("/account/recovery-codes/").context["unused_codes"]
    assert not set(old) & set(new)
    assert Event.objects.about("user", clara.user_id).filter(verb="renew_codes").exists()


def test_codes_alone_cannot_be_made(clara_in):
    answer = clara_in.post("/account/recovery-codes/new/")
    assert "Set up a passkey or an app first" in answer.text


def test_there_are_no_codes_to_show(clara_in):
    assert clara_in.get("/account/recovery-codes/").status_code == 404


def test_another_persons_passkey_is_not_there(clara_in, charlie):
    passkey = give_passkey(charlie.user)
    for send in (clara_in.get, clara_in.post):
        assert send(f"/account/passkeys/{passkey.pk}/remove/").status_code == 404


def test_no_passkey_has_an_id_of_thirty_digits(clara_in):
    assert clara_in.get(f"/account/passkeys/{'9' * 30}/remove/").status_code == 404


def test_a_passkey_of_ones_own_is_removed(clara_in, clara):
    passkey = give_passkey(clara.user)
    page = f"/account/passkeys/{passkey.pk}/remove/"
    assert "Remove “Office laptop”?" in clara_in.get(page).text
    assert clara_in.post(page).url == "/account/"
    assert not clara.user.authenticator_set.exists()


def test_ten_wrong_proofs_a_minute_are_enough(with_app):
    answers = [with_app.post(CODE, {"code": "000000"}) for _ in range(11)]
    assert answers[-1].status_code == 429
    assert "Too often, too fast" in answers[-1].text
