"""The rows of a closed month -> the bytes of its documents, one client after another."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from availability.coverage import Measured
from istockist_sla.core.lib.months import MonthBounds
from tickets.models import Client
from tickets.reports.bundles.folders import Amended, Closings, client_rows
from tickets.reports.bundles.gathering import Hashes
from tickets.reports.bundles.recorded import Recorded
from tickets.sla.bundle.canonical import canonical, canonical_again, digest
from tickets.sla.bundle.documents import (
    FIRST_PREVIOUS,
    Card,
    Link,
    card_of,
    client_document,
    month_document,
    root_of_cards,
    whole_document,
)
from tickets.sla.bundle.month_rows import ClientRows, MonthStamp, SharedRows
from tickets.sla.bundle.values import written
from tickets.sla.clock_verdict import RUNNING

NONCE_BYTES, SALT_BYTES = 16, 32
Random = Callable[[int], bytes]


@dataclass(frozen=True, kw_only=True)
class MonthRows:
    """What the files of all clients of a month have in common: `found` is what the checks say of
    it, `fixed` which tickets were closed in it, by their clients, and `closed` are the closings of
    the months before (P4)."""

    shared: SharedRows
    found: Measured
    fixed: Mapping[int, Collection[int]]
    closed: Closings


class MadeClient(NamedTuple):
    """A client's document as rows and as bytes, its card, and the nonces of its evidence by their
    hashes."""

    rows: ClientRows
    data: bytes
    card: Card
    nonces: dict[str, bytes]
    running: tuple[int, ...]


class MadeLink(NamedTuple):
    """What a closing adds to the chain; the hash of the month's bytes is the head."""

    month: dict[str, Any]
    whole: bytes

    @property
    def head(self) -> str:
        return digest(canonical(self.month))


def clients_in(bounds: MonthBounds) -> list[Client]:
    """All that there were in the month, also without tickets."""
    begun = Client.objects.filter(created_at__lt=bounds.end).exclude(ended_at__lte=bounds.start)
    return list(begun.order_by("code"))


def made_client(
    client: Client,
    found: Recorded,
    month: MonthRows,
    *,
    stamp: MonthStamp,
    random: Random,
    amended: Amended | None = None,
) -> MadeClient:
    """Of this closing or amendment, by what is on record of the client's tickets of the month; what
    is shared may be older. `running` are the numbers of those that have no verdict yet."""
    hashes = Hashes(lambda: random(NONCE_BYTES))
    rows = client_rows(
        client, found, stamp, hash_of=hashes.hash_of, closed=month.closed, amended=amended
    )
    salt = random(SALT_BYTES).hex()
    document = client_document(month.shared, rows, salt=salt, found=month.found)
    return MadeClient(
        rows, canonical_again(document), card_of(document), hashes.nonces, _running(document)
    )


def _running(document: dict[str, Any]) -> tuple[int, ...]:
    responses = [(each["number"], each["claim"]["response"]) for each in document["tickets"]]
    return tuple(
        number for number, found in responses if found is not None and found["verdict"] == RUNNING
    )


def made_link(
    stamp: MonthStamp,
    *,
    cards: Sequence[Card],
    shared: bytes,
    engine: str,
    earlier: Sequence[dict[str, Any]],
    salt: str,
    record: str,
    amends: str | None = None,
) -> MadeLink:
    """After the `earlier` links of the chain; `engine` is the hash of the verifier that says the
    same of the documents, `record` that of what was recorded of their tickets."""
    whole = canonical(whole_document(stamp, cards, salt=salt, record=record))
    link = Link(
        sequence=len(earlier) + 1,
        previous=digest(canonical(earlier[-1])) if earlier else FIRST_PREVIOUS,
        amends=amends,
        closed_at=written(stamp.recorded_before),
        root=root_of_cards(cards),
        shared=digest(shared),
        whole=digest(whole),
        engine=engine,
    )
    return MadeLink(month_document(stamp, link), whole)
