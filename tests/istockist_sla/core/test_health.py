"""What a monitor sees of the system."""

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


def a_failing_part(at):
    return health.HealthPart("printer", "paper", 0, True)


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


def test_a_database_that_cannot_be_reached_is_a_problem():
    with mock.patch.object(connection, "ensure_connection", side_effect=OperationalError):
        assert health.examine(at=NOW).problems == ["database"]


def test_a_check_of_an_app_is_named_in_the_settings(beating, settings):
    settings.HEALTH_CHECKS = [f"{__name__}.a_failing_part"]
    found = health.examine(at=NOW)
    assert (found.problems, found.parts) == (["printer"], {"database": "ok", "paper": 0})


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
