"""A March with a ticket of each verdict, fixes, an outage and work of one night."""

from datetime import UTC, datetime, timedelta

import pytest

from availability import incidents
from availability.models import Component, Impact
from istockist_sla.core.lib.months import Month
from tests.conftest import OPENED
from tickets import lifecycle
from tickets.reports.monthly import month_figures

MARCH = Month(2026, 3)
LATER = datetime(2026, 4, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WORDS = {"evidence": "The file names no shop.", "client_reason": "Your file names no shop."}


def qualify(ticket, by, after, test="orders-stopped"):
    at = ticket.opened_at + after
    return lifecycle.qualify(ticket.pk, class_test=test, by=by, at=at, seen=None)


@pytest.fixture
def figures_at():
    """Of March, as of an instant, for all clients or for one."""
    return lambda at=LATER, client=None: month_figures(MARCH, client=client, at=at)


@pytest.fixture
def late(open_ticket, aoife):
    ticket = open_ticket(subject="=1+1 Orders do not come in")
    return qualify(ticket, aoife, 6 * HOUR)


@pytest.fixture
def month(open_ticket, late, aoife, clara, orla, new_disks):
    met, excluded, request = open_ticket(), open_ticket(low_priority=True), open_ticket()
    qualify(met, aoife, HOUR)
    qualify(excluded, aoife, HOUR, "degraded")
    lifecycle.qualify_request(request.pk, by=aoife, at=OPENED + HOUR, seen=None)
    closed = {"reason": "resolved", "text": "It runs.", "by": aoife, "seen": None}
    for ticket in (met, late):
        lifecycle.close(ticket.pk, at=OPENED + 8 * HOUR, **closed)
    lifecycle.reopen(met.pk, text="No.", by=clara.user, at=OPENED + 9 * HOUR, seen=None)
    outage = incidents.declare(
        title="The API does not answer",
        impacts={Component.objects.get(code="api"): Impact.DOWN},
        started_at=OPENED,
        by=aoife,
        at=OPENED,
    )
    incidents.end(outage, ended_at=OPENED + HOUR, text="x", by=aoife, at=OPENED + HOUR)
    return late
