"""Nothing is recorded before a cutoff once it is set."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from istockist_sla.core import together
from istockist_sla.core.models import Cutoff, Event
from tests.factories import ClientFactory, FactFactory

NOON = datetime(2026, 4, 8, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
pytestmark = pytest.mark.django_db


def recorded(at):
    """As the database has it."""
    event = Event.objects.append(
        kind="ticket", subject_id=1, verb="note", by=None, side="system", at=at
    )
    return Event.objects.get(pk=event.pk).recorded_at


@pytest.mark.parametrize("late", [timedelta(0), SECOND, timedelta(days=3)])
def test_what_is_written_after_a_cutoff_is_recorded_at_it_at_the_earliest(late):
    Cutoff.objects.set(NOON)
    assert recorded(NOON - late) == NOON


def test_what_is_written_later_keeps_its_instant():
    Cutoff.objects.set(NOON)
    assert recorded(NOON + SECOND) == NOON + SECOND


def test_without_a_cutoff_every_instant_stays():
    assert recorded(NOON) == NOON


def test_the_instant_at_which_it_happened_stays():
    Cutoff.objects.set(NOON)
    event = Event.objects.append(
        kind="ticket", subject_id=1, verb="note", by=None, side="system", at=NOON - SECOND
    )
    assert Event.objects.get(pk=event.pk).at == NOON - SECOND


def test_rows_that_are_written_together_are_recorded_so_too():
    Cutoff.objects.set(NOON)
    event = Event(
        subject_kind="ticket",
        subject_id=1,
        verb="note",
        side="system",
        at=NOON - SECOND,
        recorded_at=NOON - SECOND,
    )
    together.write(*together.insert([event]))
    assert Event.objects.get(verb="note").recorded_at == NOON


def test_facts_are_recorded_so_too():
    Cutoff.objects.set(NOON)
    fact = FactFactory(client=ClientFactory(), recorded_at=NOON - SECOND)
    fact.refresh_from_db()
    assert fact.recorded_at == NOON


def test_a_cutoff_never_goes_back():
    Cutoff.objects.set(NOON)
    assert Cutoff.objects.set(NOON - SECOND) == NOON


def test_a_cutoff_is_never_taken_away():
    Cutoff.objects.set(NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        Cutoff.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_a_cutoff_outside_of_a_transaction_is_refused():
    assert not connection.in_atomic_block
    with pytest.raises(transaction.TransactionManagementError):
        Cutoff.objects.set(NOON)
