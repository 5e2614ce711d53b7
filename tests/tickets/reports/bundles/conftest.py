"""A month of two clients, closed."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count

import pytest

from istockist_sla.core.lib.months import Month
from tests.conftest import OPENED
from tickets import lifecycle
from tickets.reports.bundles.making import make_month

MARCH = Month(2026, 3)
CLOSED = datetime(2026, 4, 10, 9, 0, tzinfo=UTC)
ENGINE = "e" * 64
HOUR = timedelta(hours=1)


def fixed_bytes():
    """Never twice the same, and the same in each run."""
    numbers = count()
    return lambda length: sha256(str(next(numbers)).encode()).digest()[:length]


def closed(month=MARCH, at=CLOSED, **given):
    return make_month(month, at=at, engine=ENGINE, random=fixed_bytes(), **given)


@pytest.fixture
def made(open_ticket, charlie, aoife, niamh):
    """A month of two clients, with one ticket of each kind of verdict."""
    met, missed, low = open_ticket(), open_ticket(), open_ticket(low_priority=True)
    lifecycle.take(met.pk, by=aoife, at=OPENED + HOUR, seen=None)
    for ticket in (met, missed, low):
        lifecycle.qualify(
            ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + 6 * HOUR, seen=None
        )
    finding = lifecycle.propose(
        missed.pk, kind="client-error", evidence="Wrong key.", by=aoife, at=OPENED + 7 * HOUR
    )
    lifecycle.approve(finding.pk, by=niamh, at=OPENED + 8 * HOUR)
    lifecycle.ask(met.pk, text="Which?", by=aoife, at=OPENED + 7 * HOUR)
    lifecycle.answer(met.pk, text="All.", by=aoife, at=OPENED + 8 * HOUR)
    lifecycle.close(met.pk, reason="resolved", by=aoife, at=OPENED + 9 * HOUR, seen=None)
    other = open_ticket(administrator=charlie)
    lifecycle.qualify_request(other.pk, by=aoife, at=OPENED + HOUR, seen=None)
    return closed()
