"""A month of two clients, closed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

import pytest

from availability import incidents
from availability.models import Component, Measurement
from availability.ranges import TimeRange
from istockist_sla.core.lib.months import Month
from tests.availability.measurements import history
from tests.conftest import OPENED
from tickets import inputs, lifecycle
from tickets.models import Client, Ticket
from tickets.reports.bundles.folders import Amended, Instants, recorded_of
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
from tickets.sla.bundle.documents import (
    chain_document,
    proof_document,
    shared_document,
)
from tickets.sla.bundle.month_rows import MonthStamp

MARCH = Month(2026, 3)
CLOSED = datetime(2026, 4, 10, 9, 0, tzinfo=UTC)
ENGINE, RECORD = "e" * 64, "f" * 64
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


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


def found_of(client, rows):
    fixed = rows.fixed.get(client.pk, ())
    return recorded_of(client, rows.shared.stamp.month, fixed=fixed)


def closed(month=MARCH, at=CLOSED, earlier=()):
    """As the closing makes it, with the same random bytes each time, whatever would block it."""
    stamp, random = MonthStamp(month, 1, at), fixed_bytes()
    closings = {
        Month.parse(link["month"]): datetime.fromisoformat(link["recorded_before"])
        for link in earlier
    }
    rows = rows_of(stamp, closings)
    clients = {
        client.code: made_client(client, found_of(client, rows), rows, stamp=stamp, random=random)
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
        record=RECORD,
    )
    return MadeMonth(
        month=link.month, shared=shared, whole=link.whole, clients=clients, earlier=tuple(earlier)
    )


def amended(made, code, at, changes):
    """The month once more, with the documents of one client made anew."""
    stamp, random = MonthStamp(MARCH, 2, at), fixed_bytes()
    before = json.loads(made.clients[code].data)
    how = Amended(
        amends=digest(made.clients[code].data),
        changes=changes,
        because="It was slow, as the client had said.",
        kept={each["number"]: Instants(CLOSED, CLOSED) for each in before["tickets"]},
        since=CLOSED,
    )
    rows = rows_of(MonthStamp(MARCH, 1, CLOSED), {MARCH: CLOSED})
    client = Client.objects.get(code=code)
    touched = made_client(
        client, found_of(client, rows), rows, stamp=stamp, random=random, amended=how
    )
    clients = {**made.clients, code: touched}
    link = made_link(
        stamp,
        cards=[each.card for each in clients.values()],
        shared=made.shared,
        engine=ENGINE,
        earlier=[made.month],
        salt=random(32).hex(),
        record=RECORD,
        amends=made.head,
    )
    return replace(made, month=link.month, clients=clients, earlier=[made.month])


def rectify_first(*, by, approver):
    """The first ticket of one client, after the closing; its number."""
    first = Ticket.objects.filter(client__code="meadow").order_by("number")[0]
    finding = lifecycle.propose(
        first.pk,
        kind="rectification",
        evidence="It was slow.",
        by=by,
        at=CLOSED + DAY,
        class_test="degraded",
    )
    lifecycle.approve(finding.pk, by=approver, at=CLOSED + 2 * DAY)
    return first.number


def declare_outage(*, by):
    """Three hours down and one of silence in a month that is measured."""
    start, end = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    api = Component.objects.contractual()
    down, silent = (TimeRange(start + a * HOUR, start + b * HOUR) for a, b in ((40, 43), (90, 91)))
    Measurement.objects.bulk_create(
        history(api, TimeRange(start, end), failing=[down], silent=[silent], every=HOUR / 30)
    )
    incidents.declare(
        title="No answers",
        impacts={api: "down"},
        started_at=down.start,
        ended_at=down.end,
        by=by,
        at=end,
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
