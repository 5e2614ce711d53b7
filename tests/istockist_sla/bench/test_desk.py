import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from istockist_sla.bench import desk, desk_dataset
from tickets.models import Message, QueueGroup, Ticket


def test_it_asks_for_postgresql(db, monkeypatch):
    monkeypatch.setattr(desk.connection, "vendor", "sqlite")
    (said,) = desk.measure()
    assert "DATABASE_URL" in said


def test_other_subjects_take_no_number_of_tickets():
    with pytest.raises(CommandError, match="desk alone"):
        call_command("bench", "clock", tickets=5)


@pytest.mark.postgres
def test_a_fifth_of_the_tickets_is_unclosed_and_each_has_four_messages(db):
    assert connection.vendor == "postgresql"
    list(desk_dataset.fill(500, now=timezone.now()))
    assert Ticket.objects.unclosed().count() == 100
    assert Message.objects.count() == 2000
    groups = Ticket.objects.unclosed().values_list("queue_group", flat=True)
    assert set(groups) == set(QueueGroup)
