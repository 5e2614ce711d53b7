"""Who signs in, when and from where, and the cluster that sends what was asked for."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail

from istockist_sla.account import tasks
from istockist_sla.core.tasks import send_letters

NOW = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
CODE = re.compile(r"Your sign-in code is ([A-Z0-9-]+)")
HOME, ELSEWHERE = "198.51.100.7", "203.0.113.9"
WRONG = "AAAA-AAAA"


@pytest.fixture(autouse=True)
def at_ten():
    """Tuesday 10 March 2026, 10:00 GMT."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def deliver(db):
    """What the cluster does once it is woken."""

    def run():
        tasks.send_codes()
        return send_letters()

    return run


@pytest.fixture
def ask(client, deliver):
    """Ask for a code and have it sent."""

    def asked(address, target="", place=HOME, by=None):
        query = f"?next={target}" if target else ""
        given = {"email": address, "next": target}
        browser = by or client
        response = browser.post(f"/sign-in/{query}", given, follow=True, REMOTE_ADDR=place)
        deliver()
        return response

    return asked


@pytest.fixture
def enter(client):
    def entered(code, place=HOME, by=None):
        browser = by or client
        return browser.post("/sign-in/code/", {"code": code}, follow=True, REMOTE_ADDR=place)

    return entered


def newest_code():
    return [found[1] for letter in mail.outbox if (found := CODE.search(letter.body))][-1]


def is_in(client):
    return "_auth_user_id" in client.session
