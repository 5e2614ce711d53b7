"""A month of two clients that may be closed."""

from datetime import UTC, datetime, timedelta

import pytest

from availability import incidents
from availability.models import Component, Measurement
from availability.ranges import TimeRange
from istockist_sla.core.lib.months import Month
from tests.availability.measurements import history
from tests.conftest import OPENED
from tickets import lifecycle
from tickets.attachments import Upload
from tickets.reports.closing.beginning import begin
from tickets.reports.closing.proceeding import proceed

MARCH, APRIL = Month(2026, 3), Month(2026, 4)
# The opening of the fifth support date of April: Easter Monday is a holiday.
CLOSABLE = datetime(2026, 4, 8, 9, tzinfo=UTC)
CLOSED = CLOSABLE + timedelta(days=2)
DOWN = datetime(2026, 3, 12, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def closed_month(month=MARCH, *, by, at=CLOSED):
    closing = proceed(begin(month, by=by, at=at), at=at, is_time=lambda: True)
    assert closing.given_up_because == ""
    return closing.closed


@pytest.fixture
def decided(open_ticket, charlie, aoife):
    """A ticket of each of two clients, both with a verdict."""
    first, second = open_ticket(), open_ticket(administrator=charlie)
    for ticket in (first, second):
        lifecycle.qualify(
            ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None
        )
    return first


@pytest.fixture
def march(decided, niamh):
    """March as it was closed by the manager."""
    return closed_month(by=niamh)


@pytest.fixture
def full(decided, aoife, niamh, orla, new_disks):
    """Something of each kind that a month rests on."""
    finding = lifecycle.propose(
        decided.pk,
        kind="client-error",
        evidence="Wrong key.",
        by=aoife,
        at=OPENED + 2 * HOUR,
        files=[Upload("log.txt", b"no shop")],
    )
    lifecycle.approve(finding.pk, by=orla, at=OPENED + 3 * HOUR)
    lifecycle.note(decided.pk, text="Look at their key.", by=aoife, at=OPENED + 4 * HOUR)
    api = Component.objects.contractual()
    Measurement.objects.bulk_create(history(api, TimeRange(DOWN - HOUR, DOWN)))
    outage = incidents.declare(
        title="No answers",
        impacts={api: "down"},
        started_at=DOWN,
        ended_at=DOWN + HOUR,
        by=niamh,
        at=DOWN + 2 * HOUR,
    )
    incidents.approve_interruption(outage.interruptions.get(), by=orla, at=DOWN + 3 * HOUR)
    return decided
