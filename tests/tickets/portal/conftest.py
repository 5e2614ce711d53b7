"""Who is signed in, and when."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from tests.conftest import OPENED
from tickets import lifecycle

NOW = OPENED + timedelta(hours=1)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def at_ten():
    """Tuesday 10 March 2026, 10:00 GMT, an hour after the ticket was opened."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def no_limits_used(settings):
    """A cache of this test's own, in which nobody has asked for a code yet."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": uuid4().hex}}


@pytest.fixture
def clara_in(client, clara):
    client.force_login(clara.user, BACKEND)
    return client


@pytest.fixture
def charlie_in(client, charlie):
    client.force_login(charlie.user, BACKEND)
    return client


@pytest.fixture
def page_of(clara_in):
    """The ticket's page as Clara sees it now."""

    def text(ticket):
        return words(clara_in.get(f"/tickets/{ticket.number}/"))

    return text


@pytest.fixture
def asked(ticket, aoife):
    """The ticket, taken in charge and with an open question."""
    at = OPENED + timedelta(minutes=10)
    lifecycle.take(ticket.pk, by=aoife, at=at, seen=lifecycle.last_event_id(ticket))
    lifecycle.ask(ticket.pk, text="Which order do you still miss?", by=aoife, at=at)
    ticket = type(ticket).objects.get(pk=ticket.pk)
    return ticket


@pytest.fixture
def closed(ticket, aoife):
    """The ticket, qualified as Critical and closed as resolved half an hour ago."""
    at = OPENED + timedelta(minutes=30)
    seen = lifecycle.last_event_id(ticket)
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=at, seen=seen)
    seen = lifecycle.last_event_id(ticket)
    lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=at, seen=seen, text="It runs again.")
    return type(ticket).objects.get(pk=ticket.pk)


def words(response):
    """The page's text with plain spaces."""
    return " ".join(response.content.decode().replace("\u00a0", " ").split())
