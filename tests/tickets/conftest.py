"""A miss over a weekend, a bank holiday and planned maintenance."""

from datetime import UTC, datetime

import pytest

from availability.models import Component, Maintenance
from tickets import lifecycle
from tickets.models import Ticket


def gmt(month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=UTC)


NOW = gmt(6, 3, 12)


@pytest.fixture
def disks(db):
    """Two hours were announced, one and a half were worked."""
    work = Maintenance.objects.create(
        kind="technical",
        title="Database servers get new disks",
        work_started_at=gmt(6, 2, 10),
        work_ended_at=gmt(6, 2, 11, 30),
    )
    work.components.add(Component.objects.get(code="ordering"))
    work.announcements.create(
        published_at=gmt(5, 26, 9), starts_at=gmt(6, 2, 10), ends_at=gmt(6, 2, 12)
    )
    return work


@pytest.fixture
def missed(open_ticket, declan, aoife, disks):
    """Opened Friday 29 May 15:20:08, taken in charge on Wednesday, qualified as Medium."""
    ticket = open_ticket(
        at=gmt(5, 29, 15, 20, 8), subject="Checkout total differs from the price list"
    )
    lifecycle.take(ticket.pk, by=declan, at=gmt(6, 3, 9, 12, 41), seen=None)
    lifecycle.qualify(ticket.pk, class_test="degraded", by=aoife, at=gmt(6, 3, 9, 20), seen=None)
    return Ticket.objects.select_related("client").get(pk=ticket.pk)
