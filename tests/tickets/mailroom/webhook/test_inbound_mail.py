"""Mail that a provider posts: taken once it is stored, from the provider alone."""

import base64
import hashlib
import hmac
import json
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client

from istockist_sla.core import checks
from tests.tickets.mailroom.test_intake import eml
from tickets.mailroom.webhook import providers
from tickets.models import InboundMail, Ticket

pytestmark = pytest.mark.django_db
ADDRESS = "/mail/inbound/"
KEY, LOGIN = "a-signing-key", "postmark:a-password"


@pytest.fixture
def provider(client):
    """Without a session, a token of a form, or anything else that a browser has."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def mailgun(settings, provider):
    settings.INBOUND_WEBHOOK, settings.INBOUND_WEBHOOK_SECRET = "mailgun", KEY

    def post(raw: bytes = b"", key: str = KEY, **fields):
        stamp, token = "1773133200", "t" * 50
        signed = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
        given = {"timestamp": stamp, "token": token, "signature": signed}
        mail = {"body-mime": raw.decode(), "sender": "clara@meadow.example"} if raw else {}
        return provider.post(ADDRESS, {**given, **mail, **fields})

    return post


@pytest.fixture
def postmark(settings, provider):
    settings.INBOUND_WEBHOOK, settings.INBOUND_WEBHOOK_SECRET = "postmark", LOGIN

    def post(given, login: str = LOGIN):
        body = given if isinstance(given, bytes) else json.dumps(given).encode()
        return provider.post(
            ADDRESS,
            body,
            content_type="application/json",
            headers={"Authorization": f"Basic {base64.b64encode(login.encode()).decode()}"},
        )

    return post


def test_signed_mail_opens_a_ticket(mailgun, clara):
    raw = eml()
    assert mailgun(raw).status_code == 200
    assert bytes(InboundMail.objects.get().raw) == raw
    assert Ticket.objects.get().client == clara.client


def test_the_source_of_a_mail_is_taken_where_it_is_given(postmark, clara):
    raw = eml(text="Naïve – 注文")
    assert postmark({"Headers": [], "RawEmail": raw.decode()}).status_code == 200
    assert bytes(InboundMail.objects.get().raw) == raw


def test_a_mail_that_comes_in_parts_is_put_together(postmark, clara):
    parts = {
        "FromFull": {"Email": "clara@meadow.example", "Name": "Clara"},
        "From": "Clara <clara@meadow.example>",
        "ToFull": [{"Email": "support@istockist.com", "Name": ""}],
        "Subject": "Orders do not come in",
        "TextBody": "Since this morning.",
        "Headers": [{"Name": "Message-ID", "Value": "<1@meadow.example>"}],
        "Attachments": [
            {"Name": "a.txt", "Content": "aGk=", "ContentType": "text/plain", "ContentLength": 2}
        ],
    }
    assert postmark(parts).status_code == 200
    mail = InboundMail.objects.get()
    assert (mail.state, mail.subject) == ("accepted", "Orders do not come in")
    assert mail.message.attachments.get().name == "a.txt"


def test_a_post_that_comes_again_is_the_same_mail(mailgun, clara):
    assert [mailgun(eml()).status_code for _ in range(2)] == [200, 200]
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize("key", ["another-key", ""])
def test_mail_with_another_signature_is_refused(mailgun, clara, key):
    assert mailgun(eml(), key=key).status_code == 403
    assert not InboundMail.objects.exists()


def test_mail_without_a_signature_is_refused(mailgun, provider):
    assert provider.post(ADDRESS, {"body-mime": eml().decode()}).status_code in (400, 403)
    assert not InboundMail.objects.exists()


def test_mail_with_another_password_is_refused(postmark):
    given = {"Headers": [], "RawEmail": eml().decode()}
    assert postmark(given, login="postmark:wrong").status_code == 403
    assert not InboundMail.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"nonsense", b'{"Headers": 7}', b"\xff\xfe"])
def test_what_is_no_mail_is_refused_in_words(postmark, body):
    response = postmark(body)
    assert (response.status_code, response.text) == (
        400,
        "This is no mail as the provider posts it.\n",
    )


def test_a_mail_beyond_what_is_kept_is_refused(postmark, settings):
    settings.MAIL_KEEP_BYTES = settings.MAIL_MAX_BYTES = 3_000_000
    given = {"Headers": [], "RawEmail": eml(text="x" * 6_000_000).decode()}
    assert postmark(given).status_code == 413


def test_a_mail_larger_than_a_form_may_be_is_taken(postmark, clara):
    given = {"Headers": [], "RawEmail": eml(text="x" * 6_000_000).decode()}
    assert postmark(given).status_code == 200


def test_a_field_larger_than_a_form_may_have_is_refused_in_words(mailgun):
    assert mailgun(eml(text="x" * 5_000_000)).status_code == 413


def test_while_nothing_can_be_stored_the_provider_tries_again(mailgun):
    away = mock.patch("tickets.mailroom.intake.store", side_effect=OperationalError("away"))
    with away:
        assert mailgun(eml()).status_code == 503


def test_a_get_changes_nothing(mailgun, provider):
    response = provider.get(ADDRESS)
    assert (response.status_code, response["Allow"]) == (405, "POST")


def test_without_the_setting_there_is_no_such_address(provider, settings):
    settings.INBOUND_WEBHOOK = ""
    assert [provider.get(ADDRESS).status_code, provider.post(ADDRESS).status_code] == [404, 404]


# The settings


def told(settings, name, secret) -> str:
    settings.INBOUND_WEBHOOK, settings.INBOUND_WEBHOOK_SECRET = name, secret
    return " ".join(error.msg for error in checks.check_inbound_webhook(None))


@pytest.mark.parametrize(
    ("name", "secret", "words"),
    [
        ("", "", ""),
        ("mailgun", KEY, ""),
        ("postmark", LOGIN, ""),
        ("pigeon", KEY, "must be one of mailgun"),
        ("mailgun", "", "the key with which mailgun signs"),
        ("postmark", "no-login", "must be user:password"),
    ],
)
def test_settings_that_make_no_sense_are_told(settings, name, secret, words):
    said = told(settings, name, secret)
    assert words in said
    assert bool(said) == bool(words)


def test_a_library_that_is_missing_is_told(settings, monkeypatch):
    missing = providers.Provider("no_such_library.View", "key")
    monkeypatch.setitem(providers.PROVIDERS, "mailgun", missing)
    assert "install the extra" in told(settings, "mailgun", KEY)


@pytest.mark.parametrize("name", providers.PROVIDERS)
def test_every_provider_is_one_that_the_library_has(settings, name):
    assert told(settings, name, "user:password") == ""
