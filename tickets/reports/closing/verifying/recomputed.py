"""A closed month made anew from the database as it stood at the closing, and compared by value with
what was kept."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tickets.models import ClosedClient, Closing
from tickets.reports.bundles.folders import client_rows, recorded_of
from tickets.reports.bundles.gathering import shared_rows
from tickets.reports.bundles.making import MonthRows
from tickets.reports.closing.extent import how_amended
from tickets.reports.closing.rows import stamp_of
from tickets.reports.closing.verifying.remarks import Code, Place, Remark
from tickets.sla.bundle.canonical import canonical, parsed
from tickets.sla.bundle.differences import differences
from tickets.sla.bundle.documents import (
    CLIENT_PART,
    SHARED,
    client_document,
    shared_document,
)
from tickets.sla.bundle.month_rows import SharedRows
from tickets.sla.bundle.reading import read_document, read_stamp
from tickets.sla.bundle.tree import text_digest
from tickets.sla.bundle.verifying import NOT_RECOMPUTED

# What rows of another form than the product writes raise.
UNFIT = (*NOT_RECOMPUTED, AttributeError)
# What follows from the rows of a document: of these another engine may say otherwise.
DERIVED = frozenset({"bounds", "gaps", "figures", "availability", "claim"})
# The seals follow from what is compared.
NOT_COMPARED = frozenset({"seals", "seal", "tickets"})


class Recomputed(NamedTuple):
    """`numbers` are those of the client's tickets of the month as the database has them now."""

    remarks: list[Remark]
    numbers: set[int]


class KeptNonces:
    """Hashes texts as they were hashed at the closing: with the nonce that gives a hash known from
    then, in most cases the next."""

    def __init__(self, kept: ClosedClient) -> None:
        found = kept.nonces.order_by("id").values_list("digest", "value")
        self._left = [(digest, bytes.fromhex(value)) for digest, value in found]
        self.digests = {digest for digest, _ in self._left}

    def hash_of(self, text: str) -> str:
        for place, (digest, nonce) in enumerate(self._left):
            if text_digest(text, nonce) == digest:
                del self._left[place]
                return digest
        return text_digest(text, b"")


def shared_anew(closing: Closing) -> SharedRows:
    """Of the closing with whose stamp it was made: an amendment may have kept that of another."""
    stamp = read_stamp(read_document(SHARED, closing.shared.encode()).found)
    return shared_rows(stamp)


def of_shared(closing: Closing, rows: SharedRows, place: Place, *, derived: Code) -> list[Remark]:
    claimed, anew = parsed(closing.shared.encode()), _written(shared_document(rows))
    return list(_of_sections(claimed, anew, place, derived))


def of_client(kept: ClosedClient, month: MonthRows, place: Place, *, derived: Code) -> Recomputed:
    """Of what follows from the rows the code is `derived`."""
    nonces = KeptNonces(kept)
    claimed = read_document(CLIENT_PART, kept.document.encode()).value
    stamp = stamp_of(kept.closing)
    rows = client_rows(
        kept.client,
        recorded_of(kept.client, stamp.month, fixed=month.fixed.get(kept.client_id, ())),
        stamp,
        hash_of=nonces.hash_of,
        closed=month.closed,
        amended=how_amended(kept.closing, kept.client),
    )
    anew = _written(client_document(month.shared, rows, salt=claimed["salt"], found=month.found))
    remarks = [
        *_erased(claimed["facts"], anew["facts"], nonces, place, "facts"),
        *_of_sections(claimed, anew, place, derived),
        *_of_tickets(claimed["tickets"], anew["tickets"], nonces, place, derived),
    ]
    return Recomputed(remarks, {ticket.number for ticket in rows.tickets})


def not_recomputed(error: Exception) -> str:
    return f"cannot be recomputed ({type(error).__name__}: {error})".replace("\n", " ")


def _written(document: dict[str, Any]) -> Any:
    """As it is read back: lists for tuples."""
    return parsed(canonical(document))


def _of_sections(claimed: Any, anew: Any, place: Place, derived: Code) -> Iterator[Remark]:
    for name in sorted((set(claimed) | set(anew)) - NOT_COMPARED):
        code = derived if name in DERIVED else Code.RECOMPUTED
        found = differences("", _only(claimed, name), _only(anew, name))
        yield from place.remarks(code, found)


def _only(document: dict[str, Any], name: str) -> dict[str, Any]:
    return {name: document[name]} if name in document else {}


def _of_tickets(
    claimed: Iterable[Any], anew: Iterable[Any], nonces: KeptNonces, place: Place, derived: Code
) -> Iterator[Remark]:
    kept, now = ({each["number"]: each for each in tickets} for tickets in (claimed, anew))
    for number in sorted(set(kept) | set(now)):
        of_ticket = place.of_ticket(number)
        if number not in now:
            yield of_ticket.remark(Code.RECOMPUTED, "not of this month any more")
        elif number not in kept:
            yield of_ticket.remark(Code.RECOMPUTED, "of this month, but not in the file")
        else:
            rows = kept[number]["findings"], now[number]["findings"]
            yield from _erased(*rows, nonces, of_ticket, "findings")
            yield from _of_sections(kept[number], now[number], of_ticket, derived)


def _erased(
    claimed: list[Any], anew: list[Any], nonces: KeptNonces, place: Place, section: str
) -> Iterator[Remark]:
    """Evidence whose text and nonce are both gone was erased; it is taken as it was."""
    for number, (kept, now) in enumerate(zip(claimed, anew, strict=False)):
        digest = kept["evidence"]
        if digest and not now["evidence"] and digest not in nonces.digests:
            now["evidence"] = digest
            yield place.remark(Code.ERASED, "text and salt", f"{section}.{number}.evidence")
