"""The second factor is asked for after the code, and stands for itself where it is a passkey."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from istockist_sla.core.models import Event, User
from tests.conftest import OPENED
from tests.signing_in import after_code, digits, give_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits_used")]
ASKED = "/sign-in/second-factor/"


@pytest.fixture
def asked(client, aoife):
    """Aoife's browser after the right code; she has an app and recovery codes."""
    give_app(aoife)
    RecoveryCodes.activate(aoife)
    after_code(client, aoife)
    return client


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_who_has_one_is_asked_for_it(client, aoife):
    give_app(aoife)
    assert after_code(client, aoife) == ASKED
    assert not is_signed_in(client)


def test_who_has_none_is_in(client, clara):
    after_code(client, clara.user)
    assert is_signed_in(client)


def test_the_digits_of_the_app_let_in(asked):
    assert asked.post(ASKED, {"code": digits()}).url == "/desk/"
    assert is_signed_in(asked)


def test_digits_let_in_once(asked, client, aoife):
    asked.post(ASKED, {"code": digits()})
    asked.post("/sign-out/")
    after_code(client, aoife)
    client.post(ASKED, {"code": digits()})
    assert not is_signed_in(client)


def test_digits_that_were_used_are_worth_nothing_until_they_are_out_of_date(
    asked, aoife, time_machine
):
    at = OPENED
    time_machine.move_to(at, tick=False)
    code = digits()
    asked.post(ASKED, {"code": code})
    asked.post("/sign-out/")
    time_machine.move_to(at + timedelta(seconds=45), tick=False)
    after_code(asked, aoife)
    assert "That code is not right" in asked.post(ASKED, {"code": f"{code[:3]} {code[3:]}"}).text
    assert asked.post(ASKED, {"code": digits()}).url == "/desk/"


def test_a_recovery_code_lets_in_once(asked, aoife):
    codes = Authenticator.objects.get(user=aoife, type="recovery_codes").wrap()
    code = codes.get_unused_codes()[0]
    assert asked.post(ASKED, {"code": code}).url == "/desk/"
    codes.instance.refresh_from_db()
    assert len(codes.get_unused_codes()) == 9


def test_who_was_dismissed_after_the_code_comes_no_further(asked, aoife):
    User.objects.filter(pk=aoife.pk).update(is_active=False)
    answer = asked.post(ASKED, {"code": digits()}, follow=True)
    assert "This account may no longer sign in." in answer.text
    assert not is_signed_in(asked)
    assert not Event.objects.filter(verb="sign_in").exists()


def test_who_was_dismissed_with_the_code_in_hand_is_told(client, aoife):
    aoife.is_active = False
    assert after_code(client, aoife) == "/sign-in/"


def test_wrong_digits_do_not_let_in(asked, aoife):
    page = asked.post(ASKED, {"code": "000000"})
    assert "That code is not right" in page.text
    assert not is_signed_in(asked)


def test_a_wrong_one_is_an_event_without_what_was_typed(asked, aoife):
    asked.post(ASKED, {"code": "000000"})
    event = Event.objects.about("user", aoife.pk).get(verb="fail_factor")
    assert event.data == {"method": "code"}


def test_a_wrong_one_is_a_line_of_the_log(asked, caplog):
    asked.post(ASKED, {"code": "000000"})
    assert "A wrong second factor of aoife@istockist.example: code" in caplog.text
    assert "000000" not in caplog.text


def test_after_five_wrong_ones_the_right_one_waits(asked):
    for _ in range(5):
        asked.post(ASKED, {"code": "000000"})
    asked.post(ASKED, {"code": digits()})
    assert not is_signed_in(asked)


def test_the_page_is_for_those_between_code_and_factor(client, clara):
    assert client.get(ASKED).url == "/sign-in/"
    after_code(client, clara.user)
    assert client.get(ASKED).url == "/"


def test_a_secret_under_a_key_that_is_gone_opens_nothing(asked, settings):
    settings.SECRET_KEY = "another key, " + "x" * 50
    for code in (digits(), "", "000000"):
        asked.post(ASKED, {"code": code})
    assert not is_signed_in(asked)


def test_a_secret_under_the_key_before_is_still_read(client, aoife, settings):
    give_app(aoife)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, " + "x" * 50
    after_code(client, aoife)
    assert client.post(ASKED, {"code": digits()}).url == "/desk/"


def test_a_passkey_is_asked_for_by_a_challenge(client):
    answer = client.get("/sign-in/passkey/", headers={"Accept": "application/json"})
    options = answer.json()["request_options"]["publicKey"]
    assert options["userVerification"] == "required"
    assert options["rpId"] == "testserver"


def test_without_a_script_the_address_leads_to_the_sign_in_page(client):
    assert client.get("/sign-in/passkey/").url == "/sign-in/"


RUBBISH = [
    "",
    "nothing",
    "[]",
    '"x"',
    "1e999",
    "null",
    "{}",
    '{"id": 1, "rawId": 2, "response": 3, "type": 4}',
    '{"response": {"userHandle": "ZWdnZQ"}}',
    *(
        json.dumps(
            {
                "id": "AA",
                "rawId": "AA",
                "type": "public-key",
                "clientExtensionResults": {},
                "response": {
                    "clientDataJSON": "e30",
                    "authenticatorData": data,
                    "signature": "AA",
                    "userHandle": handle,
                },
            }
        )
        for data in ("AA", "A" * 60, "\ud800", 7, None)
        for handle in ("MQ", "x\0", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", None, 3)
    ),
    "[" * 5000,
]


@pytest.mark.parametrize("rubbish", RUBBISH)
def test_what_no_browser_sends_lets_nobody_in(client, aoife, settings, rubbish):
    settings.MFA_RATE_LIMITS = False
    client.get("/sign-in/passkey/", headers={"Accept": "application/json"})
    assert client.post("/sign-in/passkey/", {"credential": rubbish}).url == "/sign-in/"
    assert not is_signed_in(client)


@pytest.mark.parametrize("rubbish", RUBBISH)
def test_what_no_browser_sends_is_no_new_passkey(client, clara, rubbish):
    after_code(client, clara.user)
    client.get("/account/passkeys/add/")
    answer = client.post("/account/passkeys/add/", {"name": "\0", "credential": rubbish})
    assert answer.status_code == 200
    assert not Authenticator.objects.exists()
