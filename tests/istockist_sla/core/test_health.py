"""What a monitor sees of the system."""

import time
from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from istockist_sla.core import health, letters
from istockist_sla.core.letters import Address
from istockist_sla.core.models import Heartbeat, Letter
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


def test_a_letter_that_its_recipients_server_puts_off_is_none(beating):
    letter = a_letter_written(timedelta(hours=30))
    Letter.objects.filter(pk=letter.pk).update(refused_since=NOW - timedelta(hours=29))
    assert health.examine(at=NOW).is_well


@pytest.mark.parametrize("state", ["failed", "unclear"])
def test_an_undelivered_letter_waits_for_a_person_and_fails_nothing(beating, state):
    a_letter_written(timedelta(days=9))
    Letter.objects.update(state=state)
    found = health.examine(at=NOW)
    assert (found.is_well, found.undecided) == (True, ("undelivered",))
    assert found.parts["undelivered_letters"] == 1
    Letter.objects.update(given_up_at=NOW)
    assert health.examine(at=NOW).undecided == ()


def test_a_database_that_cannot_be_reached_is_a_problem():
    with mock.patch.object(connection, "ensure_connection", side_effect=OperationalError):
        assert health.examine(at=NOW).problems == ["database"]


def test_a_check_of_an_app_is_named_in_the_settings(beating, settings):
    settings.HEALTH_CHECKS = [f"{__name__}.a_failing_part"]
    found = health.examine(at=NOW)
    assert (found.problems, found.parts) == (["printer"], {"database": "ok", "paper": 0})


def read(client, **headers):
    response = client.get("/healthz", headers=headers)
    return response.status_code, response.json()


@pytest.fixture
def token(settings):
    settings.HEALTH_TOKEN = "let-me-see"


def test_a_stranger_reads_ok_with_200_and_nothing_else(client):
    Heartbeat.objects.create(name="cluster", at=timezone.now())
    assert read(client) == (200, {"status": "ok"})


def test_a_stranger_reads_failing_with_503_and_nothing_else(client):
    assert read(client) == (503, {"status": "failing"})


def test_the_monitor_with_the_token_reads_what_fails(client, token):
    status, told = read(client, authorization="Bearer let-me-see")
    assert (status, told["status"], told["problems"]) == (503, "failing", ["cluster"])
    assert told["parts"]["cluster_heartbeat_age"] is None


@pytest.mark.parametrize("given", ["Bearer wrong", "Bearer ", "let-me-see", "Bearer Let-Me-See"])
def test_with_another_token_one_is_a_stranger(client, token, given):
    assert read(client, authorization=given) == (503, {"status": "failing"})


def test_without_a_token_in_the_settings_none_is_right(client):
    assert read(client, authorization="Bearer ") == (503, {"status": "failing"})


def test_a_system_administrator_who_is_signed_in_reads_what_fails(client, sys):
    client.force_login(sys, backend="django.contrib.auth.backends.ModelBackend")
    assert read(client)[1]["problems"] == ["cluster"]


def test_an_agent_reads_no_more_than_a_stranger(client, aoife):
    client.force_login(aoife, backend="django.contrib.auth.backends.ModelBackend")
    assert read(client) == (503, {"status": "failing"})


def test_nobody_keeps_what_it_says(client):
    assert "no-store" in client.get("/healthz")["Cache-Control"]


def test_a_database_that_cannot_be_reached_is_told_as_well(client, token):
    with mock.patch.object(connection, "ensure_connection", side_effect=OperationalError):
        assert read(client) == (503, {"status": "failing"})
        told = read(client, authorization="Bearer let-me-see")[1]
    assert told["parts"] == {"database": "failing"}


def test_it_holds_no_secret(client, settings, token):
    settings.IMAP_URL = "imaps://someone:verysecret@host/INBOX"
    Mailbox.objects.create(name="someone@host", last_error="verysecret")
    response = client.get("/healthz", headers={"authorization": "Bearer let-me-see"})
    assert b"someone" not in response.content
    assert b"verysecret" not in response.content


def test_a_query_that_waits_is_given_up_and_later_ones_are_not():
    name = "PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW statement_timeout"

    def limit():
        with connection.cursor() as cursor:
            return str(cursor.execute(name).fetchone()[0])

    with health.bounded_queries():
        bounded = limit()
    assert (bounded, limit()) in [("2000", "20000"), ("2s", "0")]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_table_that_somebody_locks_is_told_within_seconds(client, token):
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE core_letter IN ACCESS EXCLUSIVE MODE")
        since = time.monotonic()
        status, told = read(client, authorization="Bearer let-me-see")
        waited = time.monotonic() - since
        cursor.execute("ROLLBACK")
    other.close()
    assert (status, told["problems"]) == (503, ["database"])
    assert waited < 4
