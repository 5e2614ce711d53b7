"""The page Account: what stands there, and what each of its groups saves."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client

from istockist_sla.account import browsers, events, letters
from istockist_sla.account.views import account as views
from istockist_sla.core import clocks
from istockist_sla.core.letters import render
from istockist_sla.core.models import Event, Letter, User
from tests.conftest import OPENED
from tests.signing_in import after_code, give_app, give_passkey
from tickets.models import ClientAdministrator

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
POSTED = ["/account/letters/", "/account/appearance/", "/account/sessions/sign-out/"]


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.text).replace("\u00a0", " ")
    return " ".join(text.split())


@pytest.fixture
def clara_in(client, clara):
    after_code(client, clara.user)
    return client


@pytest.fixture
def agent(client, aoife):
    after_code(client, aoife)
    return client


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get("/account/").url == "/sign-in/?next=/account/"


@pytest.mark.parametrize("address", POSTED)
def test_what_changes_something_takes_a_form(clara_in, address):
    assert clara_in.get(address).status_code == 405


@pytest.mark.parametrize("address", POSTED)
def test_a_stranger_changes_nothing(client, address):
    assert client.post(address).url.startswith("/sign-in/")


def test_the_page_says_who_one_is(clara_in):
    text = words(clara_in.get("/account/"))
    assert "Clara Whitcombe, administrator of Meadow & Finch Ltd" in text.replace("&amp;", "&")


def test_staff_read_their_roles(agent):
    assert "Aoife Brennan, Support agent." in words(agent.get("/account/"))


def test_no_page_has_inline_scripts(clara_in):
    for page in ("/account/", "/account/passkeys/add/", "/account/app/set-up/", "/sign-in/"):
        scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", clara_in.get(page).text)
        assert all("application/json" in each for each in scripts)


def test_factors_stand_with_their_state(clara_in, clara):
    give_passkey(clara.user, "Clara’s phone")
    text = words(clara_in.get("/account/"))
    assert "Passkeys On" in text
    assert "Clara’s phone" in text
    assert "Authenticator app Not set up" in text


def test_the_desk_and_the_portal_lead_here(agent, clara):
    assert 'href="/account/"' in agent.get("/desk/").text
    after_code(agent, clara.user)
    assert 'href="/account/"' in agent.get("/").text


def other(user, agent=IPHONE):
    """Another browser in which the person is signed in."""
    browser = Client()
    after_code(browser, user, agent)
    return browser


def test_sessions_are_listed_with_browser_and_network(clara_in, clara):
    other(clara.user)
    text = words(clara_in.get("/account/"))
    assert "Signed in, 2" in text
    assert "Safari on iPhone last seen" in text
    assert "network 127.0.0.0/24" in text
    assert "127.0.0.1" not in text


def test_another_session_is_signed_out(clara_in, clara):
    phone = other(clara.user)
    clara_in.get("/account/")
    row = UserSession.objects.exclude(session_key=clara_in.session.session_key).get()
    assert clara_in.post(f"/account/sessions/{row.pk}/sign-out/").url == "/account/#sessions"
    assert phone.get("/account/").url.startswith("/sign-in/")
    assert clara_in.get("/account/").status_code == 200
    event = Event.objects.about("user", clara.user_id).get(verb="end_session")
    assert event.data == {"method": "one", "count": 1}


def test_all_others_are_signed_out_at_once(clara_in, clara):
    others = [other(clara.user), other(clara.user, EDGE)]
    clara_in.post("/account/sessions/sign-out/")
    assert [browser.get("/account/").status_code for browser in others] == [302, 302]
    assert clara_in.get("/account/").status_code == 200


def test_the_present_session_and_those_of_others_are_not_there(clara_in, charlie):
    other(charlie.user)
    clara_in.get("/account/")
    for row in UserSession.objects.all():
        assert clara_in.post(f"/account/sessions/{row.pk}/sign-out/").status_code == 404
    assert UserSession.objects.count() == 2


def test_no_session_has_an_id_of_thirty_digits(clara_in):
    assert clara_in.post(f"/account/sessions/{'9' * 30}/sign-out/").status_code == 404


def test_a_visit_is_noted_at_most_each_quarter_of_an_hour(client, clara, time_machine):
    time_machine.move_to(OPENED, tick=False)
    after_code(client, clara.user)
    for minutes, seen in ((14, 0), (16, 16)):
        time_machine.move_to(OPENED + timedelta(minutes=minutes), tick=False)
        client.get("/account/")
        assert UserSession.objects.get().last_seen_at == OPENED + timedelta(minutes=seen)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        (IPHONE, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        ("curl/8.5", "Another browser"),
        ("", "Another browser"),
    ],
)
def test_a_browser_is_told_in_words(agent, name):
    assert browsers.browser_in_words(agent).name == name


def test_copies_are_wished_and_sent(clara_in, clara):
    clara_in.post("/account/letters/", {"copies": "on"})
    assert ClientAdministrator.objects.get(pk=clara.pk).wants_copies
    assert Event.objects.about("client", clara.client_id).get(verb="set_copies").actor == clara.user


def test_what_was_saved_is_told_in_its_own_group_once(clara_in):
    answer = clara_in.post("/account/letters/", {"copies": "on"}, follow=True)
    letters = answer.text.partition('id="letters"')[2].partition('id="appearance"')[0]
    assert 'role="status">Saved, ' in letters
    assert answer.text.count('role="status"') == 1
    assert 'role="status"' not in clara_in.get("/account/").text


def test_copies_are_stopped(clara_in, clara):
    for given in ({"copies": "on"}, {}):
        clara_in.post("/account/letters/", given)
    assert not ClientAdministrator.objects.get(pk=clara.pk).wants_copies


ALL_LETTERS = ["take", "downgrade", "reopen"]


def test_a_wish_that_is_no_change_is_no_event(clara_in, clara):
    clara_in.post("/account/letters/", {"letters": ALL_LETTERS})
    assert not Event.objects.about("client", clara.client_id).exists()


def test_a_letter_is_declined_by_its_kind(clara_in, clara):
    clara_in.post("/account/letters/", {"letters": ["downgrade", "reopen"], "reports": "on"})
    found = ClientAdministrator.objects.get(pk=clara.pk)
    assert found.declined == ["take"]
    assert found.wants_reports
    text = clara_in.get("/account/").text
    assert 'value="take" id="letter-take">' in text
    assert 'value="reopen" id="letter-reopen" checked>' in text
    assert Event.objects.about("client", clara.client_id).get(verb="set_letters").data[
        "declined"
    ] == ["take"]


def test_what_is_no_letter_is_not_declined(clara_in, clara):
    clara_in.post("/account/letters/", {"letters": [*ALL_LETTERS, "close"]})
    assert ClientAdministrator.objects.get(pk=clara.pk).declined == []


def test_required_letters_are_no_boxes(agent):
    page = agent.get("/account/").text
    assert "assigned to you" in page
    assert 'type="checkbox"' not in page


def test_time_zone_and_appearance_are_saved(clara_in, clara):
    answer = clara_in.post(
        "/account/appearance/", {"time_zone": "America/New_York", "theme": "dark"}, follow=True
    )
    person = User.objects.get(pk=clara.user_id)
    assert (person.time_zone, person.theme) == ("America/New_York", "dark")
    assert re.search(r"Saved, \d\d:\d\d GMT · \d\d:\d\d New York time", words(answer))
    assert 'data-theme="dark"' in answer.text


@pytest.mark.parametrize("given", [{"time_zone": "Mars/Base"}, {}, {"time_zone": "UTC\0"}])
def test_a_zone_that_does_not_exist_is_told_and_not_kept(clara_in, clara, given):
    answer = clara_in.post("/account/appearance/", {"theme": "dark", **given})
    assert answer.status_code == 400
    assert User.objects.get(pk=clara.user_id).theme == ""


def test_a_dismissal_at_the_same_time_stays(rf, clara):
    user = User.objects.get(pk=clara.user_id)
    request = rf.post("/account/appearance/", {"time_zone": "Europe/Dublin", "theme": "dark"})
    request.user, request._messages = user, CookieStorage(request)
    User.objects.filter(pk=user.pk).update(is_active=False, password="!ended")
    views.save_appearance(request)
    person = User.objects.get(pk=user.pk)
    assert (person.theme, person.is_active, person.password) == ("dark", False, "!ended")


def test_the_chosen_clock_stands_beside_gmt(clara_in, clara, ticket, time_machine):
    time_machine.move_to(OPENED, tick=False)
    clara.user.time_zone = "America/New_York"
    clara.user.save()
    assert "13:00 New York time" in words(clara_in.get("/"))


def test_who_chose_gmt_reads_gmt_alone(clara_in, clara, time_machine):
    time_machine.move_to(OPENED, tick=False)
    clara.user.time_zone = "UTC"
    clara.user.save()
    text = words(clara_in.get("/"))
    assert "Irish time" not in text.partition("Support team, English")[0]


def test_the_clock_of_one_reader_does_not_stay_for_the_next(clara_in, clara):
    clara.user.time_zone = "America/New_York"
    clara.user.save()
    clara_in.get("/account/")
    assert clocks.zone().key == "Europe/Dublin"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_appearance_acts_on_desk_and_account(agent, aoife, theme):
    aoife.theme = theme
    aoife.save()
    for page in ("/desk/", "/account/", "/desk/tickets/ticket/"):
        assert f'data-theme="{theme}"' in agent.get(page).text


def test_the_public_status_page_is_the_same_for_all(agent, aoife):
    aoife.theme = "dark"
    aoife.save()
    page = agent.get("/status/")
    assert "data-theme" not in page.text
    assert "Cookie" not in page.get("Vary", "")


@pytest.mark.parametrize("verb", events.TEMPLATES)
def test_each_letter_about_the_account_can_be_written(aoife, verb):
    event = events.record(aoife, verb, at=OPENED, method="app")
    letter = Letter.objects.get(subject_kind="user", context={"event": event.pk})
    assert letter.template in letters.CONTEXTS
    written = render(letter)
    for text in (written.text, written.html):
        assert "Authenticator app" in text
        assert "http://localhost:8000/account/" in text
    assert "Hello Aoife," in written.text


def test_removing_a_factor_is_told_in_the_audit_log(agent, aoife, sys):
    give_app(aoife)
    events.record(aoife, events.REMOVE_FACTOR, at=OPENED, method="app")
    after_code(agent, sys)
    assert "removed a second factor" in words(agent.get("/desk/core/event/"))
