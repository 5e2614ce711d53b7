"""Staff set up a second factor before the desk opens."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from istockist_sla.account.views import factors as views
from istockist_sla.account.views import guards
from istockist_sla.core import sessions
from istockist_sla.core.models import Event, Letter, User
from tests.signing_in import SECRET, after_code, digits, give_app, give_passkey

pytestmark = pytest.mark.django_db
SET_UP = "/account/second-factor/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def agent(client, aoife):
    after_code(client, aoife)
    return client


@pytest.mark.parametrize(
    "address", ["/desk/", "/desk/tickets/ticket/", "/", "/tickets/1/", "/nowhere/"]
)
def test_staff_without_one_are_led_to_the_page_that_sets_it_up(agent, address):
    assert agent.get(address).url == SET_UP


def test_a_form_of_the_desk_does_nothing_meanwhile(agent, ticket):
    page = f"/desk/tickets/ticket/{ticket.pk}/steps/take/"
    assert agent.post(page, {}).url == SET_UP


@pytest.mark.parametrize(
    "address",
    [SET_UP, "/account/", "/account/app/set-up/", "/account/passkeys/add/", "/sign-out/"],
)
def test_what_they_need_for_it_is_open(agent, address):
    assert agent.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/status/", "/healthz"])
def test_what_is_public_stays_open(agent, address):
    assert "account" not in agent.get(address).headers.get("Location", "")


def test_the_page_says_why_one_is_there(agent):
    assert "The desk opens once you have one" in agent.get(SET_UP).text


def test_the_desk_opens_once_an_app_is_set_up(agent):
    agent.get("/account/app/set-up/")
    secret = agent.session["mfa.totp.secret"]
    answer = agent.post("/account/app/set-up/", {"code": digits(secret)})
    assert answer.url == "/account/recovery-codes/"
    assert agent.get("/desk/").status_code == 200


def test_the_secret_can_be_typed_in_groups_of_four(agent):
    page = agent.get("/account/app/set-up/")
    parts = page.context["secret_parts"]
    assert "".join(parts) == agent.session["mfa.totp.secret"]
    assert {len(part) for part in parts} == {4}


def test_recovery_codes_alone_are_no_second_factor(agent, aoife):
    RecoveryCodes.activate(aoife)
    assert agent.get("/desk/").url == SET_UP


def test_clients_may_do_without(client, clara):
    after_code(client, clara.user)
    assert client.get("/").status_code == 200


def test_nobody_is_asked_where_the_setting_is_off(agent, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert agent.get("/desk/").status_code == 200


def test_the_last_one_of_staff_stays(client, aoife):
    after_code(client, aoife)
    app = give_app(aoife)
    assert client.post("/account/app/remove/").url == "/account/"
    assert app.user.authenticator_set.filter(pk=app.pk).exists()


def test_one_of_two_can_be_removed(client, aoife):
    after_code(client, aoife)
    give_app(aoife)
    passkey = give_passkey(aoife)
    assert client.post(f"/account/passkeys/{passkey.pk}/remove/").url == "/account/"
    assert not aoife.authenticator_set.filter(pk=passkey.pk).exists()


def test_setting_one_up_is_an_event_and_a_letter(agent, aoife):
    agent.get("/account/app/set-up/")
    agent.post("/account/app/set-up/", {"code": digits(agent.session["mfa.totp.secret"])})
    event = Event.objects.about("user", aoife.pk).get(verb="add_factor")
    assert (event.actor, event.data) == (aoife, {"method": "app"})
    assert Letter.objects.get(template="factor_added").to_address == aoife.email


def test_a_second_click_on_setting_it_up_goes_where_the_first_one_went(agent, aoife):
    agent.get("/account/app/set-up/")
    code = {"code": digits(agent.session["mfa.totp.secret"])}
    answers = [agent.post("/account/app/set-up/", code) for _ in range(2)]
    assert [answer.url for answer in answers] == ["/account/recovery-codes/"] * 2
    assert aoife.authenticator_set.filter(type="totp").count() == 1


def test_of_two_at_once_one_sets_it_up(agent, aoife, monkeypatch):
    agent.get("/account/app/set-up/")
    secret = agent.session["mfa.totp.secret"]

    def locked(request):
        """Just before it has the lock, the other one had it."""
        give_app(aoife)
        RecoveryCodes.activate(aoife)
        return aoife

    monkeypatch.setattr(views, "lock_own", locked)
    answer = agent.post("/account/app/set-up/", {"code": digits(secret)})
    assert answer.url == "/account/recovery-codes/"
    assert not Event.objects.filter(verb="add_factor").exists()


def test_who_lost_their_sessions_meanwhile_adds_no_factor(agent, aoife, monkeypatch):
    agent.get("/account/app/set-up/")
    secret = agent.session["mfa.totp.secret"]
    lock = guards.lock_own

    def locked(request):
        sessions.end_all(User.objects.get(pk=aoife.pk))
        return lock(request)

    monkeypatch.setattr(views, "lock_own", locked)
    assert agent.post("/account/app/set-up/", {"code": digits(secret)}).status_code == 403
    assert not aoife.authenticator_set.exists()


def test_the_secret_is_not_kept_in_clear(aoife):
    assert SECRET not in str(give_app(aoife).data)
