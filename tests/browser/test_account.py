"""The second factor in a real browser, with an authenticator that answers for a finger."""

import re

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import expect

from tests.signing_in import digits, give_app, session_after_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = re.compile(r"/desk/$")
PHONE = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()


@pytest.fixture
def finger(page, context):
    """An authenticator within the device, whose owner is always there."""
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def enter_code(page, live_server, user) -> None:
    """The right code from the mail, and on to where it leads."""
    key, url = session_after_code(user)
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    page.goto(live_server.url + url)


def sign_out(page, live_server) -> None:
    page.goto(f"{live_server.url}/sign-out/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def enrol_passkey(page) -> None:
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    page.get_by_role("link", name="Add a passkey…").click()
    page.get_by_label("Name").fill("Office laptop")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_staff_enrol_a_passkey_and_sign_in_by_it_alone(
    page, live_server, aoife, finger, complaints, width
):
    page.set_viewport_size({**PHONE, "width": width})
    enter_code(page, live_server, aoife)
    enrol_passkey(page)
    page.get_by_role("link", name="I have saved them").click()
    expect(page).to_have_url(DESK)
    sign_out(page, live_server)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(DESK)


def test_the_passkey_is_asked_for_after_the_code(page, live_server, aoife, finger, complaints):
    enter_code(page, live_server, aoife)
    enrol_passkey(page)
    sign_out(page, live_server)
    enter_code(page, live_server, aoife)
    expect(page.get_by_role("heading", name="One more proof")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(DESK)
    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_text("last used")).to_be_visible()


def test_who_uses_no_passkey_is_told_and_can_try_again(page, live_server, aoife, complaints):
    page.goto(f"{live_server.url}/sign-in/")
    page.evaluate(
        "() => { navigator.credentials.get = async () => {"
        " throw new DOMException('', 'NotAllowedError'); }; }"
    )
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_enabled()


def test_an_app_and_then_a_recovery_code(page, live_server, aoife, complaints):
    page.set_viewport_size(PHONE)
    enter_code(page, live_server, aoife)
    page.get_by_role("link", name="Set up an app…").click()
    secret = "".join(page.locator(".secret span").all_inner_texts())
    page.get_by_label("The six digits that the app shows").fill(digits(secret))
    page.get_by_role("button", name="Set it up").click()
    code = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="I have saved them").click()
    expect(page).to_have_url(DESK)
    sign_out(page, live_server)
    enter_code(page, live_server, aoife)
    page.get_by_label("Code of your app, or a recovery code").fill(code)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(DESK)
    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_text("9 of 10 left")).to_be_visible()


def test_the_codes_are_saved_as_a_file(page, live_server, clara, finger, complaints):
    enter_code(page, live_server, clara.user)
    page.goto(f"{live_server.url}/account/second-factor/")
    enrol_passkey(page)
    with page.expect_download() as saving:
        page.get_by_role("link", name="Download").click()
    assert saving.value.suggested_filename == "recovery-codes.txt"
    lines = saving.value.path().read_text().split()
    assert lines == page.locator(".codes code").all_inner_texts()


def test_without_scripts_an_app_is_the_way(browser, live_server, aoife):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    enter_code(page, live_server, aoife)
    page.get_by_role("link", name="Add a passkey…").click()
    expect(page.get_by_role("button", name="Add the passkey")).to_be_hidden()
    page.get_by_role("link", name="authenticator app").click()
    expect(page.get_by_role("button", name="Set it up")).to_be_visible()
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_every_page_is_open_to_everybody(browser, live_server, clara, width, scheme):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=live_server.url
    )
    page = context.new_page()
    enter_code(page, live_server, clara.user)
    found = []
    for address in ("second-factor/", "passkeys/add/", "app/set-up/", "confirm/sign-in/", ""):
        page.goto(f"/account/{address}")
        found += [(address, each["id"]) for each in Axe().run(page).response["violations"]]
        too_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        found += [(address, "too wide")] if too_wide else []
    give_app(clara.user)
    page.context.clear_cookies()
    enter_code(page, live_server, clara.user)
    found += [("proof", each["id"]) for each in Axe().run(page).response["violations"]]
    assert found == []
    assert Authenticator.objects.count() == 1
    context.close()
