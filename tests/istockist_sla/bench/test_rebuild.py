"""The benchmark of the rebuild fills a database with typical tickets; its speed is no test."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from istockist_sla.bench import dataset, rebuild
from istockist_sla.core.models import Event
from tickets.models import ClockResult, Ticket

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TICKETS = 300


@pytest.fixture
def filled(db, monkeypatch, time_machine):
    time_machine.move_to(NOW, tick=False)
    monkeypatch.setattr(dataset, "CLIENTS", 6)
    dataset.fill(TICKETS, now=NOW)


@pytest.fixture
def rebuilt(filled):
    with pytest.raises(CommandError, match=f"{TICKETS} of {TICKETS} tickets differed"):
        call_command("rebuild")


def test_every_ticket_is_written_by_the_first_rebuild_and_none_by_the_next(rebuilt, capsys):
    call_command("rebuild")
    assert f"{TICKETS} tickets are as" in capsys.readouterr().out


def test_tickets_have_six_events_on_average(filled):
    assert 5 < Event.objects.count() / TICKETS < 7


def test_tickets_come_to_every_verdict_and_state(rebuilt):
    assert set(ClockResult.objects.responses().values_list("verdict", flat=True)) == {
        "met",
        "missed",
        "excluded",
        "not covered",
    }
    assert set(Ticket.objects.values_list("state", flat=True)) >= {"closed", "qualified"}
    assert Ticket.objects.waiting_for_client().exists()


@pytest.mark.django_db
def test_without_postgresql_nothing_is_measured(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    (said,) = rebuild.measure()
    assert "DATABASE_URL" in said
