"""Two agents at once on one ticket: one wins, the other is told, nothing is half-written."""

import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from istockist_sla.core.models import Event
from tests.conftest import OPENED
from tickets import lifecycle
from tickets.models import Message, Ticket

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
HOUR = timedelta(hours=1)


def race(verb: str, ticket: Ticket, *people) -> list[str]:
    """The same act by each of `people` in a process of its own, at the same instant."""
    seen, start = lifecycle.last_event_id(ticket), time.time() + 4
    name = connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "DATABASE_URL": os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    at = (OPENED + 2 * HOUR).isoformat()
    racers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.integration.racer", verb, str(ticket.pk), person.email,
             at, str(seen), str(start)],
            env=environment, stdout=subprocess.PIPE, text=True,
        )
        for person in people
    ]  # fmt: skip
    return sorted(racer.communicate(timeout=60)[0] for racer in racers)


def test_of_two_who_take_in_charge_one_wins(ticket, aoife, declan):
    won, told = race("take", ticket, aoife, declan)
    assert (won, told.startswith("refused: Changed meanwhile")) == ("done", True)
    assert Event.objects.filter(verb="take").count() == 1


def test_a_double_downgrade_lowers_once(ticket, aoife, declan):
    ticket = lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None
    )
    won, told = race("downgrade", ticket, aoife, declan)
    assert (won, told.startswith("refused")) == ("done", True)
    assert Ticket.objects.get(pk=ticket.pk).fault_class == "medium"
    assert Message.objects.filter(ticket=ticket, text="Use the import.").count() == 1


def test_two_replies_are_both_kept(ticket, aoife, declan):
    assert race("reply", ticket, aoife, declan) == ["done", "done"]
    assert Message.objects.filter(ticket=ticket, kind="reply").count() == 2
