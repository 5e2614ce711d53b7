"""What a monitor sees of the mailbox."""

from datetime import UTC, datetime, timedelta

import pytest

from tickets.mailroom import health
from tickets.models import Mailbox

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def with_mailbox(settings):
    settings.IMAP_URL = "imaps://someone:secret@host/INBOX"


def test_without_a_mailbox_there_is_none_to_fail(settings):
    settings.IMAP_URL = ""
    assert health.mailbox(NOW)[2:4] == ("none", False)


def test_a_mailbox_that_was_never_read_is_no_problem_yet(with_mailbox):
    assert health.mailbox(NOW)[2:4] == ("never read", False)


def test_a_mailbox_that_is_read_is_well(with_mailbox):
    Mailbox.objects.create(name="someone@host", fetched_at=NOW - timedelta(minutes=15))
    assert health.mailbox(NOW)[2:4] == ("ok", False)


def test_a_mailbox_that_is_no_longer_read_is_a_problem(with_mailbox):
    Mailbox.objects.create(name="someone@host", fetched_at=NOW - timedelta(minutes=16))
    assert health.mailbox(NOW)[2:4] == ("failing", True)


def test_one_of_several_that_is_no_longer_read_is_a_problem(with_mailbox):
    Mailbox.objects.create(name="one", fetched_at=NOW)
    Mailbox.objects.create(name="two", fetched_at=NOW - timedelta(minutes=16))
    assert health.mailbox(NOW)[2:4] == ("failing: 1 of 2", True)


def test_a_mailbox_that_the_settings_no_longer_name_is_no_problem(with_mailbox):
    Mailbox.objects.create(name="one", fetched_at=NOW)
    Mailbox.objects.create(name="two", fetched_at=NOW - timedelta(days=9), in_force=False)
    assert health.mailbox(NOW)[2:4] == ("ok", False)


def test_a_mailbox_that_was_tried_in_vain_is_a_problem(with_mailbox):
    Mailbox.objects.create(name="one", last_error="nothing takes connections at this port")
    assert health.mailbox(NOW)[2:4] == ("failing", True)
