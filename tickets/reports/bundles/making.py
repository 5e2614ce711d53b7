"""The rows of a closed month -> the bytes of its documents, one client after another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from istockist_sla.core.lib.months import Month, MonthBounds
from tickets import inputs
from tickets.models import Client
from tickets.reports.bundles.gathering import client_rows, shared_rows
from tickets.sla.bundle.canonical import canonical, digest
from tickets.sla.bundle.claims import month_measured
from tickets.sla.bundle.documents import (
    FIRST_PREVIOUS,
    Card,
    Link,
    card_of,
    chain_document,
    client_document,
    month_document,
    proof_document,
    root_of_cards,
    shared_document,
    whole_document,
)
from tickets.sla.bundle.month_rows import MonthStamp, SharedRows
from tickets.sla.bundle.values import written

NONCE_BYTES, SALT_BYTES = 16, 32
Random = Callable[[int], bytes]


class MadeClient(NamedTuple):
    """A client's document as bytes, its card, and the nonces of its evidence by their hashes."""

    data: bytes
    card: Card
    nonces: dict[str, bytes]


@dataclass(frozen=True, kw_only=True)
class MadeMonth:
    """All documents of one closing; `clients` by their codes. `month` is the link that it adds to
    the chain of `earlier` ones, and the hash of its bytes the head."""

    month: dict[str, Any]
    shared: bytes
    whole: bytes
    clients: Mapping[str, MadeClient]
    earlier: Sequence[dict[str, Any]] = field(default_factory=tuple)

    @property
    def head(self) -> str:
        return digest(canonical(self.month))

    def files(self, code: str) -> dict[str, bytes]:
        """Of one client, by their names."""
        client = self.clients[code]
        cards = [each.card for each in self.clients.values()]
        return {
            "month.json": canonical(self.month),
            "chain.json": canonical(chain_document(self.earlier)),
            "shared.json": self.shared,
            "client.json": client.data,
            "proof.json": canonical(proof_document(client.card, cards)),
        }


def clients_in(bounds: MonthBounds) -> list[Client]:
    """All that there were in the month, also without tickets."""
    begun = Client.objects.filter(created_at__lt=bounds.end).exclude(ended_at__lte=bounds.start)
    return list(begun.order_by("code"))


def make_month(
    month: Month,
    *,
    at: datetime,
    engine: str,
    random: Random,
    earlier: Sequence[dict[str, Any]] = (),
) -> MadeMonth:
    """The documents of the month's closing at `at`, after the `earlier` links of the chain;
    `engine` is the hash of the verifier that says the same of them."""
    stamp = MonthStamp(month, 1, at)
    with inputs.asked_once():
        shared = shared_rows(stamp)
        clients = _made_clients(shared, closed=_closings(earlier), random=random)
    cards = [each.card for each in clients.values()]
    shared_data = canonical(shared_document(shared))
    whole = canonical(whole_document(stamp, cards, salt=random(SALT_BYTES).hex()))
    link = Link(
        sequence=len(earlier) + 1,
        previous=digest(canonical(earlier[-1])) if earlier else FIRST_PREVIOUS,
        amends=None,
        closed_at=written(at),
        root=root_of_cards(cards),
        shared=digest(shared_data),
        whole=digest(whole),
        engine=engine,
    )
    return MadeMonth(
        month=month_document(stamp, link),
        shared=shared_data,
        whole=whole,
        clients=clients,
        earlier=tuple(earlier),
    )


def _made_clients(
    shared: SharedRows, *, closed: Mapping[Month, datetime], random: Random
) -> dict[str, MadeClient]:
    bounds = inputs.month_bounds(shared.stamp.month)
    found = month_measured(shared, bounds)
    made = {}
    for client in clients_in(bounds):
        rows, nonces = client_rows(
            client, shared.stamp, nonce=lambda: random(NONCE_BYTES), closed=closed
        )
        document = client_document(shared, rows, salt=random(SALT_BYTES).hex(), found=found)
        made[client.code] = MadeClient(canonical(document), card_of(document), nonces)
    return made


def _closings(earlier: Sequence[dict[str, Any]]) -> dict[Month, datetime]:
    """When each month was closed; amendments change no fact of a ticket that they do not name."""
    return {
        Month.parse(link["month"]): datetime.fromisoformat(link["recorded_before"])
        for link in earlier
        if link["number"] == 1
    }
