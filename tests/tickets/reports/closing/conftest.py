"""A month of two clients that may be closed."""

from datetime import UTC, datetime, timedelta

import pytest

from istockist_sla.core.lib.months import Month
from tests.conftest import OPENED
from tickets import lifecycle
from tickets.reports.closing.beginning import begin
from tickets.reports.closing.proceeding import proceed

MARCH, APRIL = Month(2026, 3), Month(2026, 4)
# The opening of the fifth support date of April: Easter Monday is a holiday.
CLOSABLE = datetime(2026, 4, 8, 9, tzinfo=UTC)
CLOSED = CLOSABLE + timedelta(days=2)
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
