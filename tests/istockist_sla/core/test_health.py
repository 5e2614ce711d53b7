"""What a monitor sees of the whole."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from istockist_sla.core import health, letters
from istockist_sla.core.letters import Address
from istockist_sla.core.models import Heartbeat
from tickets.models import Mailbox

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def beating():
    return Heartbeat.objects.create(name="cluster", at=NOW - timedelta(seconds=40))


def a_letter_written(ago):
    return letters.queue(
        key="k",
        kind="ticket",
        subject_id=1,
        template="open",
        to=Address("a@b.example", ""),
        at=NOW - ago,
    )


def test_a_cluster_that_shows_itself_is_well(beating):
    found = health.examine(at=NOW)
    assert found.is_well
    assert found.parts["cluster_heartbeat_age"] == 40


def test_a_cluster_that_was_never_seen_is_a_problem():
    assert health.examine(at=NOW).problems == ["cluster"]


def test_a_cluster_that_fell_silent_is_a_problem(beating):
    assert health.examine(at=NOW + timedelta(minutes=5)).problems == ["cluster"]


def test_the_letter_that_waits_longest_is_told_with_its_age(beating):
    a_letter_written(timedelta(minutes=3))
    found = health.examine(at=NOW)
    assert (found.parts["oldest_waiting_letter_age"], found.problems) == (180, [])


def test_a_letter_that_waits_too_long_is_a_problem(beating):
    a_letter_written(timedelta(minutes=31))
    assert health.examine(at=NOW).problems == ["letters"]


def test_without_a_mailbox_there_is_none_to_fail(beating, settings):
    settings.IMAP_URL = ""
    assert health.examine(at=NOW).parts["mailbox"] == "none"


def test_a_mailbox_that_is_no_longer_read_is_a_problem(beating, settings):
    settings.IMAP_URL = "imaps://someone:secret@host/INBOX"
    Mailbox.objects.create(name="someone@host", fetched_at=NOW - timedelta(minutes=16))
    assert health.examine(at=NOW).problems == ["mailbox"]


def test_a_database_that_cannot_be_reached_is_a_problem():
    with mock.patch.object(connection, "ensure_connection", side_effect=OperationalError):
        assert health.examine(at=NOW).problems == ["database"]


def test_the_page_says_ok_with_200(client):
    Heartbeat.objects.create(name="cluster", at=timezone.now())
    response = client.get("/healthz")
    assert (response.status_code, response.json()["status"]) == (200, "ok")


def test_the_page_says_failing_with_503(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()["problems"]) == (503, ["cluster"])


def test_the_page_holds_no_secret(client, settings):
    settings.IMAP_URL = "imaps://someone:verysecret@host/INBOX"
    Mailbox.objects.create(name="someone@host", last_error="verysecret")
    assert b"someone" not in client.get("/healthz").content
    assert b"verysecret" not in client.get("/healthz").content
