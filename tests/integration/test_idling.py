"""Mail is in its ticket long before the minute is over: the server tells of it."""

import os
import signal
import subprocess
import time

import pytest
from django.utils import timezone

from tests.integration.dovecot import dovecot
from tests.integration.processes import MANAGE, environment, until
from tests.tickets.mailroom.test_intake import eml
from tickets.models import Mailbox, Ticket

pytestmark = [
    pytest.mark.imap,
    pytest.mark.cluster,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def server(tmp_path_factory):
    with dovecot(tmp_path_factory.mktemp("imap")) as running:
        yield running


@pytest.fixture
def watched(server, tmp_path):
    """A cluster without schedules, and the process that waits for mail."""
    given = environment(tmp_path, IMAP_URL=server.url, LOG_LEVEL="INFO")
    given.pop("REDIS_URL", None)
    processes = [
        subprocess.Popen(
            [*MANAGE, *words], env=given, start_new_session=True, stdin=subprocess.PIPE
        )
        for words in (["qcluster"], ["process", "mailboxes"])
    ]
    yield server
    for process in processes:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=20)


def test_new_mail_is_fetched_as_soon_as_the_server_tells(watched, clara):
    until(lambda: Mailbox.objects.filter(fetched_at__isnull=False).exists())
    for word in ("one", "two"):
        came = time.monotonic()
        watched.append(eml(subject=word), timezone.now())
        until(lambda word=word: Ticket.objects.filter(subject=word).exists(), seconds=45)
        assert time.monotonic() - came < 45
