"""A month closed by two at once, while others write, and killed in the middle: one closing."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event as Signal
from threading import Thread

import pytest
from django.conf import settings
from django.db import connection, transaction

from istockist_sla.core.models import Cutoff, Event
from tests.integration.cluster import database_url
from tests.tickets.reports.closing.conftest import CLOSED, HOUR, MARCH, decided
from tickets.models import Client, ClosedClient, ClosedMonth
from tickets.reports.closing.beginning import begin
from tickets.reports.closing.chain import documents_of, kept_file
from tickets.reports.closing.proceeding import proceed
from tickets.sla.bundle.verifying import verify

__all__ = ["decided"]
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
# Longer than anything here takes that does not wait for a lock.
SOON = 0.5


def apart(act):
    """In a thread, and so with a connection, of its own."""

    def run():
        try:
            act()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def close(by):
    def act():
        try:
            return proceed(begin(MARCH, by=by, at=CLOSED), at=CLOSED, is_time=lambda: True).pk
        finally:
            connection.close()

    return act


def append(at):
    Event.objects.append(kind="ticket", subject_id=1, verb="note", by=None, side="system", at=at)


def recorded():
    return Event.objects.get(verb="note").recorded_at


def test_two_managers_at_once_close_it_once(decided, niamh, orla):
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda act: act(), [close(niamh), close(orla)])
    assert first == second
    closed = ClosedMonth.objects.get()
    for client in Client.objects.all():
        files = documents_of(closed, kept_file(closed, client))
        assert verify(files, head=closed.head) == []


def test_a_cutoff_waits_for_whoever_appends(decided):
    """What was written before it is recorded before it."""
    is_set = Signal()

    def cut():
        with transaction.atomic():
            Cutoff.objects.set(CLOSED)
        is_set.set()

    with transaction.atomic():
        append(CLOSED - HOUR)
        thread = apart(cut)
        assert not is_set.wait(SOON)
    thread.join()
    assert recorded() == CLOSED - HOUR


def test_whoever_appends_waits_for_a_cutoff_and_is_recorded_after_it(decided):
    is_written = Signal()

    def write():
        append(CLOSED - HOUR)
        is_written.set()

    with transaction.atomic():
        Cutoff.objects.set(CLOSED)
        thread = apart(write)
        assert not is_written.wait(SOON)
    thread.join()
    assert recorded() == CLOSED


def test_killed_in_the_middle_it_keeps_what_was_made(decided, niamh):
    closing = begin(MARCH, by=niamh, at=CLOSED)
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    command = [sys.executable, "-m", "tests.integration.closer", CLOSED.isoformat()]
    killed = subprocess.run(command, env=environment, timeout=120, check=False)
    assert killed.returncode == -signal.SIGKILL
    kept = ClosedClient.objects.get().document
    closed = proceed(closing, at=CLOSED + timedelta(minutes=1), is_time=lambda: True).closed
    assert kept in ClosedClient.objects.values_list("document", flat=True)
    for client in Client.objects.all():
        files = documents_of(closed, kept_file(closed, client))
        assert verify(files, head=closed.head) == []
