"""A month of two clients, closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

import pytest

from istockist_sla.core.lib.months import Month
from tests.conftest import OPENED
from tickets import inputs, lifecycle
from tickets.reports.bundles.gathering import closed_by_client, shared_rows
from tickets.reports.bundles.making import (
    MadeClient,
    MonthRows,
    clients_in,
    made_client,
    made_link,
)
from tickets.sla.bundle.canonical import canonical, digest
from tickets.sla.bundle.claims import month_measured
from tickets.sla.bundle.documents import chain_document, proof_document, shared_document
from tickets.sla.bundle.month_rows import MonthStamp

MARCH = Month(2026, 3)
CLOSED = datetime(2026, 4, 10, 9, 0, tzinfo=UTC)
ENGINE = "e" * 64
HOUR = timedelta(hours=1)


def fixed_bytes():
    """Never twice the same, and the same in each run."""
    numbers = count()
    return lambda length: sha256(str(next(numbers)).encode()).digest()[:length]


@dataclass(frozen=True, kw_only=True)
class MadeMonth:
    """All documents of one closing; `clients` by their codes."""

    month: dict[str, Any]
    shared: bytes
    whole: bytes
    clients: Mapping[str, MadeClient]
    earlier: Sequence[dict[str, Any]] = ()

    @property
    def head(self):
        return digest(canonical(self.month))

    def files(self, code):
        client = self.clients[code]
        cards = [each.card for each in self.clients.values()]
        return {
            "month.json": canonical(self.month),
            "chain.json": canonical(chain_document(self.earlier)),
            "shared.json": self.shared,
            "client.json": client.data,
            "proof.json": canonical(proof_document(client.card, cards)),
        }


def rows_of(stamp, closed=()):
    """What the files of all clients of the month have in common."""
    shared, bounds = shared_rows(stamp), inputs.month_bounds(stamp.month)
    return MonthRows(
        shared=shared,
        found=month_measured(shared, bounds),
        fixed=closed_by_client(bounds),
        closed=dict(closed),
    )


def closed(month=MARCH, at=CLOSED, earlier=()):
    """As the closing makes it, with the same random bytes each time, whatever would block it."""
    stamp, random = MonthStamp(month, 1, at), fixed_bytes()
    closings = {
        Month.parse(link["month"]): datetime.fromisoformat(link["recorded_before"])
        for link in earlier
    }
    rows = rows_of(stamp, closings)
    clients = {
        client.code: made_client(client, rows, stamp=stamp, random=random)
        for client in clients_in(inputs.month_bounds(month))
    }
    shared = canonical(shared_document(rows.shared))
    link = made_link(
        stamp,
        cards=[each.card for each in clients.values()],
        shared=shared,
        engine=ENGINE,
        earlier=earlier,
        salt=random(32).hex(),
    )
    return MadeMonth(
        month=link.month, shared=shared, whole=link.whole, clients=clients, earlier=tuple(earlier)
    )


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
